//! From failures below to the catalogue; the only place.

use credential_api::CredentialError;
use db::DbError;
use edge::BlobError;
use types::Failure;

use crate::card::CardError;

/// A failed statement or transaction.
pub(crate) fn storage(error: impl Into<DbError>) -> Failure {
    Failure::of(CredentialError::Storage).because(error.into())
}

/// A failed blob.
pub(crate) fn files(error: BlobError) -> Failure {
    Failure::of(CredentialError::Files).because(error)
}

/// A card that cannot be drawn. The cause names a character at most, never a person.
pub(crate) fn formatting(error: CardError) -> Failure {
    Failure::of(CredentialError::Formatting).because(error)
}

/// A failure of encryption at rest.
pub(crate) fn encryption(failure: Failure) -> Failure {
    Failure::of(CredentialError::Encryption).because(failure)
}
