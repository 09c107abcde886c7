//! `iam_ceremony`: what is under way between two requests: challenges, half sign-ins, secrets shown once.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "iam_ceremony")]
pub struct Model {
    /// SHA-256 of the ticket that the browser holds.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub hash: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub user_id: Option<String>,
    /// Its state, sealed by keymgr's at-rest key.
    #[sea_orm(column_type = "Blob")]
    pub state_sealed: Vec<u8>,
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
