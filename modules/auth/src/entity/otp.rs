//! Which partner asked for the newest one-time code of a person, in which transaction.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "aut_otp")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uin_hash: String,
    pub transaction_id: String,
    pub partner_id: String,
    pub id_type: String,
    /// Whether the code left this system.
    pub sent: bool,
    /// Wrong answers in a row.
    pub wrong: i32,
    pub frozen_until: Option<DateTimeUtc>,
    pub requested_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
