//! Tables of the iam module.

mod m20261101_000001_iam;

use sea_orm_migration::MigrationTrait;

pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261101_000001_iam::Change)]
}
