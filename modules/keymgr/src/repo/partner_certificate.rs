//! Partners' certificates by id.

use db::{DbError, Tx};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use crate::entity::partner_certificate::{Column, Entity, Model};

/// The pair with this id.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id).one(conn).await?)
}

/// Adds a pair.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Whether the platform signed this certificate (PEM) for a partner of the domain.
pub(crate) async fn was_signed(conn: &impl ConnectionTrait, domain: &str, pem: &str) -> Result<bool, DbError> {
    let found = Entity::find().filter(Column::Domain.eq(domain)).filter(Column::SignedCertificate.eq(pem));
    Ok(found.count(conn).await? > 0)
}
