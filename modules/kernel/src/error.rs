//! From what goes wrong beneath to the kernel's catalogue; the only place.

use db::DbError;
use kernel_api::KernelError;
use types::Failure;

/// A database failure, kept for the log.
pub(crate) fn storage(error: DbError) -> Failure {
    Failure::of(KernelError::Storage).because(error)
}
