//! The last code asked for by a number; the code itself is the kernel's.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "resident_code")]
pub(crate) struct Model {
    /// Blind index of the number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number_index: String,
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub number_sealed: Vec<u8>,
    /// Stands for the number until the code is brought back.
    pub ticket: String,
    /// ISO 639-3: the language of the message.
    pub language: String,
    pub requested_at: DateTimeUtc,
    pub next_at: DateTimeUtc,
    pub blocked: bool,
    pub hour_from: DateTimeUtc,
    pub hour_count: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
