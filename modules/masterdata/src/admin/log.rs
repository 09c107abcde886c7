//! Record what somebody did in the administration portal.

use kernel_api::KernelError;
use kernel_api::wire::AuditRequest;
use masterdata_api::admin::AuditLogged;
use masterdata_api::admin_error::AdminError;
use types::{Caller, Failure};

use super::AdminServices;

impl AdminServices {
    /// Records an event; the host is this one where the portal does not say.
    pub(super) async fn log(&self, caller: &Caller, mut request: AuditRequest) -> Result<AuditLogged, Failure> {
        let host = || Some(caller.cx().host().to_owned());
        request.host_name = request.host_name.filter(|name| !name.trim().is_empty()).or_else(host);
        request.host_ip = request.host_ip.filter(|ip| !ip.trim().is_empty()).or_else(host);
        let recorded = self.audits.record(caller, &request).await;
        recorded.map_err(|failure| {
            if failure.is(KernelError::AuditInvalid) || failure.is(KernelError::AuditFormat) {
                return Failure::of(AdminError::LogInvalid);
            }
            Failure::of(AdminError::LogFailed).because(failure)
        })?;
        Ok(AuditLogged { status: true, message: Some("Audit logged successfully".to_owned()) })
    }
}
