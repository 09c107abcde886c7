//! The searchable part of an application.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prereg_application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub prid: String,
    pub key: String,
    pub owner_index: String,
    pub booking_type: String,
    pub status: String,
    pub application_status: String,
    pub lang: String,
    pub languages: String,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
