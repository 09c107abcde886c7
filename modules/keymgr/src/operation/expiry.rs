//! Which keys end soon and want a person.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use crypto::x509::Certificate;
use db::Db;
use keymgr_api::admin::Renewal;
use types::Failure;

use super::list::KeyListing;
use crate::domain::name::FOREIGN;
use crate::entity::key_alias::Model;
use crate::error::storage;
use crate::repo;

/// How long the end of another domain's certificate is told of afterwards: partners go, and their certificates stay.
const FOREIGN_TOLD_FOR: TimeDelta = TimeDelta::days(30);

/// How long the daily job may take to replace a key before people are told that it did not.
const RENEWAL_TAKES: TimeDelta = TimeDelta::days(2);

/// A key that ends, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    pub key: KeyListing,
    /// When it ends; where a person has to act: when it is no longer taken for anything new.
    pub deadline: DateTime<Utc>,
    /// Whole days until then; negative afterwards.
    pub days_left: i64,
    /// What to do, in one sentence without a full stop.
    pub advice: String,
    /// Whether something of the platform's own stops working; otherwise a partner's does.
    pub own: bool,
}

impl Expiry {
    /// The step on the way to the end that was passed last: 90, 30 or 7 days before.
    #[must_use]
    pub fn threshold(&self) -> Option<i64> {
        [7, 30, 90].into_iter().find(|days| self.days_left <= *days)
    }
}

/// Keys whose end is at most `within_days` away and that are not replaced by themselves, the most urgent first.
///
/// Keys that the platform certifies itself are made anew on their own; they are named only when that did not happen. A person is
/// needed for the root, for certificates of other authorities for keys of ours, and for other domains' certificates.
///
/// # Errors
/// The failure of the keys database, or a certificate in it that cannot be read.
pub async fn expiring(db: &Db, within_days: i64) -> Result<Vec<Expiry>, Failure> {
    let (rows, now) = (repo::key_alias::all(db.read()).await.map_err(storage)?, db.now());
    let authorities = Authorities::of(&rows)?;
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    // the newest of a name comes first; older ones have their successor
    for row in rows.iter().filter(|row| seen.insert((&row.application_id, &row.reference_id))) {
        let key = KeyListing::new(row, now);
        let Some((deadline, advice)) = deadline(row, &key, now, &authorities)? else { continue };
        let own = row.kind != FOREIGN;
        let days_left = (deadline - now).num_days();
        if days_left <= within_days && (own || now - deadline < FOREIGN_TOLD_FOR) {
            found.push(Expiry { key, deadline, days_left, advice, own });
        }
    }
    found.sort_by_key(|expiry| expiry.deadline);
    Ok(found)
}

/// Encoded names of our own authorities.
pub(crate) struct Authorities(HashSet<Vec<u8>>);

impl Authorities {
    /// Those among the rows.
    pub(crate) fn of(rows: &[Model]) -> Result<Self, Failure> {
        let ours = rows.iter().filter(|row| row.kind == "root" || row.kind == "master");
        let names =
            ours.map(|row| Ok(Certificate::from_pem(&row.certificate).map_err(storage)?.subject().der().to_vec()));
        names.collect::<Result<_, Failure>>().map(Self)
    }

    /// How a key is followed by its next one: those that we certify make it by themselves.
    pub(crate) fn renewal(&self, row: &Model) -> Result<Renewal, Failure> {
        Ok(match row.kind.as_str() {
            "root" => Renewal::ByHand,
            FOREIGN => Renewal::ByOwner,
            _ => {
                let certificate = Certificate::from_pem(&row.certificate).map_err(storage)?;
                if self.0.contains(certificate.issuer().der()) { Renewal::Automatic } else { Renewal::ByHand }
            }
        })
    }
}

/// When a key wants a person, and what for; `None` when it never does.
fn deadline(
    row: &Model,
    key: &KeyListing,
    now: DateTime<Utc>,
    authorities: &Authorities,
) -> Result<Option<(DateTime<Utc>, String)>, Failure> {
    let name = key.name();
    let argument = name.replace(':', " ");
    Ok(match authorities.renewal(row)? {
        Renewal::ByHand if row.kind == "root" => Some((
            key.current_until,
            "run `tessera keys rotate ROOT`: after this day it certifies no new master key".to_owned(),
        )),
        Renewal::ByHand => {
            let advice = format!(
                "run `tessera keys csr {argument}`, have it certified and `tessera keys import` the certificate; \
                 otherwise the platform makes a key of its own"
            );
            Some((key.current_until, advice))
        }
        // from here on nothing new is encrypted to it (spec ida-crypto A.5)
        Renewal::ByOwner => Some((key.current_until, "ask its owner for a new certificate and upload it".to_owned())),
        // whoever needs a base key next makes it; machines that are gone need none
        Renewal::Automatic if row.kind == "base" || now - key.current_until < RENEWAL_TAKES => None,
        Renewal::Automatic => Some((
            key.expires_at,
            format!(
                "it was not replaced by itself: look for errors of `keymgr.renew`, or run `tessera keys rotate {argument}`"
            ),
        )),
    })
}
