//! In which languages clients sent an entry that is the same in every language.

use sea_orm_migration::{prelude::*, schema::*};

pub(crate) struct SaidIn;

impl MigrationName for SaidIn {
    fn name(&self) -> &str {
        "m20261128_000003_masterdata_said_in"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SaidIn {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut said = Table::create();
        said.table("md_said_in").col(text("entity")).col(text("row_key")).col(text("lang_code"));
        said.primary_key(Index::create().col("entity").col("row_key").col("lang_code"));
        manager.create_table(said).await
    }
}
