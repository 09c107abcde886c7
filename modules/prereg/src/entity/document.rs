//! A document's row; its content is a blob.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prereg_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub prid: String,
    pub category: String,
    pub type_code: String,
    pub lang: String,
    pub details: Vec<u8>,
    pub format: String,
    pub bytes: i64,
    pub sha256: String,
    pub blob_key: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
