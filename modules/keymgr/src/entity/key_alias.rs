//! A key's name, validity and certificate. The private key lies in the key store under the row's id.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

// (de)serialized as it is by backups: a column that is added there needs a default
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "key_alias")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) application_id: String,
    pub(crate) reference_id: String,
    /// `root`, `master`, `signature`, `base`, or `foreign` for certificates without a private key.
    pub(crate) kind: String,
    pub(crate) algorithm: String,
    /// Upper-case hexadecimal SHA-256 of the certificate.
    pub(crate) thumbprint: String,
    pub(crate) uni_ident: String,
    /// PEM.
    pub(crate) certificate: String,
    pub(crate) generated_at: DateTimeUtc,
    pub(crate) expires_at: DateTimeUtc,
    pub(crate) created_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
