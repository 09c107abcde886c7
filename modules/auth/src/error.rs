//! From what goes wrong beneath to the catalogue; the only place. And how a refusal travels to its answer.

use auth_api::AuthError;
use db::DbError;
use types::{Catalogue, Failure, Fault};

/// Why a request is not granted.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// In the filter stage (signature, decryption, partner, policy): answered with [`AuthError::Unable`] before it.
    Filter(Fault),
    /// Later: answered as it is.
    Checks(Vec<Fault>),
    /// This system failed.
    System(Failure),
}

pub(crate) type Outcome<T> = Result<T, Refusal>;

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::System(failure)
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::System(storage(error))
    }
}

impl Refusal {
    /// The code that says most.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Filter(fault) => fault.code.code,
            Self::Checks(faults) => faults.first().map_or("", |fault| fault.code.code),
            Self::System(failure) => failure.code(),
        }
    }

    /// The faults as they are answered.
    pub fn faults(self) -> Vec<Fault> {
        match self {
            Self::Filter(fault) => vec![plain(AuthError::Unable), fault],
            Self::Checks(faults) => faults,
            Self::System(_) => vec![plain(AuthError::Unable)],
        }
    }
}

/// A fault without arguments.
pub(crate) fn plain(code: impl Catalogue) -> Fault {
    Fault::new(code, std::iter::empty::<String>())
}

/// A refusal of the filter stage.
pub(crate) fn filtered(code: AuthError) -> Refusal {
    Refusal::Filter(plain(code))
}

/// A refusal of the filter stage that names a member.
pub(crate) fn filtered_at(code: AuthError, member: &str) -> Refusal {
    Refusal::Filter(Fault::new(code, [member]))
}

/// A later refusal.
pub(crate) fn checked(code: AuthError) -> Refusal {
    Refusal::Checks(vec![plain(code)])
}

/// A database failure, kept for the log.
pub(crate) fn storage(error: impl Into<DbError>) -> Failure {
    Failure::of(AuthError::Unable).because(error.into())
}

/// A value of our own that cannot be read back.
pub(crate) fn integrity(cause: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::of(AuthError::Unable).because(cause)
}
