//! Use cases, one file each, and the module's contract made of them.

pub(crate) mod fetch;
pub(crate) mod issue;
pub(crate) mod make;
pub(crate) mod manage;
pub(crate) mod request;

use async_trait::async_trait;
use credential_api::{Card, CredentialState, Credentials};
use db::{AuditEvent, EventType, Reference};
use types::{Caller, Failure, Rid, Uin};

use crate::Credential;

#[async_trait]
impl Credentials for Credential {
    async fn request_card(&self, caller: &Caller, rid: &Rid, uin: &Uin) -> Result<CredentialState, Failure> {
        request::card_of_registration(self, caller, rid, uin).await
    }

    async fn state(&self, caller: &Caller, rid: &Rid) -> Result<Option<CredentialState>, Failure> {
        request::state_of_registration(self, caller, rid).await
    }

    async fn card(&self, caller: &Caller, uin: &Uin) -> Result<Option<Card>, Failure> {
        fetch::card(self, caller, uin).await
    }

    async fn portrait(&self, caller: &Caller, uin: &Uin) -> Result<Option<Vec<u8>>, Failure> {
        fetch::portrait(self, caller, uin).await
    }
}

/// An audit event about a credential.
pub(crate) fn event(id: &'static str, name: &'static str, reference: Reference) -> AuditEvent {
    AuditEvent::new(id, name, EventType::System).about(reference).module("IDR-CRD")
}

/// A reference to a request.
pub(crate) fn of_request(id: &str) -> Reference {
    Reference::new("CREDENTIAL_REQUEST", id.to_owned())
}

/// A reference to a person.
pub(crate) fn of_person(uin_hash: &str) -> Reference {
    Reference::new("UIN_HASH", uin_hash.to_owned())
}
