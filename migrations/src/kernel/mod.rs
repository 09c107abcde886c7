//! Tables of the kernel module.

mod m20261101_000001_kernel;
mod m20261128_000002_hotlist;
mod m20261128_000003_attachments;

use sea_orm_migration::MigrationTrait;

pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261101_000001_kernel::Change),
        Box::new(m20261128_000002_hotlist::Change),
        Box::new(m20261128_000003_attachments::Change),
    ]
}
