//! The last number that was given to an entry of a table whose entries are numbered.

use sea_orm_migration::{prelude::*, schema::*};

pub(crate) struct Numbers;

impl MigrationName for Numbers {
    fn name(&self) -> &str {
        "m20261129_000002_masterdata_numbers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Numbers {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut numbers = Table::create();
        numbers.table("md_number").col(text("entity").primary_key()).col(big_integer("last"));
        manager.create_table(numbers).await
    }
}
