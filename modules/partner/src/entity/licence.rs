//! `partner_licence`: licences of infrastructure providers (MISP), by the key's hash.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_licence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    /// SHA-256 of the key, hexadecimal.
    pub hash: String,
    #[sea_orm(column_type = "Text", unique)]
    pub partner_id: String,
    pub active: bool,
    pub valid_from: DateTimeUtc,
    pub valid_to: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
