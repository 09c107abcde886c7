//! A person's newest card: the PDF is a sealed blob, the QR text is sealed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "crd_card")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub uin_hash: String,
    pub credential_id: String,
    pub blob_key: String,
    #[sea_orm(column_type = "VarBinary(StringLen::None)")]
    pub qr_sealed: Vec<u8>,
    pub source_updated_at: DateTimeUtc,
    pub issued_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
