//! A virtual id; the number is sealed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idr_vid")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub vid_hash: String,
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub vid_sealed: Vec<u8>,
    pub uin_hash: String,
    pub vid_type: String,
    pub status: String,
    pub generated_at: DateTimeUtc,
    pub expires_at: Option<DateTimeUtc>,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
