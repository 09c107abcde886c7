//! `iam_user`: members of staff.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "iam_user")]
pub struct Model {
    /// Folded to lower case: MOSIP's user names are not case-sensitive.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub user_id: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub phone: Option<String>,
    /// Argon2id PHC string.
    #[sea_orm(column_type = "Text")]
    pub password: String,
    pub roles: Json,
    pub app_ids: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub zone: Option<String>,
    pub active: bool,
    pub wrong_tries: i32,
    pub locked_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
