//! The hotlist and its history.

use db::{DbError, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::Timestamp;

use crate::entity::hotlist::{ActiveModel, Column, Entity, Model};
use crate::entity::hotlist_history as history;

/// The row of an identifier.
pub(crate) async fn find(conn: &impl ConnectionTrait, id_hash: &str, id_type: &str) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id((id_hash.to_owned(), id_type.to_owned())).one(conn).await?)
}

/// Adds a row and its copy in the history. [`DbError::Taken`] when somebody was faster.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    copy(tx, &row).await?;
    Entity::insert(ActiveModel::from(row)).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Puts a row in the place of the one with `earlier` as its change, and its copy into the history; `false` when that one is
/// not there any more.
pub(crate) async fn replace(tx: &mut Tx, row: Model, earlier: &str) -> Result<bool, DbError> {
    copy(tx, &row).await?;
    let changed = Entity::update_many()
        .set(ActiveModel {
            id_value: Set(row.id_value),
            status: Set(row.status),
            started_at: Set(row.started_at),
            expires_at: Set(row.expires_at),
            changed_by: Set(row.changed_by),
            change_id: Set(row.change_id),
            ..ActiveModel::default()
        })
        .filter(Column::IdHash.eq(row.id_hash))
        .filter(Column::IdType.eq(row.id_type))
        .filter(Column::ChangeId.eq(earlier))
        .exec(tx.conn())
        .await?;
    Ok(changed.rows_affected == 1)
}

async fn copy(tx: &mut Tx, row: &Model) -> Result<(), DbError> {
    let copy = history::ActiveModel {
        id: Set(row.change_id.clone()),
        id_hash: Set(row.id_hash.clone()),
        id_type: Set(row.id_type.clone()),
        id_value: Set(row.id_value.clone()),
        status: Set(row.status.clone()),
        started_at: Set(row.started_at),
        expires_at: Set(row.expires_at),
        changed_by: Set(row.changed_by.clone()),
    };
    history::Entity::insert(copy).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// One change.
pub(crate) async fn change(conn: &impl ConnectionTrait, id: &str) -> Result<Option<history::Model>, DbError> {
    Ok(history::Entity::find_by_id(id.to_owned()).one(conn).await?)
}

/// Rows whose time was over at `now`, the oldest first.
pub(crate) async fn over(conn: &impl ConnectionTrait, now: Timestamp, limit: u64) -> Result<Vec<Model>, DbError> {
    let query = Entity::find().filter(Column::ExpiresAt.lte(now)).order_by_asc(Column::ExpiresAt).limit(limit);
    Ok(query.all(conn).await?)
}

/// Removes the row with that change; its history stays.
pub(crate) async fn remove(tx: &mut Tx, row: &Model) -> Result<(), DbError> {
    Entity::delete_many()
        .filter(Column::IdHash.eq(&row.id_hash))
        .filter(Column::IdType.eq(&row.id_type))
        .filter(Column::ChangeId.eq(&row.change_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
