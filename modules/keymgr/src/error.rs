//! From causes to codes: the only place.

use std::error::Error as StdError;

use crypto::Error as CryptoError;
use keymgr_api::KeymgrError;
use types::Failure;

use crate::store::KeyStoreError;

/// The database, the key store or a background thread failed.
pub(crate) fn storage(cause: impl StdError + Send + Sync + 'static) -> Failure {
    Failure::of(KeymgrError::Storage).because(cause)
}

/// The key store failed. What exactly is in the log: its words may name paths.
pub(crate) fn key_store(error: KeyStoreError) -> Failure {
    let (code, word) = match &error {
        KeyStoreError::Missing(id) => (KeymgrError::NoSuchAlias, id.clone()),
        _ => (KeymgrError::KeyStore, UNUSABLE.to_owned()),
    };
    Failure::with(code, [word]).because(error)
}

const UNUSABLE: &str = "it cannot be used now";

/// Encrypting or decrypting failed.
pub(crate) fn crypto(error: CryptoError) -> Failure {
    let code = match &error {
        CryptoError::NotBase64 | CryptoError::NoSplitter | CryptoError::Truncated(_) => KeymgrError::DataUnreadable,
        CryptoError::Tag => KeymgrError::DataCorrupted,
        CryptoError::IvLength(_) => KeymgrError::BadParameter,
        CryptoError::KeyUnwrap => KeymgrError::SessionKey,
        CryptoError::Token => return Failure::with(KeymgrError::KeyStore, [UNUSABLE]).because(error),
        other => return Failure::with(KeymgrError::CryptoFailed, [other.to_string()]).because(error.clone()),
    };
    Failure::of(code).because(error)
}

/// Verifying a token failed for another reason than its signature.
pub(crate) fn token(error: CryptoError) -> Failure {
    Failure::of(KeymgrError::TokenMalformed).because(error)
}

/// Signing failed.
pub(crate) fn signing(error: CryptoError) -> Failure {
    match error {
        CryptoError::Token => Failure::with(KeymgrError::KeyStore, [UNUSABLE]).because(error),
        other => Failure::of(KeymgrError::CannotSign).because(other),
    }
}

/// Why the key manager cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The key store cannot be used.
    #[error(transparent)]
    Store(#[from] KeyStoreError),
    /// The keys database cannot be used.
    #[error("the keys database cannot be used")]
    Database(#[from] db::DbError),
    /// The first keys could not be made.
    #[error("the first keys cannot be made: {0}")]
    Keys(#[from] Failure),
}
