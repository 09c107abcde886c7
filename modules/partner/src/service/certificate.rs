//! Certificates: of authorities that are trusted, and of partners, which the platform signs again.

use super::demand;
use crate::{PartnerModule, error::storage, repo};
use db::{AuditEvent, EventType, Reference};
use keymgr_api::{KeyRef, SignedCertificate, TrustDomain};
use partner_api::{
    PartnerError,
    wire::{AuthorityUpload, CertificateUpload},
};
use types::{Caller, Failure};

fn domain_of(name: &str) -> Result<TrustDomain, Failure> {
    TrustDomain::parse(demand("partnerDomain", name)?).ok_or_else(|| PartnerError::UnknownDomain.into())
}

impl PartnerModule {
    /// Trusts an authority; whether its certificate may be trusted is the key manager's rule and error.
    pub(crate) async fn upload_authority(&self, caller: &Caller, request: &AuthorityUpload) -> Result<(), Failure> {
        let domain = domain_of(&request.partner_domain)?;
        self.keys.trust(caller, domain, demand("certificateData", &request.certificate_data)?).await
    }

    /// Accepts a partner's certificate and activates the partner.
    pub(crate) async fn upload_certificate(
        &self,
        caller: &Caller,
        request: &CertificateUpload,
    ) -> Result<SignedCertificate, Failure> {
        let partner = self.own_partner(caller, demand("partnerId", &request.partner_id)?).await?;
        let domain = domain_of(&request.partner_domain)?;
        let pem = demand("certificateData", &request.certificate_data)?;
        if partner.approval != "InProgress" && !partner.active {
            return Err(PartnerError::Inactive.into());
        }
        let signed = self.certificates.admit(caller, domain, &partner.organization, pem).await?;
        // e-KYC answers are encrypted to this certificate
        self.certificates.store_other_domain(caller, &KeyRef::new("PARTNER", &partner.id), pem).await?;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        repo::accept_certificate(&mut tx, &partner.id, &signed.certificate_id, &signed.certificate).await?;
        let event = AuditEvent::new("PMS_011", "PARTNER_CERTIFICATE_ACCEPTED", EventType::User)
            .about(Reference::new("PARTNER", partner.id));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(signed)
    }
}
