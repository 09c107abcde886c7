//! Tokens signed out before they expired.

use crate::{entity::token, error::statement};
use db::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use types::{Failure, Timestamp};

/// Whether a token was signed out.
pub(crate) async fn ended(conn: &impl ConnectionTrait, jti: &str) -> Result<bool, Failure> {
    Ok(token::Entity::find_by_id(jti.to_owned()).one(conn).await.map_err(statement)?.is_some())
}

/// Signs a token out; `false` when it was signed out before.
pub(crate) async fn end(tx: &mut Tx, jti: &str, expires_at: Timestamp) -> Result<bool, Failure> {
    let row = token::ActiveModel { jti: Set(jti.to_owned()), ended_at: Set(tx.now()), expires_at: Set(expires_at) };
    let rows = token::Entity::insert(row)
        .on_conflict(OnConflict::column(token::Column::Jti).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(rows > 0)
}
