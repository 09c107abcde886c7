//! What is recorded of changes to keys and trust.

use db::{AuditEvent, EventType, Reference};
use keymgr_api::KeyRef;

use crate::entity::key_alias::Model;

fn event(
    id: &'static str,
    name: &'static str,
    description: String,
    kind: &'static str,
    reference: String,
) -> AuditEvent {
    AuditEvent::new(id, name, EventType::System)
        .describe(description)
        .about(Reference::new(kind, reference))
        .module("KER-KMS")
}

fn named(key: &KeyRef) -> String {
    format!("{}:{}", key.application_id, key.reference_id)
}

pub(crate) fn key_generated(key: &KeyRef, row: &Model) -> AuditEvent {
    let text = format!("{} key {} made, valid until {}", row.kind, named(key), row.expires_at);
    event("KMS_001", "KEY_GENERATED", text, "KEY", row.id.clone())
}

pub(crate) fn key_expired(row: &Model) -> AuditEvent {
    let text = format!("key {}:{} ended before its time", row.application_id, row.reference_id);
    event("KMS_002", "KEY_EXPIRED", text, "KEY", row.id.clone())
}

pub(crate) fn certificate_replaced(row: &Model, thumbprint: &str) -> AuditEvent {
    let text = format!("certificate of {}:{} replaced by {thumbprint}", row.application_id, row.reference_id);
    event("KMS_003", "CERTIFICATE_REPLACED", text, "KEY", row.id.clone())
}

pub(crate) fn other_domain_stored(key: &KeyRef, row: &Model) -> AuditEvent {
    let text = format!("certificate {} of another domain stored as {}", row.thumbprint, named(key));
    event("KMS_004", "OTHER_DOMAIN_CERTIFICATE_STORED", text, "KEY", row.id.clone())
}

pub(crate) fn authority_added(domain: &str, thumbprint: &str, id: &str) -> AuditEvent {
    let text = format!("authority {thumbprint} trusted for {domain}");
    event("KMS_005", "AUTHORITY_TRUSTED", text, "CA_CERTIFICATE", id.to_owned())
}

pub(crate) fn partner_admitted(domain: &str, thumbprint: &str, id: &str) -> AuditEvent {
    let text = format!("certificate {thumbprint} of a partner signed for {domain}");
    event("KMS_006", "PARTNER_CERTIFICATE_SIGNED", text, "PARTNER_CERTIFICATE", id.to_owned())
}

pub(crate) fn data_key_made(purpose: &str, version: i32, id: &str) -> AuditEvent {
    let text = format!("data key {version} of {purpose} made");
    event("KMS_007", "DATA_KEY_GENERATED", text, "DATA_KEY", id.to_owned())
}

pub(crate) fn request_made(row: &Model) -> AuditEvent {
    let text = format!("certificate request made for {}:{}", row.application_id, row.reference_id);
    event("KMS_011", "CERTIFICATE_REQUEST_MADE", text, "KEY", row.id.clone())
}

pub(crate) fn zk_keys_made(count: usize) -> AuditEvent {
    event("KMS_020", "ZK_KEYS_GENERATED", format!("{count} random keys made"), "ZK_KEY", "pool".to_owned())
}

pub(crate) fn zk_keys_migrated(count: usize) -> AuditEvent {
    event("KMS_021", "ZK_KEYS_MIGRATED", format!("{count} random keys taken over"), "ZK_KEY", "pool".to_owned())
}

pub(crate) fn base_key_migrated(key: &KeyRef, row: &Model) -> AuditEvent {
    let text = format!("key {} as {} taken over, valid until {}", row.thumbprint, named(key), row.expires_at);
    event("KMS_022", "BASE_KEY_MIGRATED", text, "KEY", row.id.clone())
}

pub(crate) fn key_revoked(row: &Model, successor: bool) -> AuditEvent {
    let next = if successor { "" } else { "; no successor is made" };
    let text = format!("key {}:{} revoked{next}", row.application_id, row.reference_id);
    event("KMS_023", "KEY_REVOKED", text, "KEY", row.id.clone())
}

pub(crate) fn generation_resumed(key: &KeyRef) -> AuditEvent {
    event("KMS_024", "KEY_GENERATION_RESUMED", format!("{} gets keys again", named(key)), "KEY_NAME", named(key))
}

pub(crate) fn temporary_key_ended(row: &Model) -> AuditEvent {
    event("KMS_025", "TEMPORARY_KEY_ENDED", "key for taking over random keys ended".to_owned(), "KEY", row.id.clone())
}

pub(crate) fn license_made(id: &str, tsp_id: &str) -> AuditEvent {
    event("KMS_026", "LICENSE_GENERATED", format!("licence key made for {tsp_id}"), "LICENSE", id.to_owned())
}

pub(crate) fn license_mapped(id: &str, permissions: usize) -> AuditEvent {
    event("KMS_027", "LICENSE_MAPPED", format!("licence key given {permissions} permissions"), "LICENSE", id.to_owned())
}
