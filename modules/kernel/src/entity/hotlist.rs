//! `kernel_hotlist`: one row per identifier and type, under a keyed hash; the identifier itself is encrypted.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kernel_hotlist")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id_hash: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id_type: String,
    /// Hexadecimal, encrypted for `ADMIN_SERVICES`/`hotlist_service`.
    #[sea_orm(column_type = "Text")]
    pub id_value: String,
    /// `BLOCKED` or `UNBLOCKED`.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub started_at: DateTimeUtc,
    pub expires_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub changed_by: String,
    /// The row of the history that says the same.
    #[sea_orm(column_type = "Text")]
    pub change_id: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
