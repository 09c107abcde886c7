//! Data keys by purpose and version.

use db::{DbError, Tx};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::data_key::{Column, Entity, Model};

/// Every version of a purpose's key, the newest first.
pub(crate) async fn by_purpose(conn: &impl ConnectionTrait, purpose: &str) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find().filter(Column::Purpose.eq(purpose)).order_by_desc(Column::Version).all(conn).await?)
}

/// Every version of every purpose's key.
pub(crate) async fn all(conn: &impl ConnectionTrait) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find().order_by_asc(Column::Purpose).order_by_asc(Column::Version).all(conn).await?)
}

/// Ids of all data keys.
pub(crate) async fn ids(conn: &impl ConnectionTrait) -> Result<Vec<String>, DbError> {
    Ok(Entity::find().select_only().column(Column::Id).order_by_asc(Column::Id).into_tuple().all(conn).await?)
}

/// Adds a version. [`DbError::Taken`] when another process made the same one.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}
