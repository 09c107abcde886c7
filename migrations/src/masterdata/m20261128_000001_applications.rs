//! Kinds of application, which MOSIP keeps in a table of its own.

use sea_orm_migration::prelude::*;

pub(crate) struct Applications;

impl MigrationName for Applications {
    fn name(&self) -> &str {
        "m20261128_000001_masterdata_applications"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Applications {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::m20261123_000001_tables::create(
            manager,
            "appl_form_type",
            "code:t name:t descr:t lang_code:t is_active:b",
            &["code,lang_code"],
        )
        .await
    }
}
