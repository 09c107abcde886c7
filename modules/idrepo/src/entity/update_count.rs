//! How often an attribute was changed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idr_update_count")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub identity_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub attribute: String,
    pub count: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
