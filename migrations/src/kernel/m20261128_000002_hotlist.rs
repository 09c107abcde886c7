//! The hotlist and its history.

use sea_orm_migration::{prelude::*, schema::*};

pub(crate) struct Change;

impl MigrationName for Change {
    fn name(&self) -> &str {
        "m20261128_000002_kernel_hotlist"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let hotlist = Table::create()
            .table("kernel_hotlist")
            .col(text("id_hash"))
            .col(text("id_type"))
            .col(text("id_value"))
            .col(text("status"))
            .col(timestamp_with_time_zone("started_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(text("changed_by"))
            .col(text("change_id"))
            .primary_key(Index::create().col("id_hash").col("id_type"))
            .to_owned();
        manager.create_table(hotlist).await?;
        let over = "CREATE INDEX kernel_hotlist_over ON kernel_hotlist (expires_at) WHERE expires_at IS NOT NULL";
        manager.get_connection().execute_unprepared(over).await?;

        let history = Table::create()
            .table("kernel_hotlist_history")
            .col(text("id").primary_key())
            .col(text("id_hash"))
            .col(text("id_type"))
            .col(text("id_value"))
            .col(text("status"))
            .col(timestamp_with_time_zone("started_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(text("changed_by"))
            .to_owned();
        manager.create_table(history).await?;
        let of = Index::create()
            .name("kernel_hotlist_history_of")
            .table("kernel_hotlist_history")
            .col("id_hash")
            .col("id_type")
            .to_owned();
        manager.create_index(of).await
    }
}
