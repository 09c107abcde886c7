//! What is under way between two requests.

use crate::{entity::ceremony, error::statement};
use db::Tx;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use types::{Failure, Timestamp};

/// One of a kind that still holds.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    kind: &str,
    hash: &str,
    now: Timestamp,
) -> Result<Option<ceremony::Model>, Failure> {
    let found = ceremony::Entity::find_by_id(hash.to_owned()).one(conn).await.map_err(statement)?;
    Ok(found.filter(|row| row.kind == kind && row.expires_at > now))
}

/// Stores a new one.
pub(crate) async fn insert(tx: &mut Tx, model: ceremony::Model) -> Result<(), Failure> {
    ceremony::Entity::insert(ceremony::ActiveModel::from(model))
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Ends one; `false` when another request was faster: each is good for one answer.
pub(crate) async fn take(tx: &mut Tx, hash: &str) -> Result<bool, Failure> {
    let taken = ceremony::Entity::delete_many()
        .filter(ceremony::Column::Hash.eq(hash))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(taken.rows_affected > 0)
}
