//! Where private keys and secrets lie: one port, two stores, and what can be read into them.
//!
//! | store | private keys of root and masters | other private keys and secrets |
//! |---|---|---|
//! | [`file`] | files under the master key | files under the master key |
//! | [`pkcs11`] | made in the token, never leave it | files under a key pair of the token |
//!
//! A secret is written and synced before its row is committed, so that a row never names a secret that is not there. A crash
//! between the two leaves a secret without a row: nothing refers to it, and start-up sets it aside ([`KeyStore::set_aside`]).

mod error;
mod file;
mod files;
mod master_key;
mod passphrase;
mod pkcs11;
pub(crate) mod pkcs12;

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crypto::{PrivateKey, Random, Zeroizing};

use crate::domain::name::Role;

pub use error::KeyStoreError;
pub use master_key::{
    MASTER_KEY_FILE_VARIABLE, MASTER_KEY_VARIABLE, MASTER_PASSPHRASE_FILE_VARIABLE, MASTER_PASSPHRASE_VARIABLE,
    MasterKey, MasterKeySource,
};
pub(crate) use passphrase::Kdf;
pub use pkcs11::{PIN_FILE_VARIABLE, PIN_VARIABLE, Pin, TokenConfig};

pub(crate) use file::FileKeyStore;
use pkcs11::TokenKeyStore;

/// How well a private key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grade {
    /// Root and masters: inside the hardware, where there is some.
    Master,
    /// Encryption and elliptic keys: thousands of them, used at every packet; unwrapped once and then used in memory.
    Ordinary,
}

impl Grade {
    /// How well keys of this role are kept.
    pub(crate) const fn of(role: Role) -> Self {
        match role {
            Role::Root | Role::Master => Self::Master,
            Role::Base | Role::Signature(_) => Self::Ordinary,
        }
    }
}

/// What the key manager needs of a key store. Ids are UUIDs. All calls block: run them off the async runtime.
pub(crate) trait KeyStore: Send + Sync {
    /// Whether the store makes RSA pairs of this grade itself ([`KeyStore::make`]); others are made outside and put into it.
    fn makes(&self, grade: Grade) -> bool;

    /// Makes an RSA pair of grade [`Grade::Master`] inside the store, under an id that is not taken yet.
    fn make(&self, id: &str) -> Result<PrivateKey, KeyStoreError>;

    /// Keeps a pair that was made outside, durably, under an id that is not taken yet.
    fn put_key(&self, id: &str, grade: Grade, key: &PrivateKey, random: &dyn Random) -> Result<(), KeyStoreError>;

    /// A private key ready to use; one that cannot leave the store works there.
    fn key(&self, id: &str) -> Result<PrivateKey, KeyStoreError>;

    /// Keeps a secret durably under an id that is not taken yet; who was first wins.
    fn put(&self, id: &str, secret: &[u8], random: &dyn Random) -> Result<(), KeyStoreError>;

    /// A secret, or a private key as PKCS#8. [`KeyStoreError::NotExportable`] for what cannot leave the store.
    fn get(&self, id: &str) -> Result<Zeroizing<Vec<u8>>, KeyStoreError>;

    /// Ids of everything in the store, in order.
    fn ids(&self) -> Result<Vec<String>, KeyStoreError>;

    /// When a secret was written, where the store knows.
    fn written_at(&self, id: &str) -> Option<SystemTime>;

    /// Takes a secret that no row names out of the way. It is not destroyed: an older database may have been restored beside
    /// newer keys.
    fn set_aside(&self, id: &str) -> Result<(), KeyStoreError>;
}

/// Which store, and what opens it.
#[derive(Debug)]
pub(crate) enum Opening {
    File(MasterKeySource),
    Token(TokenConfig),
}

/// Opens the store of a data directory: its files are in `keys/` of it.
pub(crate) fn open(
    data_dir: &Path,
    opening: Opening,
    clock: Arc<dyn db::Clock>,
    random: &dyn Random,
) -> Result<Arc<dyn KeyStore>, KeyStoreError> {
    let keys = data_dir.join("keys");
    match opening {
        Opening::File(source) => {
            let master = source.resolve(data_dir, &keys, random)?;
            Ok(Arc::new(FileKeyStore::open(&keys, master, random)?))
        }
        Opening::Token(config) => Ok(Arc::new(TokenKeyStore::open(&keys, config, clock, random)?)),
    }
}
