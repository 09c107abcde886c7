//! A stored audit row and its canonical bytes.

use sea_orm::{QueryResult, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::event::AuditEvent;
use crate::clock::Timestamp;
use crate::error::DbError;
use types::Cx;

/// One audit row as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditRecord {
    /// MOSIP's `log_id`, a time-ordered UUID.
    pub id: String,
    /// MOSIP's `log_dtimes`: the instant of the transaction.
    pub logged_at: Timestamp,
    /// When it happened (MOSIP's `action_dtimes`).
    pub acted_at: Timestamp,
    /// For example `PRE_APP_003`.
    pub event_id: String,
    /// For example `APPOINTMENT_CANCELLED`.
    pub event_name: String,
    /// `SYSTEM`, `USER`, `APPLICATION`, `BATCH` or `BUSINESS`.
    pub event_type: String,
    /// The serving host.
    pub host_name: String,
    /// The serving host's address.
    pub host_ip: String,
    /// The application's id.
    pub application_id: String,
    /// The application's name.
    pub application_name: String,
    /// Who acted: staff id, client id or hash.
    pub session_user_id: String,
    /// A name of the session that is no person's name.
    pub session_user_name: Option<String>,
    /// What the event is about; hashed where it is a person.
    pub ref_id: Option<String>,
    /// The kind of `ref_id`.
    pub ref_type: Option<String>,
    /// Who recorded the event.
    pub created_by: String,
    /// The module's name.
    pub module_name: String,
    /// MOSIP's id of the module.
    pub module_id: String,
    /// What happened, in plain words.
    pub description: String,
    /// The request that caused it.
    pub request_id: String,
}

pub(super) const COLUMNS: &[&str] = &[
    "id",
    "logged_at",
    "acted_at",
    "event_id",
    "event_name",
    "event_type",
    "host_name",
    "host_ip",
    "application_id",
    "application_name",
    "session_user_id",
    "session_user_name",
    "ref_id",
    "ref_type",
    "created_by",
    "module_name",
    "module_id",
    "description",
    "request_id",
];

pub(super) fn insert_sql(table: &str, columns: &[&str]) -> String {
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "))
}

impl AuditRecord {
    pub(super) fn new(event: &AuditEvent, cx: &Cx, now: Timestamp, id: Uuid) -> Self {
        let module_name = event.module_name.clone().unwrap_or_else(|| cx.module().to_owned());
        let (application_id, application_name) =
            event.application.clone().unwrap_or_else(|| (cx.application().to_owned(), cx.application().to_owned()));
        let (session_user_id, session_user_name) = event.user.clone().unwrap_or_else(|| (cx.actor().to_owned(), None));
        let (host_name, host_ip) = event.host.clone().unwrap_or_else(|| (cx.host().to_owned(), cx.host().to_owned()));
        Self {
            id: id.to_string(),
            logged_at: now,
            acted_at: event.acted_at.unwrap_or(now),
            event_id: event.id.clone().into_owned(),
            event_name: event.name.clone().into_owned(),
            event_type: event.kind.clone().into_owned(),
            host_name,
            host_ip,
            application_id,
            application_name,
            session_user_id,
            session_user_name,
            ref_id: event.reference.as_ref().map(|r| r.id.clone().into_owned()),
            ref_type: event.reference.as_ref().map(|r| r.kind.clone().into_owned()),
            created_by: event.created_by.clone().unwrap_or_else(|| cx.actor().to_owned()),
            module_id: event.module_id.clone().map_or_else(|| module_name.clone(), |id| id.into_owned()),
            module_name,
            description: event.description.clone().into_owned(),
            request_id: cx.request_id().to_owned(),
        }
    }

    /// The column values in the order of [`COLUMNS`].
    pub(super) fn values(&self) -> Vec<Value> {
        vec![
            self.id.clone().into(),
            self.logged_at.into(),
            self.acted_at.into(),
            self.event_id.clone().into(),
            self.event_name.clone().into(),
            self.event_type.clone().into(),
            self.host_name.clone().into(),
            self.host_ip.clone().into(),
            self.application_id.clone().into(),
            self.application_name.clone().into(),
            self.session_user_id.clone().into(),
            self.session_user_name.clone().into(),
            self.ref_id.clone().into(),
            self.ref_type.clone().into(),
            self.created_by.clone().into(),
            self.module_name.clone().into(),
            self.module_id.clone().into(),
            self.description.clone().into(),
            self.request_id.clone().into(),
        ]
    }

    pub(super) fn from_row(row: &QueryResult) -> Result<Self, DbError> {
        Ok(Self {
            id: row.try_get("", "id")?,
            logged_at: row.try_get("", "logged_at")?,
            acted_at: row.try_get("", "acted_at")?,
            event_id: row.try_get("", "event_id")?,
            event_name: row.try_get("", "event_name")?,
            event_type: row.try_get("", "event_type")?,
            host_name: row.try_get("", "host_name")?,
            host_ip: row.try_get("", "host_ip")?,
            application_id: row.try_get("", "application_id")?,
            application_name: row.try_get("", "application_name")?,
            session_user_id: row.try_get("", "session_user_id")?,
            session_user_name: row.try_get("", "session_user_name")?,
            ref_id: row.try_get("", "ref_id")?,
            ref_type: row.try_get("", "ref_type")?,
            created_by: row.try_get("", "created_by")?,
            module_name: row.try_get("", "module_name")?,
            module_id: row.try_get("", "module_id")?,
            description: row.try_get("", "description")?,
            request_id: row.try_get("", "request_id")?,
        })
    }

    /// The link of this row in the chain: SHA-256 over the previous link, the row's number and the row as canonical JSON
    /// (instants as microseconds since 1970 first, then the texts).
    pub(super) fn link(&self, previous: &Link, seq: i64) -> Link {
        let fields: [Option<&str>; 17] = [
            Some(&self.id),
            Some(&self.event_id),
            Some(&self.event_name),
            Some(&self.event_type),
            Some(&self.host_name),
            Some(&self.host_ip),
            Some(&self.application_id),
            Some(&self.application_name),
            Some(&self.session_user_id),
            self.session_user_name.as_deref(),
            self.ref_id.as_deref(),
            self.ref_type.as_deref(),
            Some(&self.created_by),
            Some(&self.module_name),
            Some(&self.module_id),
            Some(&self.description),
            Some(&self.request_id),
        ];
        let canonical = (self.logged_at.timestamp_micros(), self.acted_at.timestamp_micros(), fields);
        let canonical = serde_json::to_vec(&canonical).expect("texts and numbers are always JSON");
        let mut hash = Sha256::new();
        hash.update(previous.0);
        hash.update(seq.to_be_bytes());
        hash.update(&canonical);
        Link(hash.finalize().into())
    }
}

/// One link of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link([u8; 32]);

impl Link {
    /// What the first row of a logical database is chained to.
    pub(super) fn genesis(source: &str) -> Self {
        Self(Sha256::digest(format!("tessera audit chain of {source}")).into())
    }

    pub(super) fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    pub(super) fn parse(text: &str) -> Result<Self, DbError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| DbError::Value("a link of the audit chain".into()))?;
        Ok(Self(bytes))
    }
}
