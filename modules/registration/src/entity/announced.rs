//! `registration_list`: packets that clients announced; contact data is sealed and erased once the packet is accepted.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_list")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub workflow_instance_id: String,
    #[sea_orm(column_type = "Text")]
    pub packet_id: String,
    #[sea_orm(column_type = "Text")]
    pub rid: String,
    #[sea_orm(column_type = "Text")]
    pub process: String,
    #[sea_orm(column_type = "Text")]
    pub packet_hash: String,
    pub packet_size: i64,
    #[sea_orm(column_type = "Text")]
    pub supervisor_status: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub supervisor_comment: Option<String>,
    #[sea_orm(column_type = "Blob", nullable)]
    pub contact_sealed: Option<Vec<u8>>,
    #[sea_orm(column_type = "Text")]
    pub lang_code: String,
    #[sea_orm(column_type = "Text")]
    pub ref_id: String,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
