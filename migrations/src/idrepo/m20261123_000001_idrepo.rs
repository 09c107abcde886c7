//! Identities, VIDs, locks, drafts and the events about them.

use sea_orm_migration::prelude::*;

pub(crate) struct Identities;

impl MigrationName for Identities {
    fn name(&self) -> &str {
        "m20261123_000001_idrepo"
    }
}

fn column(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(sql).await.map(|_| ())
}

#[async_trait::async_trait]
impl MigrationTrait for Identities {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut table in tables() {
            manager.create_table(table.take()).await?;
        }
        for index in INDEXES {
            run(manager, index).await?;
        }
        Ok(())
    }
}

/// Numbers are unique by their hashes (invariant I1), a registration makes one identity, a handle names one person.
const INDEXES: [&str; 10] = [
    "CREATE UNIQUE INDEX idr_identity_uin ON idr_identity (uin_hash)",
    "CREATE UNIQUE INDEX idr_identity_reg ON idr_identity (reg_id)",
    "CREATE INDEX idr_registration_identity ON idr_registration (identity_id, created_at)",
    "CREATE UNIQUE INDEX idr_file_current ON idr_file (owner_id, category) WHERE replaced_at IS NULL",
    "CREATE UNIQUE INDEX idr_vid_number ON idr_vid (vid_hash)",
    "CREATE INDEX idr_vid_uin ON idr_vid (uin_hash, vid_type, generated_at)",
    "CREATE INDEX idr_handle_identity ON idr_handle (identity_id, field)",
    "CREATE UNIQUE INDEX idr_draft_id ON idr_draft (id)",
    "CREATE INDEX idr_draft_uin ON idr_draft (uin_hash)",
    "CREATE INDEX idr_event_uin ON idr_event (uin_hash, seq)",
];

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table(Alias::new("idr_salt"))
            .col(column("id").integer().not_null().primary_key())
            .col(column("sealed").binary().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("idr_identity"))
            .col(column("id").text().not_null().primary_key())
            .col(column("uin_hash").text().not_null())
            .col(column("uin_sealed").binary().not_null())
            .col(column("reg_id").text().not_null())
            .col(column("data").binary().not_null())
            .col(column("status").text().not_null())
            .col(column("revision").integer().not_null())
            .col(column("vid_turn").big_integer().not_null())
            .col(column("created_by").text().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .col(column("updated_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("idr_identity_history"))
            .col(column("identity_id").text().not_null())
            .col(column("revision").integer().not_null())
            .col(column("reg_id").text().not_null())
            .col(column("data").binary().not_null())
            .col(column("status").text().not_null())
            .col(column("replaced_at").timestamp_with_time_zone().not_null())
            .col(column("replaced_by").text().not_null())
            .primary_key(Index::create().col(Alias::new("identity_id")).col(Alias::new("revision")))
            .take(),
        Table::create()
            .table(Alias::new("idr_registration"))
            .col(column("reg_id").text().not_null().primary_key())
            .col(column("identity_id").text().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("idr_file"))
            .col(column("id").text().not_null().primary_key())
            .col(column("owner_id").text().not_null())
            .col(column("category").text().not_null())
            .col(column("blob_key").text().not_null())
            .col(column("size").big_integer().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .col(column("replaced_at").timestamp_with_time_zone())
            .take(),
        Table::create()
            .table(Alias::new("idr_vid"))
            .col(column("id").text().not_null().primary_key())
            .col(column("vid_hash").text().not_null())
            .col(column("vid_sealed").binary().not_null())
            .col(column("uin_hash").text().not_null())
            .col(column("vid_type").text().not_null())
            .col(column("status").text().not_null())
            .col(column("generated_at").timestamp_with_time_zone().not_null())
            .col(column("expires_at").timestamp_with_time_zone())
            .col(column("updated_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("idr_auth_lock"))
            .col(column("uin_hash").text().not_null())
            .col(column("auth_type").text().not_null())
            .col(column("locked").boolean().not_null())
            .col(column("unlock_until").timestamp_with_time_zone())
            .col(column("request_id").text())
            .col(column("requested_at").timestamp_with_time_zone().not_null())
            .primary_key(Index::create().col(Alias::new("uin_hash")).col(Alias::new("auth_type")))
            .take(),
        Table::create()
            .table(Alias::new("idr_handle"))
            .col(column("handle_hash").text().not_null().primary_key())
            .col(column("identity_id").text().not_null())
            .col(column("field").text().not_null())
            .col(column("handle_sealed").binary().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("idr_update_count"))
            .col(column("identity_id").text().not_null())
            .col(column("attribute").text().not_null())
            .col(column("count").integer().not_null())
            .primary_key(Index::create().col(Alias::new("identity_id")).col(Alias::new("attribute")))
            .take(),
        Table::create()
            .table(Alias::new("idr_draft"))
            .col(column("reg_id").text().not_null().primary_key())
            .col(column("id").text().not_null())
            .col(column("identity_id").text())
            .col(column("uin_hash").text().not_null())
            .col(column("uin_sealed").binary().not_null())
            .col(column("data").binary().not_null())
            .col(column("status").text().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .col(column("updated_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("idr_event"))
            .col(column("seq").big_integer().not_null().auto_increment().primary_key())
            .col(column("uin_hash").text().not_null())
            .col(column("payload").text().not_null())
            .col(column("created_at").timestamp_with_time_zone().not_null())
            .take(),
        Table::create()
            .table(Alias::new("idr_event_cursor"))
            .col(column("listener").text().not_null())
            .col(column("uin_hash").text().not_null())
            .col(column("seq").big_integer().not_null())
            .primary_key(Index::create().col(Alias::new("listener")).col(Alias::new("uin_hash")))
            .take(),
    ]
}
