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

/// Encrypting or decrypting failed.
pub(crate) fn crypto(error: CryptoError) -> Failure {
    let code = match &error {
        CryptoError::NotBase64 | CryptoError::NoSplitter | CryptoError::Truncated(_) => KeymgrError::DataUnreadable,
        CryptoError::Tag => KeymgrError::DataCorrupted,
        CryptoError::IvLength(_) => KeymgrError::BadParameter,
        CryptoError::KeyUnwrap => KeymgrError::SessionKey,
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
    Failure::of(KeymgrError::CannotSign).because(error)
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
