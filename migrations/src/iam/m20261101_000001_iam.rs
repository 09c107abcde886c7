//! Staff, machine clients, portal sessions and signed-out tokens.

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
                    .table("iam_user")
                    .col(text("user_id").primary_key())
                    .col(text("name"))
                    .col(text_null("email"))
                    .col(text_null("phone"))
                    .col(text("password"))
                    .col(json_binary("roles"))
                    .col(json_binary("app_ids"))
                    .col(text_null("zone"))
                    .col(boolean("active"))
                    .col(integer("wrong_tries"))
                    .col(timestamp_with_time_zone_null("locked_until"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("iam_client")
                    .col(text("client_id").primary_key())
                    .col(text("secret"))
                    .col(json_binary("roles"))
                    .col(json_binary("scopes"))
                    .col(json_binary("app_ids"))
                    .col(boolean("active"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("iam_session")
                    .col(text("hash").primary_key())
                    .col(text("kind"))
                    .col(blob("user_sealed"))
                    .col(json_binary("roles"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("last_seen_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("iam_session_expires").table("iam_session").col("expires_at").to_owned())
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("iam_token")
                    .col(text("jti").primary_key())
                    .col(timestamp_with_time_zone("ended_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .to_owned(),
            )
            .await
    }
}
