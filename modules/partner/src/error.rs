//! From what goes wrong beneath to partner's catalogue; the only place.

use db::DbError;
use partner_api::PartnerError;
use types::Failure;

/// A database failure, kept for the log.
pub(crate) fn storage(error: DbError) -> Failure {
    Failure::of(PartnerError::Storage).because(error)
}

/// A failed statement.
pub(crate) fn statement(error: sea_orm::DbErr) -> Failure {
    storage(error.into())
}

/// A failed insert; a key that was taken is the given error.
pub(crate) fn taken(error: sea_orm::DbErr, otherwise: impl FnOnce() -> Failure) -> Failure {
    let error = DbError::from(error);
    if error.is_taken() { otherwise() } else { storage(error) }
}
