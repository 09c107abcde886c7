//! Bring back what a backup holds: all of it or nothing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crypto::x509::Certificate;
use crypto::{PrivateKey, Zeroizing};
use db::{AuditEvent, EventType};
use keymgr_api::access;
use types::{Caller, Failure};

use super::backup::{Content, Secret};
use super::list::display_name;
use super::sealed_file::{self, SealedFileError};
use crate::domain::name::FOREIGN;
use crate::entity::{data_key, key_alias};
use crate::error::storage;
use crate::store::{Grade, KeyStore, KeyStoreError};
use crate::{Keymgr, Randomness, repo};

/// What a restore did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// Keys and certificates that were added.
    pub keys: usize,
    /// Private keys and data keys that were added.
    pub secrets: usize,
    /// Keys, certificates and secrets that were there already.
    pub already: usize,
}

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error(transparent)]
    File(#[from] SealedFileError),
    #[error("the backup cannot be understood: {0}")]
    Content(String),
    #[error("{0}: nothing was changed")]
    Conflict(String),
    #[error("the key store does not give back what was written to it ({0}): what was written is set aside")]
    NotVerified(String),
    #[error(transparent)]
    Store(#[from] KeyStoreError),
    #[error("{0}")]
    Refused(#[from] Failure),
}

/// What the target holds already.
struct Target {
    keys: Vec<key_alias::Model>,
    data_keys: Vec<data_key::Model>,
}

impl Keymgr {
    /// Restores a backup into this key store and its database, beside what is there. Different keys are never overwritten: then,
    /// and when anything fails, nothing is restored. Every secret is read back before a row names it.
    ///
    /// # Errors
    /// A file that does not open, keys of another installation, a failure of key store or database.
    pub async fn restore(
        &self,
        caller: &Caller,
        file: Vec<u8>,
        passphrase: Zeroizing<String>,
    ) -> Result<Restored, RestoreError> {
        caller.require(access::ADMINISTER)?;
        let opened = self.blocking(move || Ok(sealed_file::open(&file, &passphrase))).await??;
        let content: Content =
            serde_json::from_slice(&opened).map_err(|error| RestoreError::Content(error.to_string()))?;
        drop(opened);
        let target = Target {
            keys: repo::key_alias::all(self.db.read()).await.map_err(storage)?,
            data_keys: repo::data_key::all(self.db.read()).await.map_err(storage)?,
        };
        let (keys, data_keys) = target.missing(&content)?;
        let rows = keys.len() + data_keys.len();
        let mut already = content.keys.len() + content.data_keys.len() - rows;

        let content = Arc::new(content);
        let (store, random, all) = (self.store.clone(), self.random.clone(), content.clone());
        let written = self.blocking(move || Ok(write(&*store, &all, &random))).await??;
        already += content.secrets.len() - written.len();
        let restored = Restored { keys: keys.len(), secrets: written.len(), already };
        if let Err(failure) = self.insert(caller, keys, data_keys, restored).await {
            let store = self.store.clone();
            self.blocking(move || {
                take_back(&*store, &written);
                Ok(())
            })
            .await?;
            return Err(failure.into());
        }
        Ok(restored)
    }

    async fn insert(
        &self,
        caller: &Caller,
        keys: Vec<key_alias::Model>,
        data_keys: Vec<data_key::Model>,
        restored: Restored,
    ) -> Result<(), Failure> {
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        for row in keys {
            repo::key_alias::insert(&mut tx, row).await.map_err(storage)?;
        }
        for row in data_keys {
            repo::data_key::insert(&mut tx, row).await.map_err(storage)?;
        }
        let text = format!("{} keys and {} secrets restored from a backup", restored.keys, restored.secrets);
        let event = AuditEvent::new("KMS_010", "KEYS_RESTORED", EventType::System).describe(text).module("KER-KMS");
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }
}

impl Target {
    /// The rows of a backup that are missing here. Fails where both know a different key of the same place.
    fn missing(&self, content: &Content) -> Result<(Vec<key_alias::Model>, Vec<data_key::Model>), RestoreError> {
        let conflict = |text: String| Err(RestoreError::Conflict(text));
        let in_backup: HashSet<&str> = content.keys.iter().map(|row| row.id.as_str()).collect();
        let mut roots = self.keys.iter().filter(|row| row.kind == "root").peekable();
        if roots.peek().is_some() && !roots.any(|root| in_backup.contains(root.id.as_str())) {
            return conflict("the backup is of another installation: its root is not the one here".to_owned());
        }
        let here: HashMap<&str, &key_alias::Model> = self.keys.iter().map(|row| (row.id.as_str(), row)).collect();
        let idents: HashSet<&str> = self.keys.iter().map(|row| row.uni_ident.as_str()).collect();
        let mut keys = Vec::new();
        for row in &content.keys {
            match here.get(row.id.as_str()) {
                // validity and certificate may have changed since the backup: what is here is newer
                Some(found) if public_half(found) == public_half(row) => {}
                None if !idents.contains(row.uni_ident.as_str()) => keys.push(row.clone()),
                _ => {
                    let name = display_name(&row.application_id, &row.reference_id);
                    return conflict(format!("there is another key {name} here, made the same day"));
                }
            }
        }
        let mut data_keys = Vec::new();
        for row in &content.data_keys {
            let found = self.data_keys.iter().find(|one| one.purpose == row.purpose && one.version == row.version);
            match found {
                Some(found) if found.id == row.id => {}
                None => data_keys.push(row.clone()),
                Some(_) => return conflict(format!("there is another data key {} of {}", row.version, row.purpose)),
            }
        }
        Ok((keys, data_keys))
    }
}

fn public_half(row: &key_alias::Model) -> Option<crypto::PublicKey> {
    Certificate::from_pem(&row.certificate).ok()?.public_key().ok().cloned()
}

/// Writes what is missing and reads everything back; answers the ids that were written. Fails with nothing left behind.
fn write(store: &dyn KeyStore, content: &Content, random: &Randomness) -> Result<Vec<String>, RestoreError> {
    let mut written = Vec::new();
    let outcome = (|| {
        let rows: HashMap<&str, &key_alias::Model> = content.keys.iter().map(|row| (row.id.as_str(), row)).collect();
        let present: HashSet<String> = store.ids()?.into_iter().collect();
        // everything is compared before anything is written
        for secret in content.secrets.iter().filter(|secret| present.contains(&secret.id)) {
            verify(store, secret, rows.get(secret.id.as_str()).copied())
                .map_err(|_| RestoreError::Conflict(format!("the key store holds something else as {}", secret.id)))?;
        }
        for secret in content.secrets.iter().filter(|secret| !present.contains(&secret.id)) {
            let value = secret.value().ok_or_else(|| RestoreError::Content("a secret".to_owned()))?;
            written.push(secret.id.clone());
            match rows.get(secret.id.as_str()).filter(|row| row.kind == "root" || row.kind == "master") {
                Some(_) => {
                    let key =
                        PrivateKey::from_pkcs8(&value).map_err(|error| RestoreError::Content(error.to_string()))?;
                    store.put_key(&secret.id, Grade::Master, &key, random)?;
                }
                None => store.put(&secret.id, &value, random)?,
            }
            verify(store, secret, rows.get(secret.id.as_str()).copied())?;
        }
        // keys that never left their token must be in this one
        for row in content.keys.iter().filter(|row| row.kind != FOREIGN) {
            let public = store.key(&row.id).map(|key| key.public().clone());
            if public.ok() != public_half(row) {
                let name = display_name(&row.application_id, &row.reference_id);
                return Err(RestoreError::Conflict(format!(
                    "the private key of {name} ({}) is neither in the backup nor in the key store",
                    row.id
                )));
            }
        }
        Ok(())
    })();
    if outcome.is_err() {
        take_back(store, &written);
    }
    outcome.map(|()| written)
}

/// Whether the store gives back a secret: its bytes, or, from a token, a key with the right public half.
fn verify(store: &dyn KeyStore, secret: &Secret, row: Option<&key_alias::Model>) -> Result<(), RestoreError> {
    let fits = match store.get(&secret.id) {
        Ok(value) => secret.value().is_some_and(|expected| expected == value),
        Err(KeyStoreError::NotExportable(_)) => {
            let public = store.key(&secret.id)?.public().clone();
            row.and_then(public_half).is_some_and(|expected| expected == public)
        }
        Err(other) => return Err(other.into()),
    };
    if fits { Ok(()) } else { Err(RestoreError::NotVerified(secret.id.clone())) }
}

fn take_back(store: &dyn KeyStore, written: &[String]) {
    for id in written {
        if let Err(error) = store.set_aside(id) {
            tracing::warn!(id, %error, "a secret that was restored for nothing could not be set aside");
        }
    }
}
