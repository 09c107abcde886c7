//! Start-up: compare the key store with the database, then make the keys that are missing.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crypto::{KeyKind, PrivateKey};
use keymgr_api::KeyRef;
use types::{Cx, Failure};

use super::make::{self, Making};
use crate::domain::{name, policy};
use crate::error::{StartError, crypto};
use crate::store::{Grade, KeyStoreError};
use crate::{KeyMaker, Keymgr, repo, ring};

/// How long a file may wait for its row: another process may be about to commit it.
const GRACE: Duration = Duration::from_secs(3600);

/// Refuses to start when a row's private key is lost; sets aside keys that no row names.
pub(crate) async fn reconcile(m: &Arc<Keymgr>) -> Result<(), StartError> {
    // files first: a key is written before its row, so that every row read afterwards has its file in this list or is newer
    let store = m.store.clone();
    let files: HashSet<String> = m.blocking(move || Ok(store.ids())).await??.into_iter().collect();
    let mut rows = repo::key_alias::owned_ids(m.db.read()).await?;
    rows.extend(repo::data_key::ids(m.db.read()).await?);
    let store = m.store.clone();
    let now: std::time::SystemTime = m.db.now().into();
    let outcome = m
        .blocking(move || {
            let settle = || -> Result<(), KeyStoreError> {
                let is_lost = |id: &String| !matches!(store.get(id), Ok(_) | Err(KeyStoreError::NotExportable(_)));
                if let Some(lost) = rows.iter().find(|id| !files.contains(*id) && is_lost(id)) {
                    return Err(KeyStoreError::Missing(lost.clone()));
                }
                let named: HashSet<&String> = rows.iter().collect();
                for id in files.iter().filter(|id| !named.contains(id)) {
                    let age = store.written_at(id).and_then(|at| now.duration_since(at).ok()).unwrap_or_default();
                    if age > GRACE {
                        tracing::warn!(id, "a key that no row names is set aside");
                        store.set_aside(id)?;
                    }
                }
                Ok(())
            };
            Ok(settle())
        })
        .await?;
    Ok(outcome?)
}

/// Makes the root, the masters and the keys every installation has. Key pairs are made on all processors at once.
pub(crate) async fn make_first_keys(m: &Arc<Keymgr>) -> Result<(), Failure> {
    let cx = Cx::system("keymgr");
    let root = KeyRef::new("ROOT", "");
    if ring::reload(m, &root).await?.is_empty() {
        tracing::info!("first start: making the root key");
        make::make(m, &cx, &root, Making::default()).await?;
    }
    let mut missing = Vec::new();
    for (application, reference) in policy::MASTERS.iter().chain(policy::CERTIFIED) {
        let key = KeyRef::new(application, reference);
        if ring::reload(m, &key).await?.is_empty() {
            missing.push(key);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    tracing::info!(keys = missing.len(), "making keys");
    // what the store makes itself is not prepared
    let kinds: Vec<Option<KeyKind>> =
        missing.iter().map(name::role).map(|role| (!m.store.makes(Grade::of(role))).then(|| role.key_kind())).collect();
    let make_key = m.make_key.clone();
    let pairs = m.blocking(move || pairs(&make_key, &kinds)).await?;
    for (key, pair) in missing.iter().zip(pairs) {
        make::make(m, &cx, key, Making { prepared: pair, ..Making::default() }).await?;
    }
    Ok(())
}

fn pairs(make_key: &KeyMaker, kinds: &[Option<KeyKind>]) -> Result<Vec<Option<PrivateKey>>, Failure> {
    let lanes = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = kinds
            .chunks(kinds.len().div_ceil(lanes).max(1))
            .map(|part| {
                scope.spawn(move || {
                    part.iter().map(|kind| kind.map(make_key.as_ref()).transpose()).collect::<crypto::Result<Vec<_>>>()
                })
            })
            .collect();
        let mut pairs = Vec::with_capacity(kinds.len());
        for worker in workers {
            let made = worker.join().map_err(|_| crypto(crypto::Error::KeyGeneration))?;
            pairs.extend(made.map_err(crypto)?);
        }
        Ok(pairs)
    })
}
