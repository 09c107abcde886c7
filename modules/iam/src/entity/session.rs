//! `iam_session`: portal sessions. The cookie is stored as its hash; a resident's address is sealed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "iam_session")]
pub struct Model {
    /// SHA-256 of the cookie, hexadecimal.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub hash: String,
    /// `staff` or `resident`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// The user id, sealed by keymgr's at-rest key.
    #[sea_orm(column_type = "Blob")]
    pub user_sealed: Vec<u8>,
    pub roles: Json,
    pub created_at: DateTimeUtc,
    pub last_seen_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    /// Staff only, so that a person's sessions can be listed; a resident's name stands in `user_sealed` alone.
    #[sea_orm(column_type = "Text", nullable)]
    pub user_id: Option<String>,
    /// Browser and system in words, such as `Firefox, Linux`.
    #[sea_orm(column_type = "Text", nullable)]
    pub device: Option<String>,
    /// How it was opened.
    #[sea_orm(column_type = "Text", nullable)]
    pub factor: Option<String>,
    /// When a factor was last shown in this session.
    pub proven_at: Option<DateTimeUtc>,
    /// Wrong answers to "is it still you?"; too many end the session.
    pub wrong_tries: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
