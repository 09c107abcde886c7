//! The last one-time code sent to an address; the code itself is the kernel's.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prereg_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_index: String,
    pub claim: String,
    pub valid_until: DateTimeUtc,
    pub used: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
