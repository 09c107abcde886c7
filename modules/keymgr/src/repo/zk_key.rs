//! Random keys by index.

use db::{DbError, Tx};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::zk_key::{Column, Entity, Model};

/// Rows of one statement; six values each, and SQLite takes 32,766 a statement.
const ROWS: usize = 2_500;

/// The key with this index, while it is in use.
pub(crate) async fn find(conn: &impl ConnectionTrait, index: i32) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(index).filter(Column::Active.eq(true)).one(conn).await?)
}

/// How many of the indices from 0 below `end` have keys.
pub(crate) async fn count_below(conn: &impl ConnectionTrait, end: i32) -> Result<u64, DbError> {
    Ok(Entity::find().filter(Column::Id.between(0, end - 1)).count(conn).await?)
}

/// The indices from 0 below `end` that have keys.
pub(crate) async fn indices_below(conn: &impl ConnectionTrait, end: i32) -> Result<Vec<i32>, DbError> {
    let found = Entity::find().select_only().column(Column::Id).filter(Column::Id.between(0, end - 1));
    Ok(found.order_by_asc(Column::Id).into_tuple().all(conn).await?)
}

/// Those of the given indices that have keys.
pub(crate) async fn taken(conn: &impl ConnectionTrait, indices: &[i32]) -> Result<Vec<i32>, DbError> {
    let mut taken = Vec::new();
    for some in indices.chunks(ROWS) {
        let found = Entity::find().select_only().column(Column::Id).filter(Column::Id.is_in(some.iter().copied()));
        taken.extend(found.into_tuple::<i32>().all(conn).await?);
    }
    Ok(taken)
}

/// Adds keys. [`DbError::Taken`] when another process made one of them.
pub(crate) async fn insert(tx: &mut Tx, rows: Vec<Model>) -> Result<(), DbError> {
    for some in rows.chunks(ROWS) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}
