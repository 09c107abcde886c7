//! An authority of a trust domain.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ca_certificate")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) domain: String,
    /// Upper-case hexadecimal SHA-1 of the certificate, as MOSIP's.
    pub(crate) thumbprint: String,
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) serial: String,
    /// PEM.
    pub(crate) certificate: String,
    pub(crate) not_before: DateTimeUtc,
    pub(crate) not_after: DateTimeUtc,
    /// Whether it signs itself and is believed without further proof.
    pub(crate) anchor: bool,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) created_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
