//! Numbers, counters, one-time codes and the development sink's messages.

use sea_orm_migration::{prelude::*, schema::*};

pub(crate) struct Change;

impl MigrationName for Change {
    fn name(&self) -> &str {
        "m20261101_000001_kernel"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = Table::create()
            .table("kernel_number")
            .col(text("kind"))
            .col(text("fingerprint"))
            .col(text_null("number"))
            .col(text("status"))
            .col(timestamp_with_time_zone("changed_at"))
            .primary_key(Index::create().col("kind").col("fingerprint"))
            .to_owned();
        manager.create_table(number).await?;
        let unused = "CREATE INDEX kernel_number_unused ON kernel_number (kind, fingerprint) WHERE status = 'UNUSED'";
        manager.get_connection().execute_unprepared(unused).await?;

        let sequence = Table::create()
            .table("kernel_sequence")
            .col(text("name").primary_key())
            .col(big_integer("last"))
            .to_owned();
        manager.create_table(sequence).await?;

        let otp = Table::create()
            .table("kernel_otp")
            .col(text("key_hash").primary_key())
            .col(text("code_hash"))
            .col(text("status"))
            .col(integer("attempts"))
            .col(timestamp_with_time_zone("generated_at"))
            .col(timestamp_with_time_zone("changed_at"))
            .to_owned();
        manager.create_table(otp).await?;
        manager
            .create_index(Index::create().name("kernel_otp_changed").table("kernel_otp").col("changed_at").to_owned())
            .await?;

        let message = Table::create()
            .table("kernel_message")
            .col(text("id").primary_key())
            .col(text("recipient"))
            .col(text("channel"))
            .col(text_null("subject"))
            .col(text("text"))
            .col(timestamp_with_time_zone("sent_at"))
            .to_owned();
        manager.create_table(message).await?;
        let newest = Index::create()
            .name("kernel_message_newest")
            .table("kernel_message")
            .col("recipient")
            .col("sent_at")
            .to_owned();
        manager.create_index(newest).await
    }
}
