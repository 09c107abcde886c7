//! The appointment of an application.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prereg_booking")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub prid: String,
    pub center_id: String,
    pub day: String,
    pub from_time: String,
    pub to_time: String,
    pub booked_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
