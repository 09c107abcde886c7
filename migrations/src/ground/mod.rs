//! The tables that every logical database has, see `db::ground`.

mod m20261101_000001_ground;
mod m20261128_000002_audit_signature;
mod m20261128_000003_audit_search;

use db::Logical;
use sea_orm_migration::MigrationTrait;

pub(crate) fn changes(logical: Logical) -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261101_000001_ground::Ground(logical)),
        Box::new(m20261128_000002_audit_signature::AuditSignature(logical)),
        Box::new(m20261128_000003_audit_search::AuditSearch(logical)),
    ]
}
