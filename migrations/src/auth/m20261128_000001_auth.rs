//! Authentication's copy of identities, the numbers that lead to them, codes on their way and the transactions.

use sea_orm_migration::prelude::*;

pub(crate) struct Authentication;

impl MigrationName for Authentication {
    fn name(&self) -> &str {
        "m20261128_000001_auth"
    }
}

fn column(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

#[async_trait::async_trait]
impl MigrationTrait for Authentication {
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

const INDEXES: [&str; 3] = [
    "CREATE INDEX aut_number_person ON aut_number (uin_hash)",
    "CREATE INDEX aut_transaction_person ON aut_transaction (uin_hash, id)",
    "CREATE INDEX aut_transaction_time ON aut_transaction (created_at)",
];

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table(Alias::new("aut_identity"))
            .col(column("uin_hash").text().not_null().primary_key())
            .col(column("status").text().not_null())
            .col(column("locks").text().not_null())
            .col(column("data").binary().not_null())
            .col(column("biometrics").binary())
            .col(column("biometrics_mark").text())
            .col(column("revision").big_integer().not_null())
            .col(column("updated_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("aut_number"))
            .col(column("number_hash").text().not_null().primary_key())
            .col(column("uin_hash").text().not_null())
            .col(column("kind").text().not_null())
            .col(column("active").boolean().not_null())
            .col(column("expires_at").timestamp_with_time_zone())
            .col(column("uses_left").integer())
            .take(),
        Table::create()
            .table(Alias::new("aut_otp"))
            .col(column("uin_hash").text().not_null().primary_key())
            .col(column("transaction_id").text().not_null())
            .col(column("partner_id").text().not_null())
            .col(column("id_type").text().not_null())
            .col(column("sent").boolean().not_null())
            .col(column("wrong").integer().not_null())
            .col(column("frozen_until").timestamp_with_time_zone())
            .col(column("requested_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("aut_transaction"))
            .col(column("id").text().not_null().primary_key())
            .col(column("uin_hash").text().not_null())
            .col(column("number_hash").text().not_null())
            .col(column("id_type").text().not_null())
            .col(column("transaction_id").text().not_null())
            .col(column("partner_id").text().not_null())
            .col(column("partner_name").text().not_null())
            .col(column("policy_id").text())
            .col(column("kind").text().not_null())
            .col(column("succeeded").boolean().not_null())
            .col(column("comment").text().not_null())
            .col(column("disclosed").text().not_null())
            .col(column("consent").boolean().not_null())
            .col(column("token").text())
            .col(column("requested_at").timestamp_with_time_zone().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .take(),
    ]
}
