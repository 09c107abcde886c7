//! From failures below to the catalogue; the only place.

use db::DbError;
use edge::BlobError;
use idrepo_api::IdRepoError;
use types::Failure;

/// A failed statement or transaction.
pub(crate) fn storage(error: impl Into<DbError>) -> Failure {
    Failure::of(IdRepoError::Storage).because(error.into())
}

/// A failed blob.
pub(crate) fn files(error: BlobError) -> Failure {
    match error {
        BlobError::NotFound => Failure::of(IdRepoError::FileMissing).because(error),
        other => Failure::of(IdRepoError::Files).because(other),
    }
}

/// `Missing Input Parameter - {what}`.
pub(crate) fn missing(what: &str) -> Failure {
    Failure::with(IdRepoError::Missing, [what])
}

/// `Invalid Input Parameter - {what}`.
pub(crate) fn invalid(what: &str) -> Failure {
    Failure::with(IdRepoError::Invalid, [what])
}

/// No identity, VID or draft has this id.
pub(crate) fn not_found() -> Failure {
    Failure::of(IdRepoError::NotFound)
}
