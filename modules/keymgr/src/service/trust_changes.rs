//! Tell which authorities were added lately.

use async_trait::async_trait;
use keymgr_api::trust_changes::READ_TRUST;
use keymgr_api::{TrustChanges, TrustDomain, TrustedAuthority};
use types::{Caller, Failure, Timestamp};

use crate::Keymgr;
use crate::error::storage;
use crate::repo;

#[async_trait]
impl TrustChanges for Keymgr {
    async fn authorities_since(
        &self,
        caller: &Caller,
        domains: &[TrustDomain],
        since: Option<Timestamp>,
    ) -> Result<Vec<TrustedAuthority>, Failure> {
        caller.require(READ_TRUST)?;
        let mut added = Vec::new();
        for domain in domains {
            let rows = repo::ca_certificate::by_domain(self.db.read(), domain.name()).await.map_err(storage)?;
            let new = rows.iter().filter(|row| since.is_none_or(|since| row.created_at > since));
            added.extend(new.map(|row| {
                let issuer = rows.iter().find(|other| other.subject == row.issuer).unwrap_or(row);
                TrustedAuthority {
                    id: row.id.clone(),
                    domain: *domain,
                    subject: row.subject.clone(),
                    issuer: row.issuer.clone(),
                    issuer_id: issuer.id.clone(),
                    serial: row.serial.clone(),
                    thumbprint: row.thumbprint.clone(),
                    certificate: row.certificate.clone(),
                    not_before: row.not_before,
                    not_after: row.not_after,
                    created_by: row.created_by.clone(),
                    created_at: row.created_at,
                }
            }));
        }
        added.sort_by(|one, other| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)));
        Ok(added)
    }
}
