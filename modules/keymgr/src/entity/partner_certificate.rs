//! A partner's certificate as it came, and as the platform signed it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_certificate")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) domain: String,
    pub(crate) organization: String,
    /// Upper-case hexadecimal SHA-1 of the partner's certificate, as MOSIP's.
    pub(crate) thumbprint: String,
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) serial: String,
    /// PEM.
    pub(crate) certificate: String,
    /// PEM.
    pub(crate) signed_certificate: String,
    pub(crate) not_before: DateTimeUtc,
    pub(crate) not_after: DateTimeUtc,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) created_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
