//! `partner_api_key`: API keys, by their hash.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_api_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    /// SHA-256 of partner id and key, hexadecimal.
    pub hash: String,
    #[sea_orm(column_type = "Text")]
    pub partner_id: String,
    #[sea_orm(column_type = "Text")]
    pub policy_id: String,
    #[sea_orm(column_type = "Text")]
    pub label: String,
    pub active: bool,
    pub valid_from: DateTimeUtc,
    pub valid_to: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
