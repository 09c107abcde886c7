//! A partner registers itself; it becomes active when its certificate is accepted.

use super::demand;
use crate::{
    PartnerModule, domain,
    entity::partner,
    error::{storage, taken},
    repo,
};
use db::{AuditEvent, EventType, Reference};
use partner_api::{PartnerError, wire::PartnerRequest};
use sea_orm::EntityTrait;
use types::{Caller, Failure};

impl PartnerModule {
    pub(crate) async fn register(&self, caller: &Caller, request: PartnerRequest) -> Result<partner::Model, Failure> {
        let id = demand("partnerId", &request.partner_id)?;
        let organization = demand("organizationName", &request.organization_name)?.to_owned();
        if request.contact_number.chars().count() > 16 {
            return Err(PartnerError::ContactForm.into());
        }
        if !domain::is_email(request.email_id.trim()) {
            return Err(PartnerError::EmailForm.into());
        }
        if id.contains(char::is_whitespace) {
            return Err(PartnerError::IdBlanks.into());
        }
        if id.chars().count() > 36 {
            return Err(PartnerError::IdLength.into());
        }
        let email = request.email_id.trim().to_lowercase();
        if repo::find_partner(self.db.read(), id).await?.is_some() {
            return Err(PartnerError::PartnerExists.into());
        }
        if repo::partner_by_email(self.db.read(), &email).await?.is_some() {
            return Err(PartnerError::EmailTaken.into());
        }
        let (kind, needs_group) = domain::partner_type(demand("partnerType", &request.partner_type)?)?;
        let group_id = match request.policy_group.as_deref().map(str::trim).filter(|g| !g.is_empty()) {
            None if needs_group => return Err(PartnerError::GroupRequired.into()),
            None => None,
            Some(name) => {
                let group = repo::group_by_name(self.db.read(), name).await?.filter(|g| g.active);
                Some(group.ok_or_else(|| Failure::of(PartnerError::UnknownGroup))?.id)
            }
        };
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let row = partner::Model {
            id: id.to_owned(),
            organization,
            kind: kind.to_owned(),
            group_id,
            address: request.address,
            contact: request.contact_number,
            email,
            approval: "InProgress".to_owned(),
            active: false,
            certificate_id: None,
            certificate: None,
            created_by: caller.user_id().to_owned(),
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        partner::Entity::insert(partner::ActiveModel::from(row.clone()))
            .exec_without_returning(tx.conn())
            .await
            .map_err(|e| taken(e, || PartnerError::PartnerExists.into()))?;
        let event = AuditEvent::new("PMS_010", "PARTNER_REGISTERED", EventType::User)
            .about(Reference::new("PARTNER", row.id.clone()));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(row)
    }
}
