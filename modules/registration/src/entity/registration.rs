//! `registration`: one row per packet in processing; `version` guards every change.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub workflow_instance_id: String,
    #[sea_orm(column_type = "Text")]
    pub rid: String,
    #[sea_orm(column_type = "Text")]
    pub process: String,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub ref_id: String,
    #[sea_orm(column_type = "Text")]
    pub packet_id: String,
    #[sea_orm(column_type = "Text")]
    pub packet_blob: String,
    #[sea_orm(column_type = "Text")]
    pub packet_hash: String,
    #[sea_orm(column_type = "Text")]
    pub lang_code: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub stage: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub last_success_stage: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub latest_type: String,
    #[sea_orm(column_type = "Text")]
    pub sub_status: String,
    #[sea_orm(column_type = "Text")]
    pub comment: String,
    pub attempts: i32,
    pub next_try: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub waits_for: Option<String>,
    pub tags: Json,
    pub version: i64,
    pub packet_created_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
