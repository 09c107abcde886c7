//! A registration that made or changed an identity: its id is used once.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idr_registration")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub reg_id: String,
    pub identity_id: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
