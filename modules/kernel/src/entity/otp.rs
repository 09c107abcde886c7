//! `kernel_otp`: one code per key, both as keyed hashes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kernel_otp")]
pub struct Model {
    /// Keyed hash of the key.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub key_hash: String,
    /// Keyed hash of key and code.
    #[sea_orm(column_type = "Text")]
    pub code_hash: String,
    /// MOSIP's `OTP_UNUSED` or `KEY_FREEZED`.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Wrong answers so far.
    pub attempts: i32,
    pub generated_at: DateTimeUtc,
    pub changed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
