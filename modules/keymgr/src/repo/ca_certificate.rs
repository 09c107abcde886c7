//! Authorities by trust domain.

use db::{DbError, Tx};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::ca_certificate::{Column, Entity, Model};

/// Most authorities of one domain that are looked at.
const MOST: u64 = 10_000;

/// Every authority of a domain.
pub(crate) async fn by_domain(conn: &impl ConnectionTrait, domain: &str) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find().filter(Column::Domain.eq(domain)).order_by_asc(Column::Id).limit(MOST).all(conn).await?)
}

/// The authority with this id.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id).one(conn).await?)
}

/// Adds an authority. [`DbError::Taken`] when it is already there.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}
