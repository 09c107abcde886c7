//! Tables of the registration module.

mod m20261101_000001_registration;
mod m20261128_000002_lost;

use sea_orm_migration::MigrationTrait;

pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261101_000001_registration::Change), Box::new(m20261128_000002_lost::Change)]
}
