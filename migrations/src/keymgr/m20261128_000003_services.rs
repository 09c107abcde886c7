//! Random keys of zero-knowledge encryption, names that get no keys, licence keys.

use sea_orm_migration::prelude::*;

pub(crate) struct Services;

impl MigrationName for Services {
    fn name(&self) -> &str {
        "m20261128_000003_keymgr_services"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Services {
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

const INDEXES: [&str; 2] = [
    "CREATE UNIQUE INDEX key_stop_by_name ON key_stop (application_id, reference_id)",
    "CREATE UNIQUE INDEX license_permission_by_license ON license_permission (license_id, permission)",
];

fn column(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

fn table(name: &str, id: ColumnDef, texts: &[&str]) -> TableCreateStatement {
    let mut table = Table::create().table(Alias::new(name)).col(id).take();
    for name in texts {
        table.col(column(name).text().not_null());
    }
    table.col(column("created_at").timestamp_with_time_zone().not_null()).col(column("created_by").text().not_null());
    table
}

fn text_id() -> ColumnDef {
    column("id").text().not_null().primary_key().take()
}

fn tables() -> Vec<TableCreateStatement> {
    let index = column("id").integer().not_null().primary_key().take();
    vec![
        table("zk_key", index, &["wrapped"])
            .col(column("master_version").integer().not_null())
            .col(column("active").boolean().not_null())
            .take(),
        table("key_stop", text_id(), &["application_id", "reference_id"]),
        table("license_key", text_id(), &["tsp_id"])
            .col(column("expires_at").timestamp_with_time_zone().not_null())
            .take(),
        table("license_permission", text_id(), &["license_id", "permission"]),
    ]
}
