//! Jobs, seen messages, audit rows, seals; in the archive also the sealed rows of all.

use db::Logical;
use db::ground::{ARCHIVE_RECORD, AUDIT, AUDIT_SEAL, JOB, SEEN, table};
use sea_orm_migration::prelude::*;

pub(crate) struct Ground(pub(crate) Logical);

impl MigrationName for Ground {
    fn name(&self) -> &str {
        "m20261101_000001_ground"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Ground {
    // one change, one transaction: a crash leaves nothing half made
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let logical = self.0;
        job(manager, &table(logical, JOB)).await?;
        seen(manager, &table(logical, SEEN)).await?;
        let audit = table(logical, AUDIT);
        manager.create_table(audit_columns(Table::create().table(Alias::new(&audit)), &["id"]).take()).await?;
        audit_guards(manager, &audit).await?;
        seal(manager, &table(logical, AUDIT_SEAL)).await?;
        if logical == Logical::Archive {
            archive(manager, &table(logical, ARCHIVE_RECORD)).await?;
        }
        Ok(())
    }
}

fn text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().take()
}

fn text_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().take()
}

fn instant(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().not_null().take()
}

fn instant_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().take()
}

fn number(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().take()
}

async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(sql).await.map(|_| ())
}

async fn job(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table(Alias::new(name)).col(text("id").primary_key());
    for column in [text("kind"), text_null("unique_key"), text("unique_while"), text("payload"), number("version")] {
        table.col(column);
    }
    for column in [text("state"), instant("run_at"), text_null("lease_owner"), instant_null("lease_until")] {
        table.col(column);
    }
    for column in [number("attempts"), number("max_attempts"), text_null("last_error"), text("request_id")] {
        table.col(column);
    }
    table.col(text("actor")).col(instant("created_at")).col(instant_null("finished_at"));
    manager.create_table(table).await?;
    // Partial indexes are written the same way in both databases; the query builder has no word for them.
    run(manager, &format!("CREATE UNIQUE INDEX {name}_unique ON {name} (kind, unique_key)")).await?;
    run(manager, &format!("CREATE INDEX {name}_ready ON {name} (run_at, id) WHERE state = 'ready'")).await?;
    run(manager, &format!("CREATE INDEX {name}_leased ON {name} (lease_until) WHERE state = 'running'")).await?;
    run(manager, &format!("CREATE INDEX {name}_owned ON {name} (lease_owner) WHERE state = 'running'")).await?;
    run(manager, &format!("CREATE INDEX {name}_dead ON {name} (id) WHERE state = 'dead'")).await?;
    run(manager, &format!("CREATE INDEX {name}_done ON {name} (finished_at) WHERE state = 'done'")).await
}

async fn seen(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table(Alias::new(name)).col(text("consumer")).col(text("message")).col(instant("seen_at"));
    table.primary_key(Index::create().col(Alias::new("consumer")).col(Alias::new("message")));
    manager.create_table(table).await
}

/// MOSIP's audit columns, the request, and the place in the chain.
fn audit_columns<'a>(table: &'a mut TableCreateStatement, key: &[&str]) -> &'a mut TableCreateStatement {
    for column in [text("id"), instant("logged_at"), instant("acted_at"), text("event_id"), text("event_name")] {
        table.col(column);
    }
    for column in [text("event_type"), text("host_name"), text("host_ip"), text("application_id")] {
        table.col(column);
    }
    for column in [text("application_name"), text("session_user_id"), text_null("session_user_name")] {
        table.col(column);
    }
    for column in [text_null("ref_id"), text_null("ref_type"), text("created_by"), text("module_name")] {
        table.col(column);
    }
    table.col(text("module_id")).col(text("description")).col(text("request_id"));
    table.col(ColumnDef::new(Alias::new("seq")).big_integer()).col(text_null("link"));
    let mut primary = Index::create();
    for column in key {
        primary.col(Alias::new(*column));
    }
    table.primary_key(&mut primary)
}

/// Indexes, and the promise that rows never change: only their place in the chain is added, once.
async fn audit_guards(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    run(manager, &format!("CREATE UNIQUE INDEX {name}_seq ON {name} (seq)")).await?;
    run(manager, &format!("CREATE INDEX {name}_unsealed ON {name} (logged_at, id) WHERE seq IS NULL")).await?;
    run(manager, &format!("CREATE INDEX {name}_by_ref ON {name} (ref_id, logged_at)")).await?;
    run(manager, &format!("CREATE INDEX {name}_by_time ON {name} (logged_at, id)")).await?;
    let fixed = [
        "id",
        "logged_at",
        "acted_at",
        "event_id",
        "event_name",
        "event_type",
        "host_name",
        "host_ip",
        "application_id",
        "application_name",
        "session_user_id",
        "session_user_name",
        "ref_id",
        "ref_type",
        "created_by",
        "module_name",
        "module_id",
        "description",
        "request_id",
    ];
    if manager.get_database_backend() == sea_orm::DbBackend::Sqlite {
        let when = "BEGIN SELECT RAISE(ABORT, 'audit rows never change'); END";
        run(manager, &format!("CREATE TRIGGER {name}_kept BEFORE DELETE ON {name} {when}")).await?;
        let columns = fixed.join(", ");
        run(manager, &format!("CREATE TRIGGER {name}_fixed BEFORE UPDATE OF {columns} ON {name} {when}")).await?;
        let sealed = format!(
            "CREATE TRIGGER {name}_sealed BEFORE UPDATE OF seq, link ON {name} WHEN OLD.seq IS NOT NULL {when}"
        );
        return run(manager, &sealed).await;
    }
    let changed: Vec<String> = fixed.iter().map(|c| format!("NEW.{c} IS DISTINCT FROM OLD.{c}")).collect();
    let function = format!(
        "CREATE FUNCTION {name}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF TG_OP = 'DELETE' OR OLD.seq IS NOT NULL OR {} THEN RAISE EXCEPTION 'audit rows never change'; END IF; \
         RETURN NEW; END $$",
        changed.join(" OR ")
    );
    run(manager, &function).await?;
    let trigger = format!(
        "CREATE TRIGGER {name}_kept BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION {name}_guard()"
    );
    run(manager, &trigger).await
}

async fn seal(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table(Alias::new(name))
        .col(ColumnDef::new(Alias::new("last_seq")).big_integer().not_null().primary_key())
        .col(ColumnDef::new(Alias::new("first_seq")).big_integer().not_null())
        .col(text("link"))
        .col(instant("sealed_at"));
    manager.create_table(table).await
}

async fn archive(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table(Alias::new(name)).col(text("source"));
    audit_columns(&mut table, &["source", "seq"]);
    manager.create_table(table).await?;
    run(manager, &format!("CREATE INDEX {name}_by_ref ON {name} (ref_id, logged_at)")).await?;
    run(manager, &format!("CREATE INDEX {name}_by_time ON {name} (logged_at)")).await
}
