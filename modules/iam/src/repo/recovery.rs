//! Recovery codes.

use crate::{entity::recovery, error::statement};
use db::Tx;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use types::Failure;

/// How many of a person's codes are left.
pub(crate) async fn left(conn: &impl ConnectionTrait, user_id: &str) -> Result<u64, Failure> {
    recovery::Entity::find()
        .filter(recovery::Column::UserId.eq(user_id))
        .filter(recovery::Column::UsedAt.is_null())
        .count(conn)
        .await
        .map_err(statement)
}

/// Whether a code is good.
pub(crate) async fn is_good(conn: &impl ConnectionTrait, user_id: &str, hash: &str) -> Result<bool, Failure> {
    let found = recovery::Entity::find_by_id(hash.to_owned()).one(conn).await.map_err(statement)?;
    Ok(found.is_some_and(|code| code.user_id == user_id && code.used_at.is_none()))
}

/// Uses a code up; `false` when it is none of theirs or was used before.
pub(crate) async fn use_up(tx: &mut Tx, user_id: &str, hash: &str) -> Result<bool, Failure> {
    let used = recovery::Entity::update_many()
        .set(recovery::ActiveModel { used_at: Set(Some(tx.now())), ..Default::default() })
        .filter(recovery::Column::Hash.eq(hash))
        .filter(recovery::Column::UserId.eq(user_id))
        .filter(recovery::Column::UsedAt.is_null())
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(used.rows_affected > 0)
}

/// Puts new codes in the place of all earlier ones.
pub(crate) async fn replace(tx: &mut Tx, user_id: &str, hashes: Vec<String>) -> Result<(), Failure> {
    recovery::Entity::delete_many()
        .filter(recovery::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    let now = tx.now();
    let rows: Vec<_> = hashes
        .into_iter()
        .map(|hash| recovery::ActiveModel {
            hash: Set(hash),
            user_id: Set(user_id.to_owned()),
            created_at: Set(now),
            used_at: Set(None),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    recovery::Entity::insert_many(rows).exec_without_returning(tx.conn()).await.map_err(statement)?;
    Ok(())
}
