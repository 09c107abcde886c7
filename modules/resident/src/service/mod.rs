//! Use cases, one file each.

pub(crate) mod card;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod person;
pub(crate) mod request_code;
pub(crate) mod sign_in;
pub(crate) mod status;
pub(crate) mod virtual_numbers;

use db::{AuditEvent, EventType, Reference};
use types::{Caller, Cx};

/// The caller's context with this module's name.
pub(crate) fn cx(caller: &Caller) -> Cx {
    caller.cx().clone().with_module("resident")
}

/// Something a person did who is not known yet.
pub(crate) fn event(id: &'static str, name: &'static str, what: &'static str) -> AuditEvent {
    AuditEvent::new(id, name, EventType::User).describe(what).module("RES")
}

/// Something the holder of an identity did.
pub(crate) fn of_holder(id: &'static str, name: &'static str, what: &'static str, uin_hash: &str) -> AuditEvent {
    event(id, name, what).about(Reference::new("UIN_HASH", uin_hash.to_owned()))
}
