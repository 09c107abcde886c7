//! `registration_demographic`: keyed hashes of name, birth and gender, per language.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_demographic")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub workflow_instance_id: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub lang_code: String,
    #[sea_orm(column_type = "Text")]
    pub rid: String,
    #[sea_orm(column_type = "Text")]
    pub name_hash: String,
    #[sea_orm(column_type = "Text")]
    pub birth_hash: String,
    #[sea_orm(column_type = "Text")]
    pub gender_hash: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
