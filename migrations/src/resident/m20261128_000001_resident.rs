//! Codes that residents asked for.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("resident_code")
                    .col(text("number_index").primary_key())
                    .col(blob("number_sealed"))
                    .col(text("ticket"))
                    .col(text("language"))
                    .col(timestamp_with_time_zone("requested_at"))
                    .col(timestamp_with_time_zone("next_at"))
                    .col(boolean("blocked"))
                    .col(timestamp_with_time_zone("hour_from"))
                    .col(integer("hour_count"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("resident_code_ticket").table("resident_code").col("ticket").unique().to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("resident_code_requested").table("resident_code").col("requested_at").to_owned(),
            )
            .await
    }
}
