//! By what lost registrations are found.

use sea_orm_migration::{prelude::*, schema::*};

pub(crate) struct Change;

impl MigrationName for Change {
    fn name(&self) -> &str {
        "m20261128_000002_registration_lost"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = "registration_lost";
        let lost = Table::create()
            .table(table)
            .col(text("packet_id").primary_key())
            .col(text("rid"))
            .col(text("center"))
            .col(text_null("name_hash"))
            .col(text_null("email_hash"))
            .col(text_null("phone_hash"))
            .col(timestamp_with_time_zone("registered_at"))
            .col(timestamp_with_time_zone("synced_at"))
            .to_owned();
        manager.create_table(lost).await?;
        for columns in
            [&["name_hash"][..], &["email_hash"], &["phone_hash"], &["center", "registered_at"], &["registered_at"]]
        {
            let mut index = Index::create();
            index.name(format!("{table}_{}", columns.join("_"))).table(table);
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
