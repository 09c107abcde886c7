//! Finds what registration desks ask for: a machine by the names of its keys, and the locations that changed.

use sea_orm_migration::prelude::*;

pub(crate) struct Sync;

impl MigrationName for Sync {
    fn name(&self) -> &str {
        "m20261128_000002_masterdata_sync"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sync {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        // names of keys are compared without regard to case; the query builder has no word for such an index
        for column in ["key_index", "sign_key_index"] {
            let sql = format!("CREATE INDEX md_machine_master_{column} ON md_machine_master (lower({column}))");
            connection.execute_unprepared(&sql).await?;
        }
        for column in ["cr_dtimes", "upd_dtimes", "del_dtimes"] {
            let sql = format!("CREATE INDEX md_location_{column} ON md_location ({column})");
            connection.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
