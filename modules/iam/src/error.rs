//! From what goes wrong beneath to iam's catalogue; the only place.

use db::DbError;
use iam_api::IamError;
use types::Failure;

/// A database failure, kept for the log.
pub(crate) fn storage(error: DbError) -> Failure {
    Failure::of(IamError::Internal).because(error)
}

/// A failed statement.
pub(crate) fn statement(error: sea_orm::DbErr) -> Failure {
    storage(error.into())
}

/// A failure of cryptography.
pub(crate) fn crypto(error: crypto::Error) -> Failure {
    Failure::of(IamError::Internal).because(error)
}

/// A task that did not end well.
pub(crate) fn task(error: tokio::task::JoinError) -> Failure {
    Failure::of(IamError::Internal).because(error)
}
