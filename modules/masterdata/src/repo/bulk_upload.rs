//! Bulk uploads.

use std::collections::HashSet;

use db::{DbError, Tx};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::entity::bulk_upload::{Column, Entity, Model};

/// Adds an upload.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Replaces an upload as a whole; only its job and its approval do, and they exclude each other by its status.
pub(crate) async fn update(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    row.into_active_model().reset_all().update(tx.conn()).await?;
    Ok(())
}

/// One upload.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id).one(conn).await?)
}

/// A page of a category, newest first, and how many there are; of some zones or of all.
pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    category: &str,
    zones: Option<HashSet<String>>,
    page: u64,
    size: u64,
) -> Result<(Vec<Model>, u64), DbError> {
    let mut query = Entity::find().filter(Column::Category.eq(category));
    if let Some(zones) = zones {
        query = query.filter(Column::Zone.is_in(zones));
    }
    let total = query.clone().count(conn).await?;
    let rows = query.order_by_desc(Column::Id).offset(page.saturating_mul(size)).limit(size).all(conn).await?;
    Ok((rows, total))
}
