//! Audit rows of pre-registration: MOSIP's event ids, never an application's number or an address.

use db::{AuditEvent, EventType, Reference};

/// Something a person did.
pub(crate) fn event(id: &'static str, name: &'static str, what: &'static str) -> AuditEvent {
    AuditEvent::new(id, name, EventType::User).describe(what).module("PRE")
}

/// Something that happened to an application, named by its surrogate key.
pub(crate) fn about(id: &'static str, name: &'static str, what: &'static str, key: &str) -> AuditEvent {
    event(id, name, what).about(Reference::new("APPLICATION_KEY", key.to_owned()))
}

/// Something a timer did.
pub(crate) fn batch(id: &'static str, name: &'static str, what: impl Into<String>) -> AuditEvent {
    AuditEvent::new(id, name, EventType::Batch).describe(what.into()).module("PRE-BAT")
}
