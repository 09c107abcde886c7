//! What an administrator sees of keys and trust, and does with them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use keymgr_api::admin::{KeyAdministration, KeyDetail, KeyPage, KeyPurpose, KeyQuery, KeySummary, KeyVersion};
use keymgr_api::trust::{AuthorityPage, AuthorityQuery};
use keymgr_api::{KeyRef, TrustDomain, access::ADMINISTER};
use types::{Caller, Failure, Timestamp};

use super::{authorities, certificates, current, trust};
use crate::domain::name::{FOREIGN, Role, role};
use crate::entity::key_alias::Model;
use crate::error::storage;
use crate::operation::{Authorities, KeyListing};
use crate::ring::{self, KeyEntry};
use crate::{Keymgr, repo};

/// Most names on one page.
const MOST: u32 = 200;

fn purpose(key: &KeyRef, kind: &str) -> KeyPurpose {
    match role(key) {
        _ if kind == FOREIGN => KeyPurpose::Foreign,
        Role::Root => KeyPurpose::Root,
        Role::Master => KeyPurpose::Master,
        Role::Signature(_) => KeyPurpose::Signature,
        Role::Base => KeyPurpose::Encryption,
    }
}

/// A name's summary from its rows, the newest first.
fn summary(rows: &[Model], authorities: &Authorities, now: Timestamp) -> Result<Option<KeySummary>, Failure> {
    let Some(newest) = rows.first() else { return Ok(None) };
    let listing = KeyListing::new(newest, now);
    let key = KeyRef::new(&listing.application_id, &listing.reference_id);
    Ok(Some(KeySummary {
        purpose: purpose(&key, &listing.kind),
        application_id: listing.application_id,
        reference_id: listing.reference_id,
        algorithm: listing.algorithm,
        valid_from: listing.generated_at,
        valid_until: listing.expires_at,
        renew_at: listing.current_until,
        renewal: authorities.renewal(newest)?,
        earlier: rows.len() as u64 - 1,
    }))
}

fn version(entry: &KeyEntry, current: bool) -> KeyVersion {
    KeyVersion {
        kid: entry.kid(),
        thumbprint: entry.row.thumbprint.clone(),
        subject: entry.certificate.subject().to_string(),
        issuer: entry.certificate.issuer().to_string(),
        valid_from: entry.row.generated_at,
        valid_until: entry.row.expires_at,
        current,
        certificate: entry.certificate.to_pem(),
    }
}

impl Keymgr {
    async fn own_authorities(&self) -> Result<Authorities, Failure> {
        Authorities::of(&repo::key_alias::certifying(self.db.read()).await.map_err(storage)?)
    }
}

#[async_trait]
impl KeyAdministration for Keymgr {
    async fn keys(&self, caller: &Caller, query: &KeyQuery) -> Result<KeyPage, Failure> {
        caller.require(ADMINISTER)?;
        let limit = query.limit.clamp(1, MOST);
        let wanted = query.application_id.as_deref();
        let after = query.after.as_ref().map(|key| (key.application_id.as_str(), key.reference_id.as_str()));
        let mut names =
            repo::key_alias::names(self.db.read(), wanted, after, u64::from(limit) + 1).await.map_err(storage)?;
        let more = names.len() > limit as usize;
        names.truncate(limit as usize);
        let mut rows: BTreeMap<(String, String), Vec<Model>> = BTreeMap::new();
        for row in repo::key_alias::of_names(self.db.read(), &names).await.map_err(storage)? {
            rows.entry((row.application_id.clone(), row.reference_id.clone())).or_default().push(row);
        }
        let (authorities, now) = (self.own_authorities().await?, self.db.now());
        let of = |name| rows.get(name).map_or(&[][..], Vec::as_slice);
        let keys = names.iter().filter_map(|name| summary(of(name), &authorities, now).transpose());
        let keys = keys.collect::<Result<_, Failure>>()?;
        let applications = repo::key_alias::applications(self.db.read()).await.map_err(storage)?;
        Ok(KeyPage { keys, applications, more, now })
    }

    async fn key(&self, caller: &Caller, key: &KeyRef) -> Result<Option<KeyDetail>, Failure> {
        caller.require(ADMINISTER)?;
        let entries = ring::reload(self, key).await?;
        let rows: Vec<Model> = entries.iter().map(|entry| entry.row.clone()).collect();
        let (authorities, now) = (self.own_authorities().await?, self.db.now());
        let Some(summary) = summary(&rows, &authorities, now)? else { return Ok(None) };
        // two at once stop every use of the name: then none is taken, and the page still shows them
        let chosen = current::choose(self, key, &entries).ok().flatten();
        let is_current = |entry: &KeyEntry| chosen.as_ref().is_some_and(|chosen| chosen.row.id == entry.row.id);
        Ok(Some(KeyDetail {
            own: summary.purpose != KeyPurpose::Foreign,
            versions: entries.iter().map(|entry| version(entry, is_current(entry))).collect(),
            summary,
            now,
        }))
    }

    async fn rotate(&self, caller: &Caller, key: &KeyRef) -> Result<(), Failure> {
        caller.require(ADMINISTER)?;
        caller.require_fresh(self.db.now())?;
        Self::rotate(self, caller, key, false).await.map(|_| ())
    }

    async fn certificate_request(&self, caller: &Caller, key: &KeyRef) -> Result<String, Failure> {
        Self::certificate_request(self, caller, key).await
    }

    async fn replace_certificate(&self, caller: &Caller, key: &KeyRef, pem: &str) -> Result<(), Failure> {
        caller.require(ADMINISTER)?;
        caller.require_fresh(self.db.now())?;
        let entries = ring::reload(self, key).await?;
        match entries.first() {
            Some(newest) if !newest.is_foreign() => certificates::replace(self, caller.cx(), key, pem).await,
            _ => certificates::store_other_domain(self, caller.cx(), key, pem).await,
        }
    }

    async fn authorities(&self, caller: &Caller, query: &AuthorityQuery) -> Result<AuthorityPage, Failure> {
        caller.require(ADMINISTER)?;
        authorities::page(self, query).await
    }

    async fn add_authorities(
        &self,
        caller: &Caller,
        domain: TrustDomain,
        data: &str,
    ) -> Result<(usize, usize), Failure> {
        caller.require(ADMINISTER)?;
        caller.require_fresh(self.db.now())?;
        trust::add_counted(self, caller.cx(), domain, data).await
    }
}
