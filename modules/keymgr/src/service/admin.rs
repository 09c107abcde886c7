//! What an administrator sees of keys and trust, and does with them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use keymgr_api::admin::{
    Authority, KeyAdministration, KeyDetail, KeyPage, KeyPurpose, KeyQuery, KeySummary, KeyVersion, Renewal, TrustPage,
};
use keymgr_api::{KeyRef, TrustDomain, access::ADMINISTER};
use types::{Caller, Failure};

use super::{certificates, current, trust};
use crate::domain::name::{FOREIGN, Role, role};
use crate::entity::key_alias::Model;
use crate::error::storage;
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
fn summary(key: &KeyRef, rows: &[Model]) -> Option<KeySummary> {
    let newest = rows.first()?;
    let purpose = purpose(key, &newest.kind);
    let (renewal, early) = match purpose {
        KeyPurpose::Foreign => (Renewal::ByOwner, chrono::TimeDelta::zero()),
        KeyPurpose::Root => (Renewal::ByHand, current::pre_expiry(key).ok()?),
        _ => (Renewal::Automatic, current::pre_expiry(key).ok()?),
    };
    Some(KeySummary {
        application_id: key.application_id.clone(),
        reference_id: key.reference_id.clone(),
        purpose,
        algorithm: newest.algorithm.clone(),
        valid_from: newest.generated_at,
        valid_until: newest.expires_at,
        renew_at: newest.expires_at - early,
        renewal,
        earlier: rows.len() as u64 - 1,
    })
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
        let keys = names
            .iter()
            .filter_map(|name| summary(&KeyRef::new(&name.0, &name.1), rows.get(name).map_or(&[][..], Vec::as_slice)))
            .collect();
        let applications = repo::key_alias::applications(self.db.read()).await.map_err(storage)?;
        Ok(KeyPage { keys, applications, more, now: self.db.now() })
    }

    async fn key(&self, caller: &Caller, key: &KeyRef) -> Result<Option<KeyDetail>, Failure> {
        caller.require(ADMINISTER)?;
        let entries = ring::reload(self, key).await?;
        let rows: Vec<Model> = entries.iter().map(|entry| entry.row.clone()).collect();
        let Some(summary) = summary(key, &rows) else { return Ok(None) };
        let chosen = current::choose(self, key, &entries)?;
        let is_current = |entry: &KeyEntry| chosen.as_ref().is_some_and(|chosen| chosen.row.id == entry.row.id);
        Ok(Some(KeyDetail {
            own: summary.purpose != KeyPurpose::Foreign,
            versions: entries.iter().map(|entry| version(entry, is_current(entry))).collect(),
            summary,
            now: self.db.now(),
        }))
    }

    async fn rotate(&self, caller: &Caller, key: &KeyRef) -> Result<(), Failure> {
        Self::rotate(self, caller, key, false).await.map(|_| ())
    }

    async fn certificate_request(&self, caller: &Caller, key: &KeyRef) -> Result<String, Failure> {
        Self::certificate_request(self, caller, key).await
    }

    async fn replace_certificate(&self, caller: &Caller, key: &KeyRef, pem: &str) -> Result<(), Failure> {
        caller.require(ADMINISTER)?;
        let entries = ring::reload(self, key).await?;
        match entries.first() {
            Some(newest) if !newest.is_foreign() => certificates::replace(self, caller.cx(), key, pem).await,
            _ => certificates::store_other_domain(self, caller.cx(), key, pem).await,
        }
    }

    async fn authorities(&self, caller: &Caller) -> Result<TrustPage, Failure> {
        caller.require(ADMINISTER)?;
        let mut authorities = Vec::new();
        for domain in TrustDomain::ALL {
            let rows = repo::ca_certificate::by_domain(self.db.read(), domain.name()).await.map_err(storage)?;
            authorities.extend(rows.into_iter().map(|row| Authority {
                domain: row.domain,
                subject: row.subject,
                issuer: row.issuer,
                thumbprint: row.thumbprint,
                valid_from: row.not_before,
                valid_until: row.not_after,
                root: row.anchor,
                added_at: row.created_at,
                added_by: row.created_by,
            }));
        }
        Ok(TrustPage { authorities, now: self.db.now() })
    }

    async fn add_authorities(
        &self,
        caller: &Caller,
        domain: TrustDomain,
        data: &str,
    ) -> Result<(usize, usize), Failure> {
        caller.require(ADMINISTER)?;
        trust::add_counted(self, caller.cx(), domain, data).await
    }
}
