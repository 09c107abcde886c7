//! What can go wrong inside, and how it leaves: the only place where inner errors become codes.

use db::{DbError, Transient};
use resident_api::ResidentError;
use types::Failure;

/// An inner error: coded, or of the database (which may be worth another try).
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Coded(#[from] Failure),
    #[error(transparent)]
    Db(#[from] DbError),
    /// Another request for the same number was faster: the use case runs again from the top.
    #[error("the request changed meanwhile")]
    Changed,
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl From<ResidentError> for Error {
    fn from(code: ResidentError) -> Self {
        Self::Coded(code.into())
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Db(error.into())
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
            Error::Db(error) => Failure::of(ResidentError::Internal).because(error),
            Error::Changed => Failure::of(ResidentError::Internal).because(std::io::Error::other("changed too often")),
        }
    }
}
