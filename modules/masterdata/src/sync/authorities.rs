//! Authorities that vouch for devices and chips.

use keymgr_api::TrustDomain;
use masterdata_api::sync::{SyncAuthorities, SyncAuthority};
use types::{Caller, Failure};

use super::{SyncData, internal};
use crate::cell::parse_stamp;

impl SyncData {
    /// Those that were added since a time.
    pub(super) async fn authorities(&self, caller: &Caller, since: Option<&str>) -> Result<SyncAuthorities, Failure> {
        let since = self.since(since)?.and_then(|text| parse_stamp(&text));
        let last_sync_time = self.synced_until();
        let domains = [TrustDomain::Device, TrustDomain::Ftm];
        let system = self.edge.system(caller.cx().request_id());
        let added = self.trust.authorities_since(&system, &domains, since).await.map_err(internal)?;
        let shown = added.into_iter().map(|one| SyncAuthority {
            cert_id: one.id,
            cert_subject: one.subject,
            cert_issuer: one.issuer,
            issuer_id: one.issuer_id,
            cert_not_before: one.not_before,
            cert_not_after: one.not_after,
            crl_uri: None,
            cert_data: one.certificate,
            cert_thumbprint: one.thumbprint,
            cert_serial_no: one.serial,
            partner_domain: one.domain.name().to_owned(),
            created_by: one.created_by,
            createdtimes: one.created_at,
            updated_by: None,
            updatedtimes: None,
            is_deleted: false,
            deletedtimes: None,
        });
        Ok(SyncAuthorities { last_sync_time, certificates: shown.collect() })
    }
}
