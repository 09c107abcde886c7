//! Changes of the credential module's tables.

mod m20261123_000002_credential;

use sea_orm_migration::MigrationTrait;

/// Every change, oldest first.
pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261123_000002_credential::Credentials)]
}
