//! The outside of the modules: databases, blobs, clock and randomness, as the settings name them.

use std::{collections::BTreeMap, sync::Arc};

use db::{Clock, Databases, DbConfig, Durability, Logical, OsRandom, Random, SystemClock};
use edge::{Blobs, Settings};

use crate::system::StartError;

/// Key pairs that wait for whoever needs one: a desk with a new machine, a rotation.
const READY_KEYS: usize = 8;

/// What every module stands on.
pub struct Ports {
    pub databases: Databases,
    pub blobs: Blobs,
    /// Makes key pairs; tests hand in prepared ones.
    pub make_key: keymgr::KeyMaker,
    /// Cost of password hashes.
    pub password_cost: crypto::password::Cost,
}

impl Ports {
    /// Opens what the settings name.
    ///
    /// # Errors
    /// Wrong settings, or a database or directory that cannot be opened.
    pub async fn open(settings: &Settings) -> Result<Self, StartError> {
        let databases = Databases::open(&database_config(settings)?, Arc::new(SystemClock), Arc::new(OsRandom)).await?;
        Self::over(settings, databases)
    }

    /// The same, beside a process that writes: nothing can be changed.
    ///
    /// # Errors
    /// As [`Ports::open`], and missing database files.
    pub async fn open_read_only(settings: &Settings) -> Result<Self, StartError> {
        let (clock, random): (Arc<dyn Clock>, Arc<dyn Random>) = (Arc::new(SystemClock), Arc::new(OsRandom));
        Self::over(settings, Databases::open_read_only(&database_config(settings)?, clock, random).await?)
    }

    fn over(settings: &Settings, databases: Databases) -> Result<Self, StartError> {
        Ok(Self {
            databases,
            blobs: Blobs::directory(&settings.data_dir.join("blobs"))?,
            make_key: keymgr::ready_made(Arc::new(crypto::PrivateKey::generate), READY_KEYS),
            password_cost: crypto::password::Cost::INTERACTIVE,
        })
    }
}

/// Where each logical database lives: one URL moves operations, identity and authentication; keys and archive get
/// databases of the same server when it is PostgreSQL.
pub(crate) fn database_config(settings: &Settings) -> Result<DbConfig, StartError> {
    let durability = match settings.durability.as_deref() {
        None | Some("full") => Durability::Full,
        Some("barrier") => Durability::Barrier,
        Some(other) => return Err(StartError::Settings(format!("durability is full or barrier, not {other}"))),
    };
    let urls = match &settings.database_url {
        None => BTreeMap::new(),
        Some(url) => Logical::ALL.into_iter().map(|logical| (logical, url.clone())).collect(),
    };
    Ok(DbConfig { durability, urls, ..DbConfig::in_dir(&settings.data_dir) })
}
