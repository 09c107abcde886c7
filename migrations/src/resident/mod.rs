//! Tables of the resident module.

mod m20261128_000001_resident;

use sea_orm_migration::MigrationTrait;

pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261128_000001_resident::Change)]
}
