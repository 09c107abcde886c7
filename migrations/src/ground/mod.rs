//! The tables that every logical database has, see `db::ground`.

mod m20261101_000001_ground;

use db::Logical;
use sea_orm_migration::MigrationTrait;

pub(crate) fn changes(logical: Logical) -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261101_000001_ground::Ground(logical))]
}
