//! A day of a centre whose slots were generated.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prereg_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub center_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    pub closed: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
