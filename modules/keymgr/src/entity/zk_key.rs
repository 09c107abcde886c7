//! A random key of the zero-knowledge pool, wrapped under a symmetric master key.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "zk_key")]
pub(crate) struct Model {
    /// Its index in the pool.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: i32,
    /// Standard base64 of two AES blocks.
    pub(crate) wrapped: String,
    /// The version of the master key that wraps it.
    pub(crate) master_version: i32,
    pub(crate) active: bool,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) created_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
