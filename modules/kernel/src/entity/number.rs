//! `kernel_number`: numbers that lie ready and numbers that were issued. The key is unique over both, for ever.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kernel_number")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub kind: String,
    /// Keyed hash of the number: what remains of it once it is issued, and the order in which numbers are taken.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub fingerprint: String,
    /// The number itself, only while it is unused.
    #[sea_orm(column_type = "Text", nullable)]
    pub number: Option<String>,
    /// `UNUSED`, `ISSUED` or `ASSIGNED`.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub changed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
