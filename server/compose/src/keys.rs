//! The key manager alone, as the settings name it: for the command line and for what looks on beside a server.

use std::sync::Arc;

use db::{Databases, OsRandom, SystemClock};
use edge::{Keystore, Profile, Settings};
use keymgr::{KeyMaker, Keymgr, MasterKeySource, Pin, TokenConfig};
use types::{Caller, Cx, Seal};

use crate::ports::database_config;
use crate::system::StartError;

pub use keymgr::{
    Expiry, KeyListing, KeyState, PublicCertificate, Restored, Rotated, expiring, list, public_certificates,
    published_keys,
};
pub use keymgr_api::KeyRef;

/// What the key manager is told at start.
///
/// # Errors
/// A token without library or label.
pub(crate) fn config(settings: &Settings, make_key: KeyMaker) -> Result<keymgr::Config, StartError> {
    let production = settings.profile == Profile::Production;
    let master_key = if production { MasterKeySource::Given } else { MasterKeySource::GivenOrGenerated };
    let token = match settings.keystore {
        Keystore::File => None,
        Keystore::Pkcs11 => {
            let missing = |name| StartError::Settings(format!("keystore = \"pkcs11\" needs {name}"));
            Some(TokenConfig {
                library: settings.pkcs11_library.clone().ok_or_else(|| missing("pkcs11_library"))?,
                label: settings.pkcs11_token.clone().ok_or_else(|| missing("pkcs11_token"))?,
                pin: Pin::Given,
            })
        }
    };
    Ok(keymgr::Config { make_key, token, ..keymgr::Config::new(&settings.data_dir, master_key) })
}

/// The key manager of an installation, without the rest of it.
pub struct Keys {
    pub databases: Databases,
    pub manager: Arc<Keymgr>,
}

impl Keys {
    /// To read, beside a server too.
    ///
    /// # Errors
    /// Databases or a key store that are missing or cannot be opened.
    pub async fn open_read_only(settings: &Settings) -> Result<Self, StartError> {
        let config = database_config(settings)?;
        let databases = Databases::open_read_only(&config, Arc::new(SystemClock), Arc::new(OsRandom)).await?;
        let manager = Keymgr::open_existing(databases.keys().clone(), keys_config(settings)?).await?;
        Ok(Self { databases, manager })
    }

    /// To change keys, beside a server too: it takes what is new within a minute.
    ///
    /// # Errors
    /// As [`Keys::open_read_only`], and a keys database that is not up to date.
    pub async fn open_beside(settings: &Settings) -> Result<Self, StartError> {
        let config = database_config(settings)?;
        let databases = Databases::open_keys_beside(&config, Arc::new(SystemClock), Arc::new(OsRandom)).await?;
        let pending = migrations::pending(databases.keys()).await.map_err(db::DbError::from)?;
        if !pending.is_empty() {
            return Err(StartError::Settings("the schema is not up to date: run `tessera migrate`".to_owned()));
        }
        let manager = Keymgr::open_beside(databases.keys().clone(), keys_config(settings)?).await?;
        Ok(Self { databases, manager })
    }

    /// To restore, alone: databases and key store are made where there are none, without any keys.
    ///
    /// # Errors
    /// A server that runs, databases or a key store that cannot be opened.
    pub async fn open_for_restore(settings: &Settings) -> Result<Self, StartError> {
        let config = database_config(settings)?;
        let databases = Databases::open(&config, Arc::new(SystemClock), Arc::new(OsRandom)).await?;
        migrations::migrate(&databases).await?;
        let manager = Keymgr::open_for_restore(databases.keys().clone(), keys_config(settings)?).await?;
        Ok(Self { databases, manager })
    }

    /// An operator at the command line.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller::system(&Seal::of_edge(), Cx::system("keys"))
    }
}

fn keys_config(settings: &Settings) -> Result<keymgr::Config, StartError> {
    config(settings, Arc::new(crypto::PrivateKey::generate))
}
