//! `tessera import-staff FILE`: users and machine clients from a file, passwords hashed before any row is written.

use crate::{
    IamModule, domain,
    entity::{client, user},
    error::storage,
    repo,
    service::directory,
};
use db::{AuditEvent, EventType};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::{Caller, Failure, Permission, Timestamp};

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
    /// The registration by which this person became a resident.
    #[serde(default)]
    pub rid: Option<String>,
    /// UIN or VID.
    #[serde(default)]
    pub individual_id: Option<String>,
    #[serde(default)]
    pub lang_code: Option<String>,
    /// The password opens nothing but the page to choose another one.
    #[serde(default)]
    pub must_change: bool,
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
        self.import_over(caller, file, |_, _| true).await
    }

    /// The same, but accounts that were changed since they were imported stay as they are.
    ///
    /// # Errors
    /// As [`Self::import_staff`].
    pub async fn import_unchanged_staff(&self, caller: &Caller, file: StaffFile) -> Result<Imported, Failure> {
        self.import_over(caller, file, |made, changed| made == changed).await
    }

    /// Stores accounts that are not there, and those that `may_replace` gives up by when they were made and last changed.
    async fn import_over(
        &self,
        caller: &Caller,
        file: StaffFile,
        may_replace: fn(made: Timestamp, changed: Timestamp) -> bool,
    ) -> Result<Imported, Failure> {
        caller.require(IMPORT)?;
        let hashes = hash_all(self, &file).await?;
        let sealed = self.seal_persons(&file.users).await?;
        let hash_of = |secret: &str| hashes.get(secret).cloned().unwrap_or_default();
        let outcome = Imported { users: file.users.len(), clients: file.clients.len() };
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let now = tx.now();
        for entry in file.clients {
            let before = repo::client::find(tx.conn(), &entry.id).await?;
            if before.as_ref().is_some_and(|before| !may_replace(before.created_at, before.updated_at)) {
                continue;
            }
            let made = before.map_or(now, |before| before.created_at);
            let model = client::Model {
                secret: hash_of(&entry.secret),
                client_id: entry.id,
                roles: entry.roles.into(),
                scopes: entry.scopes.into(),
                app_ids: entry.app_ids.into(),
                active: true,
                created_at: made,
                updated_at: made,
            };
            repo::client::upsert(&mut tx, model).await?;
        }
        for (entry, (rid, individual_id)) in file.users.into_iter().zip(sealed) {
            let password = password_of(&entry, file.default_password.as_deref())?;
            let (user_id, name) = (entry.name.to_lowercase(), entry.full_name.unwrap_or(entry.name));
            // tokens of whoever is replaced stay what they were
            let before = repo::user::find(tx.conn(), &user_id).await?;
            if before.as_ref().is_some_and(|before| !may_replace(before.created_at, before.updated_at)) {
                continue;
            }
            // as imported: what is changed from now on is told apart by its time
            let made = before.as_ref().map_or(now, |before| before.created_at);
            let model = user::Model {
                password: hash_of(&password),
                search: domain::search_text(&user_id, &name, entry.email.as_deref()),
                rid,
                individual_id,
                lang_code: entry.lang_code,
                handle: None,
                second_factor: false,
                must_change: entry.must_change,
                token_version: before.map_or(0, |user| user.token_version),
                user_id,
                name,
                email: entry.email,
                phone: entry.phone,
                roles: entry.roles.into(),
                app_ids: entry.app_ids.into(),
                zone: entry.zone,
                active: true,
                wrong_tries: 0,
                locked_until: None,
                created_at: made,
                updated_at: made,
            };
            repo::user::upsert(&mut tx, model).await?;
        }
        let event = AuditEvent::new("IAM_001", "STAFF_IMPORTED", EventType::System)
            .describe(format!("{} users and {} clients", outcome.users, outcome.clients));
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(outcome)
    }
}

impl IamModule {
    /// Registration and identity numbers, sealed before any row is written.
    async fn seal_persons(&self, users: &[UserEntry]) -> Result<Vec<(Option<String>, Option<String>)>, Failure> {
        let mut sealed = Vec::with_capacity(users.len());
        for user in users {
            let user_id = user.name.to_lowercase();
            sealed.push((
                self.seal_number(directory::RID, &user_id, user.rid.as_deref()).await?,
                self.seal_number(directory::INDIVIDUAL_ID, &user_id, user.individual_id.as_deref()).await?,
            ));
        }
        Ok(sealed)
    }
}

/// One hash per different secret: a file of hundreds of test accounts that share one is loaded in a moment.
async fn hash_all(module: &IamModule, file: &StaffFile) -> Result<BTreeMap<String, String>, Failure> {
    let mut hashes: BTreeMap<String, String> = file.clients.iter().map(|c| (c.secret.clone(), String::new())).collect();
    for entry in &file.users {
        hashes.insert(password_of(entry, file.default_password.as_deref())?, String::new());
    }
    for (secret, slot) in &mut hashes {
        *slot = module.hash(secret).await?;
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
