//! Changes of the auth module's tables.

mod m20261128_000001_auth;

use sea_orm_migration::MigrationTrait;

/// Every change, oldest first.
pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261128_000001_auth::Authentication)]
}
