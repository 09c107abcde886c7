//! The encrypted part of an application.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prereg_demographic")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub prid: String,
    pub sealed: Vec<u8>,
    pub sha256: String,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
