//! `registration_reference`: the gallery: sealed templates in the order of their enrolment.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_reference")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub reference_id: String,
    pub sequence: i64,
    #[sea_orm(column_type = "Text")]
    pub workflow_instance_id: String,
    #[sea_orm(column_type = "Text")]
    pub rid: String,
    #[sea_orm(column_type = "Blob")]
    pub templates_sealed: Vec<u8>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
