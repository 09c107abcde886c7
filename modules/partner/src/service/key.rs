//! API keys and licence keys: made at random, shown once, kept as hashes.

use super::demand;
use crate::{
    PartnerModule, domain,
    entity::{api_key, licence},
    error::{storage, taken},
    repo,
};
use chrono::TimeDelta;
use db::{AuditEvent, EventType, Reference};
use partner_api::{
    PartnerError,
    wire::{ApiKeyRequest, ApiKeyResponse, LicenceResponse},
};
use sea_orm::EntityTrait;
use types::{Caller, Failure};

/// How API keys are found: by partner and key, so that a key of one partner says nothing about another's.
pub(crate) fn api_key_hash(partner_id: &str, key: &str) -> String {
    hex::encode(crypto::digest::sha256_of(&[b"api-key\0", partner_id.as_bytes(), b"\0", key.as_bytes()]))
}

/// How licences are found.
pub(crate) fn licence_hash(key: &str) -> String {
    hex::encode(crypto::digest::sha256_of(&[b"licence\0", key.as_bytes()]))
}

impl PartnerModule {
    pub(crate) async fn create_api_key(
        &self,
        caller: &Caller,
        partner_id: &str,
        request: &ApiKeyRequest,
    ) -> Result<ApiKeyResponse, Failure> {
        let partner = self.own_partner(caller, partner_id).await?;
        let label = demand("label", &request.label)?.to_owned();
        let policy_name = demand("policyName", &request.policy_name)?;
        if !partner.active {
            return Err(PartnerError::Inactive.into());
        }
        let group_id = partner.group_id.as_deref().ok_or_else(|| Failure::of(PartnerError::GroupMissing))?;
        let policy = repo::policy_by_name(self.db.read(), group_id, policy_name)
            .await?
            .ok_or_else(|| Failure::of(PartnerError::OtherGroup))?;
        let mapped = repo::mapping_of(self.db.read(), partner_id, &policy.id).await?;
        if mapped.is_none_or(|m| m.status != "approved") {
            return Err(PartnerError::NotMapped.into());
        }
        let key = self.random_text(32);
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let now = tx.now();
        let row = api_key::Model {
            hash: api_key_hash(partner_id, &key),
            partner_id: partner_id.to_owned(),
            policy_id: policy.id,
            label: label.clone(),
            active: true,
            valid_from: now,
            valid_to: now + TimeDelta::days(domain::API_KEY_DAYS),
        };
        api_key::Entity::insert(api_key::ActiveModel::from(row))
            .exec_without_returning(tx.conn())
            .await
            .map_err(|e| taken(e, || PartnerError::LabelTaken.into()))?;
        let event =
            AuditEvent::new("PMS_030", "API_KEY_CREATED", EventType::User).about(Reference::new("PARTNER", partner.id));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(ApiKeyResponse { partner_id: partner_id.to_owned(), api_key: key, label })
    }

    pub(crate) async fn create_licence(&self, caller: &Caller, provider_id: &str) -> Result<LicenceResponse, Failure> {
        let provider_id = demand("providerId", provider_id)?;
        let partner = self.own_partner(caller, provider_id).await.map_err(|failure| {
            if failure.is(PartnerError::UnknownPartner) { PartnerError::UnknownMisp.into() } else { failure }
        })?;
        if partner.kind != "MISP_Partner" {
            return Err(PartnerError::UnknownMisp.into());
        }
        if !partner.active {
            return Err(PartnerError::MispInactive.into());
        }
        let key = self.random_text(domain::LICENCE_LENGTH);
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let now = tx.now();
        let valid_to = now + TimeDelta::days(domain::LICENCE_DAYS);
        let row = licence::Model {
            hash: licence_hash(&key),
            partner_id: partner.id.clone(),
            active: true,
            valid_from: now,
            valid_to,
        };
        licence::Entity::insert(licence::ActiveModel::from(row))
            .exec_without_returning(tx.conn())
            .await
            .map_err(|e| taken(e, || PartnerError::LicenceExists.into()))?;
        let event = AuditEvent::new("PMS_031", "LICENCE_CREATED", EventType::User)
            .about(Reference::new("PARTNER", partner.id.clone()));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(LicenceResponse {
            provider_id: partner.id,
            license_key: key,
            license_key_expiry: valid_to,
            license_key_status: "Active".to_owned(),
        })
    }

    /// Letters and digits from the system's randomness: about 5.95 bits each.
    fn random_text(&self, length: usize) -> String {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..length)
            .map(|_| {
                let at = usize::try_from(self.db.random().below(ALPHABET.len() as u64)).unwrap_or_default();
                char::from(ALPHABET[at])
            })
            .collect()
    }
}
