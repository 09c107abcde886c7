//! The newest lock of a factor of an identity.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idr_auth_lock")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uin_hash: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub auth_type: String,
    pub locked: bool,
    pub unlock_until: Option<DateTimeUtc>,
    pub request_id: Option<String>,
    pub requested_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
