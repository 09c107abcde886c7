//! Queries of iam. Reads take a connection, writes a transaction.

use crate::{
    entity::{client, session, token, user},
    error::statement,
};
use db::Tx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use types::{Failure, Timestamp};

/// A member of staff by user id (folded).
pub(crate) async fn find_user(conn: &impl ConnectionTrait, user_id: &str) -> Result<Option<user::Model>, Failure> {
    user::Entity::find_by_id(user_id.to_lowercase()).one(conn).await.map_err(statement)
}

/// Members of staff by user ids.
pub(crate) async fn users(conn: &impl ConnectionTrait, user_ids: &[String]) -> Result<Vec<user::Model>, Failure> {
    let folded: Vec<String> = user_ids.iter().map(|id| id.to_lowercase()).collect();
    user::Entity::find().filter(user::Column::UserId.is_in(folded)).all(conn).await.map_err(statement)
}

/// Mail address and roles of every active member of staff who has an address.
pub(crate) async fn users_with_mail(conn: &impl ConnectionTrait) -> Result<Vec<(String, serde_json::Value)>, Failure> {
    use user::Column as C;
    user::Entity::find()
        .select_only()
        .columns([C::Email, C::Roles])
        .filter(C::Active.eq(true))
        .filter(C::Email.is_not_null())
        .order_by_asc(C::UserId)
        .into_tuple()
        .all(conn)
        .await
        .map_err(statement)
}

/// A machine client.
pub(crate) async fn find_client(conn: &impl ConnectionTrait, id: &str) -> Result<Option<client::Model>, Failure> {
    client::Entity::find_by_id(id.to_owned()).one(conn).await.map_err(statement)
}

/// Stores a member of staff, replacing one with the same id.
pub(crate) async fn upsert_user(tx: &mut Tx, model: user::Model) -> Result<(), Failure> {
    use user::Column as C;
    let conflict = OnConflict::column(C::UserId)
        .update_columns([
            C::Name,
            C::Email,
            C::Phone,
            C::Password,
            C::Roles,
            C::AppIds,
            C::Zone,
            C::Active,
            C::UpdatedAt,
        ])
        .to_owned();
    user::Entity::insert(user::ActiveModel::from(model))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Stores a machine client, replacing one with the same id.
pub(crate) async fn upsert_client(tx: &mut Tx, model: client::Model) -> Result<(), Failure> {
    use client::Column as C;
    let conflict = OnConflict::column(C::ClientId)
        .update_columns([C::Secret, C::Roles, C::Scopes, C::AppIds, C::Active, C::UpdatedAt])
        .to_owned();
    client::Entity::insert(client::ActiveModel::from(model))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Records the outcome of a try: the count of wrong ones in a row and a lock.
pub(crate) async fn set_tries(tx: &mut Tx, user_id: &str, wrong: i32, until: Option<Timestamp>) -> Result<(), Failure> {
    user::Entity::update_many()
        .set(user::ActiveModel { wrong_tries: Set(wrong), locked_until: Set(until), ..Default::default() })
        .filter(user::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// A session by the hash of its cookie.
pub(crate) async fn find_session(conn: &impl ConnectionTrait, hash: &str) -> Result<Option<session::Model>, Failure> {
    session::Entity::find_by_id(hash.to_owned()).one(conn).await.map_err(statement)
}

/// Stores a new session.
pub(crate) async fn insert_session(tx: &mut Tx, model: session::Model) -> Result<(), Failure> {
    session::Entity::insert(session::ActiveModel::from(model))
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Notes that a session was used.
pub(crate) async fn touch_session(tx: &mut Tx, hash: &str) -> Result<(), Failure> {
    session::Entity::update_many()
        .set(session::ActiveModel { last_seen_at: Set(tx.now()), ..Default::default() })
        .filter(session::Column::Hash.eq(hash))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Ends a session; one that is over already stays so.
pub(crate) async fn end_session(tx: &mut Tx, hash: &str) -> Result<(), Failure> {
    session::Entity::update_many()
        .set(session::ActiveModel { ended_at: Set(Some(tx.now())), ..Default::default() })
        .filter(session::Column::Hash.eq(hash))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Whether a token was signed out.
pub(crate) async fn token_ended(conn: &impl ConnectionTrait, jti: &str) -> Result<bool, Failure> {
    Ok(token::Entity::find_by_id(jti.to_owned()).one(conn).await.map_err(statement)?.is_some())
}

/// Signs a token out; twice is no error.
pub(crate) async fn end_token(tx: &mut Tx, jti: &str, expires_at: Timestamp) -> Result<(), Failure> {
    let row = token::ActiveModel { jti: Set(jti.to_owned()), ended_at: Set(tx.now()), expires_at: Set(expires_at) };
    token::Entity::insert(row)
        .on_conflict(OnConflict::column(token::Column::Jti).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Removes sessions and signed-out tokens that are over.
pub(crate) async fn sweep(tx: &mut Tx) -> Result<(), Failure> {
    let now = tx.now();
    session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lt(now))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    token::Entity::delete_many().filter(token::Column::ExpiresAt.lt(now)).exec(tx.conn()).await.map_err(statement)?;
    Ok(())
}
