//! Files of messages in the development sink.

use sea_orm_migration::{prelude::*, schema::*};

pub(crate) struct Change;

impl MigrationName for Change {
    fn name(&self) -> &str {
        "m20261128_000003_kernel_attachments"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let attachment = Table::create()
            .table("kernel_message_attachment")
            .col(text("message_id"))
            .col(integer("number"))
            .col(text("name"))
            .col(text("content_type"))
            .col(big_integer("size"))
            .col(text("sha256"))
            .primary_key(Index::create().col("message_id").col("number"))
            .to_owned();
        manager.create_table(attachment).await
    }
}
