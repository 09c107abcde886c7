//! Tables of the iam module.

mod m20261101_000001_iam;
mod m20261128_000002_accounts;

use sea_orm_migration::MigrationTrait;

pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261101_000001_iam::Change), Box::new(m20261128_000002_accounts::Change)]
}
