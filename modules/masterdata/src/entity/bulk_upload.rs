//! `md_bulk_upload`: files of master data on their way into the tables, and packets on theirs into processing.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "md_bulk_upload")]
pub struct Model {
    /// Time-ordered, so that the newest come first without another index.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub entity_name: String,
    #[sea_orm(column_type = "Text")]
    pub operation: String,
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// Blob that holds the file.
    #[sea_orm(column_type = "Text")]
    pub blob: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub whole: bool,
    pub preview: bool,
    /// Zone of who uploaded it; nothing for the system itself.
    #[sea_orm(column_type = "Text", nullable)]
    pub zone: Option<String>,
    pub row_count: i64,
    pub bad_count: i64,
    pub stored_count: i64,
    /// Lines of the file whose rows are stored or refused already: where a job that was cut goes on.
    pub done_count: i64,
    /// The first of what is wrong, as JSON.
    #[sea_orm(column_type = "Text")]
    pub faults: String,
    #[sea_orm(column_type = "Text")]
    pub message: String,
    #[sea_orm(column_type = "Text")]
    pub uploaded_by: String,
    pub uploaded_at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub category: String,
    /// What the packets of an upload are, as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub details: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
