//! More ways to sign in and what belongs to them: passkeys, recovery codes, known devices, ceremonies under way, people
//! of an outside provider; sessions that can be listed; what lists of staff are searched by.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite takes one column for each ALTER TABLE
        for column in [
            text("search").default("").take(),
            text_null("rid").take(),
            text_null("individual_id").take(),
            text_null("lang_code").take(),
            text_null("handle").take(),
            boolean("second_factor").default(false).take(),
            boolean("must_change").default(false).take(),
            integer("token_version").default(0).take(),
        ] {
            alter(manager, "iam_user", column).await?;
        }
        // `lower` folds ASCII only on SQLite; the next change of a row folds the rest
        let search = "UPDATE iam_user SET search = lower(user_id || ' ' || name || ' ' || coalesce(email, ''))";
        manager.get_connection().execute_unprepared(search).await?;
        for column in [
            text_null("user_id").take(),
            text_null("device").take(),
            text_null("factor").take(),
            timestamp_with_time_zone_null("proven_at").take(),
            integer("wrong_tries").default(0).take(),
        ] {
            alter(manager, "iam_session", column).await?;
        }
        manager
            .create_index(Index::create().name("iam_session_user").table("iam_session").col("user_id").to_owned())
            .await?;
        passkeys(manager).await?;
        recovery_codes(manager).await?;
        manager
            .create_table(
                Table::create()
                    .table("iam_device")
                    .col(text("hash").primary_key())
                    .col(text("user_id"))
                    .col(integer("wrong_tries"))
                    .col(timestamp_with_time_zone_null("locked_until"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("iam_device_user").table("iam_device").col("user_id").to_owned())
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("iam_ceremony")
                    .col(text("hash").primary_key())
                    .col(text("kind"))
                    .col(text_null("user_id"))
                    .col(blob("state_sealed"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("iam_ceremony_expires").table("iam_ceremony").col("expires_at").to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("iam_link")
                    .col(text("issuer"))
                    .col(text("subject"))
                    .col(text("user_id"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(Index::create().col("issuer").col("subject"))
                    .to_owned(),
            )
            .await
    }
}

async fn alter(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn passkeys(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("iam_passkey")
                .col(text("id").primary_key())
                .col(text("user_id"))
                .col(text("name"))
                .col(text("credential_id").unique_key())
                .col(json_binary("credential"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("last_used_at"))
                .to_owned(),
        )
        .await?;
    manager.create_index(Index::create().name("iam_passkey_user").table("iam_passkey").col("user_id").to_owned()).await
}

async fn recovery_codes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("iam_recovery")
                .col(text("hash").primary_key())
                .col(text("user_id"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("used_at"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(Index::create().name("iam_recovery_user").table("iam_recovery").col("user_id").to_owned())
        .await
}
