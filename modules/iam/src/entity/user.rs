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
    /// Wrong tries in a row from devices that nobody knows.
    pub wrong_tries: i32,
    pub locked_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    /// User id, name and mail address, folded to lower case: what lists are searched by.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// The registration by which this person became a resident (MOSIP's `rid` attribute), sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub rid: Option<String>,
    /// UIN or VID (MOSIP's `individualId` attribute), sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub individual_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub lang_code: Option<String>,
    /// What authenticators know this person by: a random UUID, made with the first passkey.
    #[sea_orm(column_type = "Text", nullable)]
    pub handle: Option<String>,
    /// A password alone does not suffice.
    pub second_factor: bool,
    /// The password was given by somebody else and opens nothing but the page to choose another one.
    pub must_change: bool,
    /// Tokens carry it; raising it ends all that were issued before.
    pub token_version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
