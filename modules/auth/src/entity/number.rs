//! A number or handle that leads to an identity.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "aut_number")]
pub(crate) struct Model {
    /// Keyed hash.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number_hash: String,
    pub uin_hash: String,
    /// `UIN`, `VID`, `HANDLE`.
    pub kind: String,
    pub active: bool,
    pub expires_at: Option<DateTimeUtc>,
    /// Authentications left; none for any number.
    pub uses_left: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
