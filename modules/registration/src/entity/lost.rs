//! `registration_lost`: by what a person who lost their number finds it again. Keyed hashes of what the desk announced.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_lost")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub packet_id: String,
    #[sea_orm(column_type = "Text")]
    pub rid: String,
    #[sea_orm(column_type = "Text")]
    pub center: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_hash: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub email_hash: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub phone_hash: Option<String>,
    /// The time inside the registration id.
    pub registered_at: DateTimeUtc,
    pub synced_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
