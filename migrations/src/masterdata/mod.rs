//! Changes of the masterdata module, in the operations database.

mod m20261123_000001_tables;
mod m20261128_000001_applications;
mod m20261128_000002_bulk_upload;
mod m20261128_000002_sync;
mod m20261128_000003_said_in;
mod m20261129_000001_packet_upload;
mod m20261129_000001_words;
mod m20261129_000002_numbers;

use sea_orm_migration::MigrationTrait;

/// Every change, oldest first.
pub(crate) fn changes() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261123_000001_tables::Tables),
        Box::new(m20261128_000001_applications::Applications),
        Box::new(m20261128_000002_bulk_upload::BulkUpload),
        Box::new(m20261128_000002_sync::Sync),
        Box::new(m20261128_000003_said_in::SaidIn),
        Box::new(m20261129_000001_packet_upload::PacketUpload),
        Box::new(m20261129_000001_words::Words),
        Box::new(m20261129_000002_numbers::Numbers),
    ]
}
