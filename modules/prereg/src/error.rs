//! What can go wrong inside, and how it leaves: the only place where inner errors become codes.

use db::{DbError, Transient};
use edge::BlobError;
use prereg_api::PreregError;
use types::Failure;

/// An inner error: coded, or of the database (which may be worth another try).
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Coded(#[from] Failure),
    #[error(transparent)]
    Db(#[from] DbError),
    /// The row changed between reading and writing: the use case runs again from the top.
    #[error("the application changed meanwhile")]
    Changed,
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of the catalogue.
    pub(crate) fn of(code: PreregError) -> Self {
        Self::Coded(code.into())
    }

    /// Something beneath failed.
    pub(crate) fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Coded(Failure::of(PreregError::Internal).because(cause))
    }
}

impl From<PreregError> for Error {
    fn from(code: PreregError) -> Self {
        Self::of(code)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<BlobError> for Error {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::NotFound => Self::of(PreregError::DocumentNotFound),
            other => Self::internal(other),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl Transient for Error {
    fn is_transient(&self) -> bool {
        match self {
            Self::Db(error) => error.is_transient(),
            Self::Changed => true,
            Self::Coded(_) => false,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Coded(failure) => failure,
            Error::Db(error) => Failure::of(PreregError::Internal).because(error),
            Error::Changed => Failure::of(PreregError::Internal).because(std::io::Error::other("changed too often")),
        }
    }
}
