//! From what goes wrong beneath to registration's catalogue; the only place.

use db::DbError;
use edge::BlobError;
use registration_api::RegistrationError;
use types::{Failure, Retry};

/// A database failure, kept for the log.
pub(crate) fn storage(error: DbError) -> Failure {
    let code = if error.is_transient() { RegistrationError::Busy } else { RegistrationError::Database };
    Failure::of(code).because(error)
}

/// A failed statement.
pub(crate) fn statement(error: sea_orm::DbErr) -> Failure {
    storage(error.into())
}

/// A failure of the blob store.
pub(crate) fn blob(error: BlobError) -> Failure {
    match error {
        BlobError::NotFound => Failure::of(RegistrationError::PacketMissing),
        other => Failure::of(RegistrationError::Store).because(other),
    }
}

/// A packet that is not sound, under the packet manager's codes.
pub(crate) fn packet(error: codec::packet::Error) -> Failure {
    use codec::packet::Error as E;
    let code = match error {
        E::EncryptedHash(_) | E::DataHash(_) | E::OperationsHash(_) | E::HashedFile { .. } => {
            RegistrationError::PacketIntegrity
        }
        _ => RegistrationError::Packet,
    };
    Failure::of(code).because(error)
}

/// Whether the same work may succeed later.
pub(crate) fn may_pass(failure: &Failure) -> bool {
    failure.faults.iter().any(|fault| fault.code.retry == Retry::Later)
}
