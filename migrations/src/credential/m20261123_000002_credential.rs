//! Credential requests and cards.

use sea_orm_migration::prelude::*;

pub(crate) struct Credentials;

impl MigrationName for Credentials {
    fn name(&self) -> &str {
        "m20261123_000002_credential"
    }
}

fn column(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

#[async_trait::async_trait]
impl MigrationTrait for Credentials {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut table in tables() {
            manager.create_table(table.take()).await?;
        }
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}

/// A request asked for twice under one natural key is one request.
const INDEXES: [&str; 2] = [
    "CREATE UNIQUE INDEX crd_request_natural ON crd_request (natural_key)",
    "CREATE INDEX crd_request_status ON crd_request (status, updated_at)",
];

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table(Alias::new("crd_request"))
            .col(column("id").text().not_null().primary_key())
            .col(column("natural_key").text())
            .col(column("sealed").binary().not_null())
            .col(column("credential_type").text().not_null())
            .col(column("partner").text().not_null())
            .col(column("status").text().not_null())
            .col(column("comment").text())
            .col(column("credential_id").text())
            .col(column("retries").integer().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .col(column("updated_at").timestamp_with_time_zone().not_null())
            .col(column("issued_at").timestamp_with_time_zone())
            .take(),
        Table::create()
            .table(Alias::new("crd_card"))
            .col(column("uin_hash").text().not_null().primary_key())
            .col(column("credential_id").text().not_null())
            .col(column("blob_key").text().not_null())
            .col(column("qr_sealed").binary().not_null())
            .col(column("source_updated_at").timestamp_with_time_zone().not_null())
            .col(column("issued_at").timestamp_with_time_zone().not_null())
            .take(),
    ]
}
