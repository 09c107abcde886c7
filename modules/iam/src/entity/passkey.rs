//! `iam_passkey`: public keys of authenticators, by which members of staff sign in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "iam_passkey")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub user_id: String,
    /// What its owner calls it.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The credential id in base64url.
    #[sea_orm(column_type = "Text", unique)]
    pub credential_id: String,
    /// Public key, counter and flags, as webauthn-rs writes them.
    pub credential: Json,
    pub created_at: DateTimeUtc,
    pub last_used_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
