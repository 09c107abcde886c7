//! Files of master data on their way into the tables.

use sea_orm_migration::{prelude::*, schema::*};

pub(crate) struct BulkUpload;

impl MigrationName for BulkUpload {
    fn name(&self) -> &str {
        "m20261128_000002_masterdata_bulk_upload"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for BulkUpload {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut upload = Table::create();
        upload.table("md_bulk_upload").col(text("id").primary_key()).col(text("entity_name")).col(text("operation"));
        upload
            .col(text("file_name"))
            .col(text("blob"))
            .col(text("status"))
            .col(boolean("whole"))
            .col(boolean("preview"));
        upload.col(text_null("zone"));
        for count in ["row_count", "bad_count", "stored_count", "done_count"] {
            upload.col(big_integer(count));
        }
        upload.col(text("faults")).col(text("message")).col(text("uploaded_by"));
        upload.col(timestamp_with_time_zone("uploaded_at"));
        manager.create_table(upload).await?;
        manager
            .create_index(
                Index::create().name("md_bulk_upload_zone").table("md_bulk_upload").col("zone").col("id").to_owned(),
            )
            .await
    }
}
