//! Portal sessions.

use crate::{entity::session, error::statement};
use db::Tx;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use types::{Failure, Timestamp};

/// A session by the hash of its cookie.
pub(crate) async fn find(conn: &impl ConnectionTrait, hash: &str) -> Result<Option<session::Model>, Failure> {
    session::Entity::find_by_id(hash.to_owned()).one(conn).await.map_err(statement)
}

/// Stores a new session.
pub(crate) async fn insert(tx: &mut Tx, model: session::Model) -> Result<(), Failure> {
    session::Entity::insert(session::ActiveModel::from(model))
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Notes that a session was used.
pub(crate) async fn touch(tx: &mut Tx, hash: &str) -> Result<(), Failure> {
    session::Entity::update_many()
        .set(session::ActiveModel { last_seen_at: Set(tx.now()), ..Default::default() })
        .filter(session::Column::Hash.eq(hash))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Ends a session; one that is over already stays so.
pub(crate) async fn end(tx: &mut Tx, hash: &str) -> Result<(), Failure> {
    session::Entity::update_many()
        .set(session::ActiveModel { ended_at: Set(Some(tx.now())), ..Default::default() })
        .filter(session::Column::Hash.eq(hash))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// A person's sessions that were not ended, the last used first.
pub(crate) async fn of_user(
    conn: &impl ConnectionTrait,
    user_id: &str,
    now: Timestamp,
) -> Result<Vec<session::Model>, Failure> {
    use session::Column as C;
    session::Entity::find()
        .filter(C::UserId.eq(user_id))
        .filter(C::EndedAt.is_null())
        .filter(C::ExpiresAt.gt(now))
        .order_by_desc(C::LastSeenAt)
        .limit(100)
        .all(conn)
        .await
        .map_err(statement)
}

/// Ends one of a person's sessions by the beginning of its hash; `false` when there is none of theirs.
pub(crate) async fn end_one(tx: &mut Tx, user_id: &str, id: &str) -> Result<bool, Failure> {
    let ended = session::Entity::update_many()
        .set(session::ActiveModel { ended_at: Set(Some(tx.now())), ..Default::default() })
        .filter(session::Column::UserId.eq(user_id))
        .filter(session::Column::Hash.starts_with(id))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(ended.rows_affected > 0)
}

/// Ends all of a person's sessions but one; answers how many.
pub(crate) async fn end_others(tx: &mut Tx, user_id: &str, but: Option<&str>) -> Result<u64, Failure> {
    let ended = session::Entity::update_many()
        .set(session::ActiveModel { ended_at: Set(Some(tx.now())), ..Default::default() })
        .filter(session::Column::UserId.eq(user_id))
        .filter(Condition::all().add_option(but.map(|hash| session::Column::Hash.ne(hash))))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(ended.rows_affected)
}

/// Notes that a factor was shown in a session just now.
pub(crate) async fn prove(tx: &mut Tx, hash: &str) -> Result<(), Failure> {
    session::Entity::update_many()
        .set(session::ActiveModel { proven_at: Set(Some(tx.now())), wrong_tries: Set(0), ..Default::default() })
        .filter(session::Column::Hash.eq(hash))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Counts a wrong answer in a session.
pub(crate) async fn count_wrong(tx: &mut Tx, hash: &str) -> Result<(), Failure> {
    session::Entity::update_many()
        .col_expr(session::Column::WrongTries, Expr::col(session::Column::WrongTries).add(1))
        .filter(session::Column::Hash.eq(hash))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}
