//! The whole key store in one file under a second passphrase.

use std::collections::HashMap;

use crypto::Zeroizing;
use keymgr_api::access;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure};
use zeroize::Zeroize;

use super::list::display_name;
use super::sealed_file::{self, SealedFileError};
use crate::Keymgr;
use crate::entity::{data_key, key_alias};
use crate::error::storage;
use crate::repo;
use crate::store::{KeyStore, KeyStoreError};

/// A sealed backup and what is in it.
#[derive(Debug)]
pub struct Backup {
    /// The file's content.
    pub file: Vec<u8>,
    /// Keys and certificates by name.
    pub keys: usize,
    /// Private keys and data keys.
    pub secrets: usize,
    /// Names of the keys whose private half cannot leave the token, with the end of their validity.
    pub in_token: Vec<String>,
}

/// What a backup holds. Rows go as they are; a column that is added gets a default, so that older backups still read.
#[derive(Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) keys: Vec<key_alias::Model>,
    pub(super) data_keys: Vec<data_key::Model>,
    pub(super) secrets: Vec<Secret>,
}

/// What the key store holds under an id.
#[derive(Serialize, Deserialize)]
pub(super) struct Secret {
    pub(super) id: String,
    /// Hexadecimal.
    value: String,
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

impl Secret {
    fn new(id: &str, value: &[u8]) -> Self {
        Self { id: id.to_owned(), value: hex::encode(value) }
    }

    pub(super) fn value(&self) -> Option<Zeroizing<Vec<u8>>> {
        hex::decode(&self.value).ok().map(Zeroizing::new)
    }
}

impl Content {
    /// JSON in a buffer that does not grow: what a growing one leaves behind is not wiped.
    fn to_json(&self) -> Result<Zeroizing<Vec<u8>>, serde_json::Error> {
        let secrets: usize = self.secrets.iter().map(|secret| secret.value.len() + 128).sum();
        let rows = self.keys.len() * 8192 + self.data_keys.len() * 512;
        let mut out = Zeroizing::new(Vec::with_capacity(secrets + rows + 1024));
        serde_json::to_writer(&mut *out, self)?;
        Ok(out)
    }
}

impl Keymgr {
    /// Seals all keys, their certificates and the data keys under a passphrase. Trusted authorities and partners' certificates are
    /// not in it: they are in the keys database and its backups.
    ///
    /// # Errors
    /// A passphrase that is too short, a secret that cannot be read, a failure of the database.
    pub async fn back_up(
        &self,
        caller: &Caller,
        passphrase: Zeroizing<String>,
    ) -> Result<Result<Backup, SealedFileError>, Failure> {
        caller.require(access::ADMINISTER)?;
        // secrets last: a key is stored before its row, so every row has its secret
        let keys = repo::key_alias::all(self.db.read()).await.map_err(storage)?;
        let data_keys = repo::data_key::all(self.db.read()).await.map_err(storage)?;
        let (store, random) = (self.store.clone(), self.random.clone());
        self.blocking(move || {
            let (secrets, in_token) = secrets(&*store, &keys).map_err(storage)?;
            let content = Content { keys, data_keys, secrets };
            let json = content.to_json().map_err(storage)?;
            let (keys, secrets) = (content.keys.len(), content.secrets.len());
            let sealed = sealed_file::seal(&json, &passphrase, &random);
            Ok(sealed.map(|file| Backup { file, keys, secrets, in_token }))
        })
        .await
    }
}

/// Everything in the store that can leave it, and the names of what cannot.
fn secrets(store: &dyn KeyStore, keys: &[key_alias::Model]) -> Result<(Vec<Secret>, Vec<String>), KeyStoreError> {
    let rows: HashMap<&str, &key_alias::Model> = keys.iter().map(|row| (row.id.as_str(), row)).collect();
    let (mut secrets, mut in_token) = (Vec::new(), Vec::new());
    for id in store.ids()? {
        match store.get(&id) {
            Ok(value) => secrets.push(Secret::new(&id, &value)),
            // keys of another installation in the same token are not ours to name
            Err(KeyStoreError::NotExportable(_)) => in_token.extend(rows.get(id.as_str()).map(|row| {
                format!(
                    "{} until {}",
                    display_name(&row.application_id, &row.reference_id),
                    row.expires_at.date_naive()
                )
            })),
            Err(other) => return Err(other),
        }
    }
    in_token.sort();
    Ok((secrets, in_token))
}
