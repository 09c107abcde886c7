//! Audit requests of other services (MOSIP's audit manager).

use async_trait::async_trait;
use db::{AuditEvent, EventType, Reference};
use kernel_api::Audits;
use kernel_api::wire::AuditRequest;
use types::{Caller, Failure};

use crate::Kernel;
use crate::domain::audit::{check, may_name_a_person, scrub};
use crate::error::storage;

const PURPOSE: &str = "kernel.audit";

#[async_trait]
impl Audits for Kernel {
    async fn record(&self, caller: &Caller, request: &AuditRequest) -> Result<(), Failure> {
        self.write_audit(caller, request).await
    }
}

impl Kernel {
    /// Records what another service did. What may name a person is stored as a keyed hash.
    pub(crate) async fn write_audit(&self, caller: &Caller, request: &AuditRequest) -> Result<(), Failure> {
        let checked = check(request)?;
        let user = self.pseudonym(&checked.session_user_id).await?;
        let mut event = AuditEvent::new(checked.event_id, checked.event_name, EventType::Application)
            .of_type(checked.event_type)
            .acted_at(checked.acted_at)
            .host(checked.host_name, checked.host_ip)
            .application(checked.application_id, checked.application_name)
            .user(user, checked.session_user_name.filter(|name| !may_name_a_person(name)))
            .created_by(self.pseudonym(&checked.created_by).await?)
            .module_name(checked.module_name.unwrap_or_default())
            .module(checked.module_id.unwrap_or_default())
            .describe(scrub(&checked.description.unwrap_or_default()));
        if let Some(id) = checked.id {
            let kind = checked.id_type.unwrap_or_else(|| "ID".into());
            event = event.about(Reference::new(kind, self.pseudonym(&id).await?));
        }
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    pub(crate) async fn pseudonym(&self, value: &str) -> Result<String, Failure> {
        if may_name_a_person(value) { self.fingerprint(PURPOSE, value).await } else { Ok(value.to_owned()) }
    }
}
