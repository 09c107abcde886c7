//! Applications, their sealed data, documents, slots, bookings and what sign-in needs.

use sea_orm_migration::prelude::*;

pub(crate) struct Change;

impl MigrationName for Change {
    fn name(&self) -> &str {
        "m20261123_000001_prereg"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        application(manager).await?;
        demographic(manager).await?;
        slots(manager).await?;
        booking(manager).await?;
        document(manager).await?;
        sign_in(manager).await
    }
}

fn text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().take()
}

fn bytes(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).blob().not_null().take()
}

fn instant(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().not_null().take()
}

fn number(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().take()
}

fn big(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().take()
}

fn flag(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().take()
}

async fn table(manager: &SchemaManager<'_>, name: &str, columns: Vec<ColumnDef>, key: &[&str]) -> Result<(), DbErr> {
    let mut create = Table::create();
    create.table(Alias::new(name));
    for column in columns {
        create.col(column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(Alias::new(*column));
    }
    create.primary_key(&mut primary);
    manager.create_table(create).await
}

async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(sql).await.map(|_| ())
}

/// What can be searched: nothing here names a person. `owner_index` is a keyed hash of the sign-in address.
async fn application(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        text("prid"),
        text("key"),
        text("owner_index"),
        text("booking_type"),
        text("status"),
        text("application_status"),
        text("lang"),
        text("languages"),
        big("version"),
        instant("created_at"),
        instant("updated_at"),
    ];
    table(manager, "prereg_application", columns, &["prid"]).await?;
    run(manager, "CREATE UNIQUE INDEX prereg_application_key ON prereg_application (key)").await?;
    run(manager, "CREATE INDEX prereg_application_owner ON prereg_application (owner_index, created_at)").await?;
    run(manager, "CREATE INDEX prereg_application_booked ON prereg_application (prid) WHERE status = 'Booked'").await
}

/// The encrypted identity, owner and unfinished answers, beside the searchable row.
async fn demographic(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![text("prid"), bytes("sealed"), text("sha256"), instant("updated_at")];
    table(manager, "prereg_demographic", columns, &["prid"]).await
}

/// Days are `yyyy-MM-dd`, times `HH:mm`: they sort as text and are local times of the centre.
async fn slots(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![text("center_id"), text("day"), flag("closed")];
    table(manager, "prereg_day", columns, &["center_id", "day"]).await?;
    let mut remaining = number("remaining");
    remaining.check(Expr::cust("remaining >= 0 AND remaining <= capacity"));
    let columns =
        vec![text("center_id"), text("day"), text("from_time"), text("to_time"), number("capacity"), remaining];
    table(manager, "prereg_slot", columns, &["center_id", "day", "from_time"]).await?;
    run(manager, "CREATE INDEX prereg_slot_day ON prereg_slot (day)").await
}

async fn booking(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns =
        vec![text("prid"), text("center_id"), text("day"), text("from_time"), text("to_time"), instant("booked_at")];
    table(manager, "prereg_booking", columns, &["prid"]).await?;
    run(manager, "CREATE INDEX prereg_booking_center ON prereg_booking (center_id, day, from_time)").await?;
    run(manager, "CREATE INDEX prereg_booking_day ON prereg_booking (day)").await
}

/// `details` holds file name and document number, sealed. One document per category.
async fn document(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        text("id"),
        text("prid"),
        text("category"),
        text("type_code"),
        text("lang"),
        bytes("details"),
        text("format"),
        big("bytes"),
        text("sha256"),
        text("blob_key"),
        instant("created_at"),
    ];
    table(manager, "prereg_document", columns, &["id"]).await?;
    run(manager, "CREATE UNIQUE INDEX prereg_document_category ON prereg_document (prid, category)").await
}

async fn sign_in(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![text("user_index"), text("claim"), instant("valid_until"), flag("used")];
    table(manager, "prereg_code", columns, &["user_index"]).await?;
    table(manager, "prereg_secret", vec![text("name"), bytes("sealed"), instant("created_at")], &["name"]).await?;
    table(manager, "prereg_revoked_token", vec![text("jti"), instant("expires_at")], &["jti"]).await?;
    run(manager, "CREATE INDEX prereg_revoked_token_expiry ON prereg_revoked_token (expires_at)").await?;
    table(manager, "prereg_consumed", vec![text("prid"), instant("received_at")], &["prid"]).await
}
