//! Changes of the masterdata module, in the operations database.

mod m20261123_000001_tables;
mod m20261128_000002_sync;

use sea_orm_migration::MigrationTrait;

/// Every change, oldest first.
pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261123_000001_tables::Tables), Box::new(m20261128_000002_sync::Sync)]
}
