//! `partner_partner`: partners.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_partner")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub organization: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub group_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub address: String,
    #[sea_orm(column_type = "Text")]
    pub contact: String,
    #[sea_orm(column_type = "Text", unique)]
    pub email: String,
    /// `InProgress` or `approved`.
    #[sea_orm(column_type = "Text")]
    pub approval: String,
    pub active: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub certificate_id: Option<String>,
    /// PEM as the platform signed it.
    #[sea_orm(column_type = "Text", nullable)]
    pub certificate: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub created_by: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
