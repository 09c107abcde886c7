//! Tables of pre-registration.

mod m20261123_000001_prereg;

use sea_orm_migration::MigrationTrait;

pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261123_000001_prereg::Change)]
}
