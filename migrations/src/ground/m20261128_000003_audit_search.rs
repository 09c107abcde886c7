//! Indexes by which the archive's rows are looked up.

use db::Logical;
use db::ground::{ARCHIVE_RECORD, table};
use sea_orm_migration::prelude::*;

pub(crate) struct AuditSearch(pub(crate) Logical);

impl MigrationName for AuditSearch {
    fn name(&self) -> &str {
        "m20261128_000003_audit_search"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AuditSearch {
    // one change, one transaction: a crash leaves nothing half made
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if self.0 != Logical::Archive {
            return Ok(());
        }
        let records = table(self.0, ARCHIVE_RECORD);
        let columns = [
            ("newest", ""),
            ("of_ref", "ref_id, "),
            ("of_event", "event_id, "),
            ("of_user", "session_user_id, "),
            ("of_module", "module_name, "),
        ];
        for (name, column) in columns {
            let sql = format!("CREATE INDEX {records}_{name} ON {records} ({column}logged_at, id)");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        // the new ones begin with the same columns
        for name in ["by_ref", "by_time"] {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX {records}_{name}")).await?;
        }
        Ok(())
    }
}
