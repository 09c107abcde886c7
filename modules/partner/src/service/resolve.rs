//! Who asks for an authentication: the three parts of its URL to partner, policy and certificate.

use super::key::{api_key_hash, licence_hash};
use crate::{PartnerModule, repo};
use async_trait::async_trait;
use partner_api::{AuthPolicy, PartnerError, Partners, Refusal, RelyingParty};
use types::{Access, Caller, Failure, PartnerId, Permission};

const RESOLVE: Permission = Permission { name: "partner.resolve", access: Access::System };

#[async_trait]
impl Partners for PartnerModule {
    async fn relying_party(
        &self,
        caller: &Caller,
        misp_licence_key: &str,
        partner_id: &str,
        api_key: &str,
    ) -> Result<Result<RelyingParty, Refusal>, Failure> {
        caller.require(RESOLVE)?;
        let (read, now) = (self.db.read(), self.db.now());
        let Some(key) = repo::find_api_key(read, &api_key_hash(partner_id, api_key)).await? else {
            return Ok(Err(Refusal::UnknownPartner));
        };
        let Some(partner) = repo::find_partner(read, partner_id).await? else {
            return Ok(Err(Refusal::UnknownPartner));
        };
        if !partner.active || !key.active {
            return Ok(Err(Refusal::PartnerInactive));
        }
        if now < key.valid_from || now >= key.valid_to {
            return Ok(Err(Refusal::ApiKeyExpired));
        }
        let policy = repo::find_policy(read, &key.policy_id).await?;
        let Some(policy) = policy.filter(|p| p.active && p.valid_from <= now && now < p.valid_to) else {
            return Ok(Err(Refusal::PolicyInactive));
        };
        let Some(certificate) = partner.certificate else { return Ok(Err(Refusal::NoCertificate)) };
        let Some(licence) = repo::find_licence(read, &licence_hash(misp_licence_key)).await? else {
            return Ok(Err(Refusal::UnknownLicence));
        };
        if !licence.active {
            return Ok(Err(Refusal::LicenceSuspended));
        }
        if now < licence.valid_from || now >= licence.valid_to {
            return Ok(Err(Refusal::LicenceExpired));
        }
        let partner_id = PartnerId::parse(&partner.id).map_err(|e| Failure::of(PartnerError::Storage).because(e))?;
        Ok(Ok(RelyingParty {
            partner_id,
            name: partner.organization,
            certificate,
            policy: AuthPolicy { id: policy.id, name: policy.name, document: policy.document },
            misp_id: licence.partner_id,
        }))
    }
}
