use crate::entity::handle;
use db::{DbError, Tx};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

pub(crate) async fn find(conn: &impl ConnectionTrait, handle_hash: &str) -> Result<Option<handle::Model>, DbError> {
    Ok(handle::Entity::find_by_id(handle_hash).one(conn).await?)
}

pub(crate) async fn of(conn: &impl ConnectionTrait, identity_id: &str) -> Result<Vec<handle::Model>, DbError> {
    Ok(handle::Entity::find().filter(handle::Column::IdentityId.eq(identity_id)).all(conn).await?)
}

/// Fails with `Taken` when the handle is somebody's.
pub(crate) async fn insert(tx: &mut Tx, row: handle::Model) -> Result<(), DbError> {
    handle::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub(crate) async fn remove(tx: &mut Tx, handle_hash: &str) -> Result<(), DbError> {
    handle::Entity::delete_by_id(handle_hash).exec(tx.conn()).await?;
    Ok(())
}
