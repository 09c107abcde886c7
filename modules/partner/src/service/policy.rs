//! Policy groups and policies: created as drafts, published once.

use super::demand;
use crate::{
    PartnerModule, domain,
    entity::{group, policy},
    error::{storage, taken},
    repo,
};
use chrono::TimeDelta;
use db::{AuditEvent, EventType, Reference};
use partner_api::{
    PartnerError,
    wire::{GroupRequest, PolicyRequest},
};
use sea_orm::EntityTrait;
use types::{Caller, Failure};

impl PartnerModule {
    pub(crate) async fn create_group(&self, caller: &Caller, request: GroupRequest) -> Result<group::Model, Failure> {
        let name = demand("name", &request.name)?.to_owned();
        let description = demand("desc", &request.desc)?.to_owned();
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let row = group::Model {
            id: self.db.random().uuid_at(tx.now()).to_string(),
            name,
            description,
            active: true,
            created_by: caller.user_id().to_owned(),
            created_at: tx.now(),
        };
        group::Entity::insert(group::ActiveModel::from(row.clone()))
            .exec_without_returning(tx.conn())
            .await
            .map_err(|e| taken(e, || Failure::with(PartnerError::GroupExists, [row.name.clone()])))?;
        let event = AuditEvent::new("PMS_001", "POLICY_GROUP_CREATED", EventType::User)
            .about(Reference::new("GROUP", row.id.clone()));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(row)
    }

    pub(crate) async fn create_policy(
        &self,
        caller: &Caller,
        request: PolicyRequest,
    ) -> Result<(policy::Model, group::Model), Failure> {
        let name = demand("name", &request.name)?.to_owned();
        let description = demand("desc", &request.desc)?.to_owned();
        let kind = domain::policy_type(demand("policyType", &request.policy_type)?)?;
        domain::check_document(kind, &request.policies)?;
        let group = repo::group_by_name(self.db.read(), demand("policyGroupName", &request.policy_group_name)?)
            .await?
            .filter(|g| g.active)
            .ok_or_else(|| Failure::of(PartnerError::UnknownGroupName))?;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let now = tx.now();
        let id = request.policy_id.filter(|id| !id.trim().is_empty());
        let row = policy::Model {
            id: id.unwrap_or_else(|| self.db.random().uuid_at(now).to_string()),
            group_id: group.id.clone(),
            name,
            description,
            kind: kind.to_owned(),
            version: request.version.unwrap_or_else(|| "1.0".to_owned()),
            document: request.policies,
            published: false,
            active: false,
            valid_from: now,
            valid_to: now + TimeDelta::days(domain::POLICY_DAYS),
            created_by: caller.user_id().to_owned(),
            created_at: now,
        };
        policy::Entity::insert(policy::ActiveModel::from(row.clone()))
            .exec_without_returning(tx.conn())
            .await
            .map_err(|e| taken(e, || Failure::with(PartnerError::PolicyExists, [row.name.clone()])))?;
        let event = AuditEvent::new("PMS_002", "POLICY_CREATED", EventType::User)
            .about(Reference::new("POLICY", row.id.clone()));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok((row, group))
    }

    pub(crate) async fn publish_policy(
        &self,
        caller: &Caller,
        policy_id: &str,
        group_id: &str,
    ) -> Result<(policy::Model, group::Model), Failure> {
        let (row, group) = self.load_policy(policy_id).await?;
        if group.id != group_id {
            return Err(PartnerError::GroupMismatch.into());
        }
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        if !repo::publish(&mut tx, policy_id).await? {
            return Err(PartnerError::AlreadyPublished.into());
        }
        let event = AuditEvent::new("PMS_003", "POLICY_PUBLISHED", EventType::User)
            .about(Reference::new("POLICY", row.id.clone()));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok((policy::Model { published: true, active: true, ..row }, group))
    }

    pub(crate) async fn load_policy(&self, policy_id: &str) -> Result<(policy::Model, group::Model), Failure> {
        let unknown = || Failure::of(PartnerError::UnknownPolicy);
        let row = repo::find_policy(self.db.read(), policy_id).await?.ok_or_else(unknown)?;
        let group = repo::find_group(self.db.read(), &row.group_id).await?.ok_or_else(unknown)?;
        Ok((row, group))
    }
}
