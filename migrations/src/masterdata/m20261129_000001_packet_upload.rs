//! Uploads of packets beside those of master data.

use sea_orm_migration::{prelude::*, schema::*};

pub(crate) struct PacketUpload;

impl MigrationName for PacketUpload {
    fn name(&self) -> &str {
        "m20261129_000001_masterdata_packet_upload"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for PacketUpload {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let upload = || Table::alter().table("md_bulk_upload").to_owned();
        // one column a statement: SQLite takes no more
        let category = text("category").default("masterdata").take();
        manager.alter_table(upload().add_column(category).to_owned()).await?;
        manager.alter_table(upload().add_column(text_null("details")).to_owned()).await
    }
}
