//! `tessera import-staff FILE`: users and machine clients from a file, passwords hashed before any row is written.

use crate::{
    IamModule, Inner,
    entity::{client, user},
    error::{crypto, storage, task},
    repo,
};
use db::{AuditEvent, EventType};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use types::{Caller, Failure, Permission};

const IMPORT: Permission = Permission { name: "iam.staff.import", access: types::Access::System };

/// The file's shape; members it has beyond these are for other readers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StaffFile {
    #[serde(default)]
    pub default_password: Option<String>,
    #[serde(default)]
    pub clients: Vec<ClientEntry>,
    #[serde(default)]
    pub users: Vec<UserEntry>,
}

/// A machine client.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientEntry {
    pub id: String,
    pub secret: String,
    #[serde(default)]
    pub app_ids: Vec<String>,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub scopes: Vec<String>,
}

/// A member of staff.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserEntry {
    pub name: String,
    #[serde(default)]
    pub password: Option<String>,
    #[serde(default)]
    pub full_name: Option<String>,
    #[serde(default)]
    pub app_ids: Vec<String>,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub zone: Option<String>,
}

/// What was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub users: usize,
    pub clients: usize,
}

impl IamModule {
    /// Stores the file's users and clients, replacing those with the same names.
    ///
    /// # Errors
    /// `KER-ATH-019` for a user without any password, `KER-ATH-500` when storage fails.
    pub async fn import_staff(&self, caller: &Caller, file: StaffFile) -> Result<Imported, Failure> {
        caller.require(IMPORT)?;
        let inner = Arc::clone(&self.inner);
        let hashes = hash_all(&inner, &file).await?;
        let hash_of = |secret: &str| hashes.get(secret).cloned().unwrap_or_default();
        let outcome = Imported { users: file.users.len(), clients: file.clients.len() };
        let mut tx = inner.db.begin(caller.cx()).await.map_err(storage)?;
        let now = tx.now();
        for entry in file.clients {
            let model = client::Model {
                secret: hash_of(&entry.secret),
                client_id: entry.id,
                roles: entry.roles.into(),
                scopes: entry.scopes.into(),
                app_ids: entry.app_ids.into(),
                active: true,
                created_at: now,
                updated_at: now,
            };
            repo::upsert_client(&mut tx, model).await?;
        }
        for entry in file.users {
            let password = password_of(&entry, file.default_password.as_deref())?;
            let model = user::Model {
                password: hash_of(&password),
                user_id: entry.name.to_lowercase(),
                name: entry.full_name.unwrap_or(entry.name),
                email: entry.email,
                phone: entry.phone,
                roles: entry.roles.into(),
                app_ids: entry.app_ids.into(),
                zone: entry.zone,
                active: true,
                wrong_tries: 0,
                locked_until: None,
                created_at: now,
                updated_at: now,
            };
            repo::upsert_user(&mut tx, model).await?;
        }
        let event = AuditEvent::new("IAM_001", "STAFF_IMPORTED", EventType::System)
            .describe(format!("{} users and {} clients", outcome.users, outcome.clients));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(outcome)
    }
}

/// One hash per different secret: a file of hundreds of test accounts that share one is loaded in a moment.
async fn hash_all(inner: &Arc<Inner>, file: &StaffFile) -> Result<BTreeMap<String, String>, Failure> {
    let mut hashes: BTreeMap<String, String> = file.clients.iter().map(|c| (c.secret.clone(), String::new())).collect();
    for entry in &file.users {
        hashes.insert(password_of(entry, file.default_password.as_deref())?, String::new());
    }
    for (secret, slot) in &mut hashes {
        *slot = hash(inner, secret.clone()).await?;
    }
    Ok(hashes)
}

fn password_of(entry: &UserEntry, default: Option<&str>) -> Result<String, Failure> {
    entry
        .password
        .clone()
        .or_else(|| default.map(str::to_owned))
        .ok_or_else(|| Failure::with(iam_api::IamError::Empty, [format!("password of {}", entry.name)]))
}

/// Hashes a password off the runtime.
async fn hash(inner: &Arc<Inner>, password: String) -> Result<String, Failure> {
    let cost = inner.cost;
    tokio::task::spawn_blocking(move || ::crypto::password::hash(&password, cost, &::crypto::SystemRandom))
        .await
        .map_err(task)?
        .map_err(crypto)
}
