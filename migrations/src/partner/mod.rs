//! Tables of the partner module.

mod m20261101_000001_partner;

use sea_orm_migration::MigrationTrait;

pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261101_000001_partner::Change)]
}
