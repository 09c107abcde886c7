//! Keys in memory: certificates parsed once, private keys read from the key store on first use and kept until the process ends.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use crypto::PrivateKey;
use crypto::x509::Certificate;
use keymgr_api::KeyRef;
use types::Failure;

use crate::Keymgr;
use crate::domain::name::{self, FOREIGN};
use crate::domain::selection::Validity;
use crate::entity::key_alias::Model;
use crate::error::{key_store, storage};
use crate::repo;
use crate::store::KeyStoreError;

/// How long a name's keys are believed without asking the database: another process may have rotated them.
const FRESH_FOR: TimeDelta = TimeDelta::seconds(60);

/// One key of a name.
pub(crate) struct KeyEntry {
    pub(crate) row: Model,
    pub(crate) certificate: Certificate,
    private: OnceLock<Arc<PrivateKey>>,
}

impl KeyEntry {
    pub(crate) fn new(row: Model) -> Result<Arc<Self>, Failure> {
        let certificate = Certificate::from_pem(&row.certificate).map_err(storage)?;
        Ok(Arc::new(Self { row, certificate, private: OnceLock::new() }))
    }

    /// Whether the private key is elsewhere.
    pub(crate) fn is_foreign(&self) -> bool {
        self.row.kind == FOREIGN
    }

    pub(crate) fn validity(&self) -> Validity {
        Validity { from: self.row.generated_at, until: self.row.expires_at }
    }

    /// The `kid` of its signatures.
    pub(crate) fn kid(&self) -> String {
        name::kid(&self.row.uni_ident, &self.row.kind)
    }
}

/// A name's keys, the newest first.
pub(crate) type Entries = Arc<[Arc<KeyEntry>]>;

/// The keys of names that were asked for.
#[derive(Default)]
pub(crate) struct KeyRing {
    names: RwLock<HashMap<KeyRef, (DateTime<Utc>, Entries)>>,
}

impl KeyRing {
    fn cached(&self, key: &KeyRef, now: DateTime<Utc>) -> Option<Entries> {
        let names = self.names.read().ok()?;
        names.get(key).filter(|(read_at, _)| now - *read_at < FRESH_FOR).map(|(_, entries)| entries.clone())
    }

    /// Keys that are known already, however old the knowledge: their private halves need not be read again.
    fn known(&self, key: &KeyRef) -> Vec<Arc<KeyEntry>> {
        self.names.read().ok().and_then(|names| names.get(key).map(|(_, entries)| entries.to_vec())).unwrap_or_default()
    }

    fn remember(&self, key: &KeyRef, now: DateTime<Utc>, entries: Entries) {
        if let Ok(mut names) = self.names.write() {
            names.insert(key.clone(), (now, entries));
        }
    }
}

/// Every key of a name, the newest first; the database is asked once a minute.
pub(crate) async fn entries(m: &Keymgr, key: &KeyRef) -> Result<Entries, Failure> {
    match m.ring.cached(key, m.db.now()) {
        Some(entries) => Ok(entries),
        None => reload(m, key).await,
    }
}

/// Every key of a name as the database holds it now.
pub(crate) async fn reload(m: &Keymgr, key: &KeyRef) -> Result<Entries, Failure> {
    let now = m.db.now();
    let rows = repo::key_alias::by_name(m.db.read(), &key.application_id, &key.reference_id).await.map_err(storage)?;
    let known = m.ring.known(key);
    let entries = rows
        .into_iter()
        .map(|row| match known.iter().find(|entry| entry.row == row) {
            Some(entry) => Ok(entry.clone()),
            None => KeyEntry::new(row),
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let entries: Entries = entries.into();
    if !entries.is_empty() {
        // names nobody has keys for are not remembered: they could be made up without end
        m.ring.remember(key, now, entries.clone());
    }
    Ok(entries)
}

/// A key's private half.
pub(crate) async fn private_key(m: &Keymgr, entry: &Arc<KeyEntry>) -> Result<Arc<PrivateKey>, Failure> {
    if let Some(key) = entry.private.get() {
        return Ok(key.clone());
    }
    let (store, wanted) = (m.store.clone(), entry.clone());
    let key = m
        .blocking(move || {
            let key = store.key(&wanted.row.id).map_err(key_store)?;
            // the store's word is not taken for it: another key of ours under this id would sign and decrypt for nobody
            match wanted.certificate.public_key() {
                Ok(public) if public == key.public() => Ok(Arc::new(key)),
                _ => Err(key_store(KeyStoreError::Damaged(wanted.row.id.clone()))),
            }
        })
        .await?;
    Ok(entry.private.get_or_init(|| key).clone())
}
