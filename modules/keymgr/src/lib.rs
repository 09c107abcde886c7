#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod http;
mod operation;
mod pdf;
mod ready_made;
mod repo;
mod ring;
mod service;
mod store;

use std::path::PathBuf;
use std::sync::Arc;

use crypto::x509::SubjectFields;
use crypto::{KeyKind, PrivateKey};
use db::Db;
use types::Failure;

pub use error::StartError;
pub use http::routes;
pub use operation::{
    Backup, Expiry, ImportError, KeyListing, KeyState, PublicCertificate, RestoreError, Restored, Rotated,
    SealedFileError, expiring, jobs, list, public_certificates, published_keys, verify_platform_token,
};
pub use ready_made::ready_made;
pub use store::pkcs12::Pkcs12Error;
pub use store::{
    KeyStoreError, MASTER_KEY_FILE_VARIABLE, MASTER_KEY_VARIABLE, MASTER_PASSPHRASE_FILE_VARIABLE,
    MASTER_PASSPHRASE_VARIABLE, MasterKey, MasterKeySource, PIN_FILE_VARIABLE, PIN_VARIABLE, Pin, TokenConfig,
};

use crate::error::storage;
use crate::ring::KeyRing;
use crate::service::argon2::Turns;
use crate::service::at_rest::DataKeys;
use crate::service::trust::TrustStores;
use crate::service::zero_knowledge::Pool;
use crate::store::{KeyStore, Opening};

/// Makes key pairs. Tests hand in prepared ones, because an RSA pair takes a tenth of a second.
pub type KeyMaker = Arc<dyn Fn(KeyKind) -> crypto::Result<PrivateKey> + Send + Sync>;

/// What the key manager is told at start.
pub struct Config {
    /// The data directory; the key store is `keys/` in it.
    pub data_dir: PathBuf,
    /// Where the master key of the file store comes from; not looked at when there is a token.
    pub master_key: MasterKeySource,
    /// The PKCS#11 token that keeps root and masters, instead of the file store.
    pub token: Option<TokenConfig>,
    /// Subject of the root certificate; the others derive theirs from it.
    pub root_subject: SubjectFields,
    /// Makes key pairs.
    pub make_key: KeyMaker,
}

impl Config {
    /// The key store in `keys/` of the data directory, MOSIP's subject, key pairs by aws-lc.
    #[must_use]
    pub fn new(data_dir: &std::path::Path, master_key: MasterKeySource) -> Self {
        let root_subject = SubjectFields {
            common_name: "www.mosip.io".to_owned(),
            organization_unit: "MOSIP-TECH-CENTER".to_owned(),
            organization: "IITB".to_owned(),
            location: "BANGALORE".to_owned(),
            state: "KA".to_owned(),
            country: "IN".to_owned(),
        };
        Self {
            data_dir: data_dir.to_owned(),
            master_key,
            token: None,
            root_subject,
            make_key: Arc::new(PrivateKey::generate),
        }
    }
}

/// The key manager. It implements [`keymgr_api::KeyManager`], [`keymgr_api::AtRest`] and [`keymgr_api::PartnerCertificates`].
pub struct Keymgr {
    db: Db,
    store: Arc<dyn KeyStore>,
    random: Arc<Randomness>,
    root_subject: SubjectFields,
    make_key: KeyMaker,
    ring: KeyRing,
    trust: TrustStores,
    data_keys: DataKeys,
    zk_pool: Pool,
    argon2_turns: Turns,
    /// One key is made at a time, so that two requests for a missing key do not make two.
    making: tokio::sync::Mutex<()>,
    /// Makes nothing: a missing key is an error.
    read_only: bool,
}

impl Keymgr {
    /// Opens the key store, compares it with the database and makes the keys that are missing. The first start makes about 25 key pairs
    /// on all processors.
    ///
    /// # Errors
    /// A missing or wrong master key, a private key that is lost, a database that fails: each says what to do.
    pub async fn open(db: Db, config: Config) -> Result<Arc<Self>, StartError> {
        let keymgr = Self::over(db, config, false).await?;
        service::start::reconcile(&keymgr).await?;
        service::start::make_first_keys(&keymgr).await?;
        Ok(keymgr)
    }

    /// Opens what another process made, beside it: opens sealed values and publishes keys, makes and moves nothing.
    ///
    /// # Errors
    /// A key store that does not exist, a missing or wrong master key.
    pub async fn open_existing(db: Db, config: Config) -> Result<Arc<Self>, StartError> {
        let keys = config.data_dir.join("keys");
        if !store::FileKeyStore::exists(&keys) {
            return Err(KeyStoreError::Missing(keys.display().to_string()).into());
        }
        Self::over(db, config, true).await
    }

    /// Opens what another process made, beside it, to change keys: makes none by itself and moves nothing.
    ///
    /// # Errors
    /// As [`Keymgr::open_existing`].
    pub async fn open_beside(db: Db, config: Config) -> Result<Arc<Self>, StartError> {
        let keys = config.data_dir.join("keys");
        if !store::FileKeyStore::exists(&keys) {
            return Err(KeyStoreError::Missing(keys.display().to_string()).into());
        }
        Self::over(db, config, false).await
    }

    /// Opens a key store to restore a backup into it, making an empty one where there is none. No keys are made.
    ///
    /// # Errors
    /// A missing or wrong master key or PIN.
    pub async fn open_for_restore(db: Db, config: Config) -> Result<Arc<Self>, StartError> {
        Self::over(db, config, false).await
    }

    /// The public keys that verify what this system signs, as `/.well-known/jwks.json` publishes them.
    ///
    /// # Errors
    /// The failure of the keys database, or a certificate in it that cannot be read.
    pub async fn published_keys(&self) -> Result<crypto::jwk::Jwks, Failure> {
        service::key_set::key_set(self).await
    }

    async fn over(db: Db, config: Config, read_only: bool) -> Result<Arc<Self>, StartError> {
        let random = Arc::new(Randomness(db.random().clone()));
        let source = random.clone();
        let opening = config.token.map_or(Opening::File(config.master_key), Opening::Token);
        let (data_dir, clock) = (config.data_dir, db.clock().clone());
        let store = tokio::task::spawn_blocking(move || store::open(&data_dir, opening, clock, &source))
            .await
            .map_err(storage)??;
        Ok(Arc::new(Self {
            db,
            store,
            random,
            root_subject: config.root_subject,
            make_key: config.make_key,
            ring: KeyRing::default(),
            trust: TrustStores::default(),
            data_keys: DataKeys::default(),
            zk_pool: Pool::default(),
            argon2_turns: Turns::default(),
            making: tokio::sync::Mutex::default(),
            read_only,
        }))
    }

    /// Runs private key operations and file access off the async runtime.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        tokio::task::spawn_blocking(work).await.map_err(storage)?
    }
}

/// The randomness the databases were opened with.
struct Randomness(Arc<dyn db::Random>);

impl crypto::Random for Randomness {
    fn fill(&self, out: &mut [u8]) {
        self.0.fill(out);
    }
}
