//! Signatures of the audit chain's head.

use db::Logical;
use db::ground::{AUDIT_SIGNATURE, table};
use sea_orm_migration::prelude::*;

pub(crate) struct AuditSignature(pub(crate) Logical);

impl MigrationName for AuditSignature {
    fn name(&self) -> &str {
        "m20261128_000002_audit_signature"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AuditSignature {
    // one change, one transaction: a crash leaves nothing half made
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut signature = Table::create();
        signature
            .table(Alias::new(table(self.0, AUDIT_SIGNATURE)))
            .col(ColumnDef::new(Alias::new("seq")).big_integer().not_null().primary_key())
            .col(ColumnDef::new(Alias::new("link")).text().not_null())
            .col(ColumnDef::new(Alias::new("signed_at")).timestamp_with_time_zone().not_null())
            .col(ColumnDef::new(Alias::new("token")).text().not_null());
        manager.create_table(signature).await
    }
}
