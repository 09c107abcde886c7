//! One use of an identity.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "aut_transaction")]
pub(crate) struct Model {
    /// Sorts by time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub uin_hash: String,
    pub number_hash: String,
    pub id_type: String,
    pub transaction_id: String,
    pub partner_id: String,
    pub partner_name: String,
    pub policy_id: Option<String>,
    pub kind: String,
    pub succeeded: bool,
    pub comment: String,
    /// JSON list of attribute names.
    pub disclosed: String,
    pub consent: bool,
    pub token: Option<String>,
    pub requested_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
