//! A partner asks for a policy of its group; an administrator approves or rejects.

use super::demand;
use crate::{
    PartnerModule,
    entity::mapping,
    error::{storage, taken},
    repo,
};
use db::{AuditEvent, EventType, Reference};
use partner_api::{PartnerError, wire::MappingRequest};
use sea_orm::EntityTrait;
use types::{Caller, Failure};

impl PartnerModule {
    pub(crate) async fn request_mapping(
        &self,
        caller: &Caller,
        partner_id: &str,
        request: &MappingRequest,
    ) -> Result<String, Failure> {
        let partner = self.own_partner(caller, partner_id).await?;
        if !partner.active {
            return Err(PartnerError::Inactive.into());
        }
        let group_id = partner.group_id.as_deref().ok_or_else(|| Failure::of(PartnerError::GroupMissing))?;
        let name = demand("policyName", &request.policy_name)?;
        let policy = repo::policy_by_name(self.db.read(), group_id, name)
            .await?
            .ok_or_else(|| Failure::of(PartnerError::OtherGroup))?;
        if !policy.active || policy.valid_to <= self.db.now() {
            return Err(PartnerError::PolicyInactive.into());
        }
        let earlier = repo::mapping_of(self.db.read(), partner_id, &policy.id).await?;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let now = tx.now();
        let id = match earlier {
            Some(row) => match row.status.as_str() {
                "InProgress" => return Err(PartnerError::MappingPending.into()),
                "approved" => return Err(PartnerError::MappingApproved.into()),
                _ => {
                    repo::reopen_mapping(&mut tx, &row.id, &request.use_case_description).await?;
                    row.id
                }
            },
            None => {
                let id = self.db.random().uuid_at(now).to_string();
                let row = mapping::Model {
                    id: id.clone(),
                    partner_id: partner_id.to_owned(),
                    policy_id: policy.id,
                    status: "InProgress".to_owned(),
                    purpose: request.use_case_description.clone(),
                    created_at: now,
                    updated_at: now,
                };
                mapping::Entity::insert(mapping::ActiveModel::from(row))
                    .exec_without_returning(tx.conn())
                    .await
                    .map_err(|e| taken(e, || PartnerError::MappingPending.into()))?;
                id
            }
        };
        let event = AuditEvent::new("PMS_020", "POLICY_REQUESTED", EventType::User)
            .about(Reference::new("PARTNER", partner.id));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(id)
    }

    pub(crate) async fn decide_mapping(
        &self,
        caller: &Caller,
        id: &str,
        status: &str,
    ) -> Result<&'static str, Failure> {
        let (status, message) = match status {
            s if s.eq_ignore_ascii_case("approved") => ("approved", "Policy mapping approved successfully"),
            s if s.eq_ignore_ascii_case("rejected") => ("rejected", "Policy mapping rejected successfully"),
            _ => return Err(PartnerError::ApprovalStatus.into()),
        };
        let row =
            repo::find_mapping(self.db.read(), id).await?.ok_or_else(|| Failure::of(PartnerError::UnknownMapping))?;
        match row.status.as_str() {
            "approved" => return Err(PartnerError::AlreadyApproved.into()),
            "rejected" => return Err(PartnerError::AlreadyRejected.into()),
            _ => {}
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        if !repo::decide_mapping(&mut tx, id, status).await? {
            return Err(PartnerError::AlreadyApproved.into());
        }
        let event = AuditEvent::new("PMS_021", "POLICY_REQUEST_DECIDED", EventType::User)
            .about(Reference::new("PARTNER", row.partner_id))
            .describe(status);
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(message)
    }
}
