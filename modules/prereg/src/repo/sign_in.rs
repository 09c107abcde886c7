//! Codes that are under way, the module's secret, and ended tokens.

use crate::{
    entity::{code, revoked_token, secret},
    error::Result,
};
use db::{Timestamp, Tx};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Condition, Expr, OnConflict},
};

pub(crate) async fn find_code(conn: &impl ConnectionTrait, user_index: &str) -> Result<Option<code::Model>> {
    Ok(code::Entity::find_by_id(user_index.to_owned()).one(conn).await?)
}

/// Claims the right to send a code: `false` while an earlier one works. Two requests at once: one wins.
pub(crate) async fn claim_code(tx: &mut Tx, row: code::Model) -> Result<bool> {
    let now = tx.now();
    let user = row.user_index.clone();
    let claim = row.claim.clone();
    let inserted = code::Entity::insert(code::ActiveModel::from(row.clone()))
        .on_conflict(OnConflict::column(code::Column::UserIndex).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    if inserted == 1 {
        return Ok(true);
    }
    let taken = code::Entity::update_many()
        .col_expr(code::Column::Claim, Expr::value(claim))
        .col_expr(code::Column::ValidUntil, Expr::value(row.valid_until))
        .col_expr(code::Column::Used, Expr::value(false))
        .filter(code::Column::UserIndex.eq(user))
        .filter(Condition::any().add(code::Column::Used.eq(true)).add(code::Column::ValidUntil.lte(now)))
        .exec(tx.conn())
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Marks the code as used up (signed in, or never sent), so that another may be asked for.
pub(crate) async fn release_code(tx: &mut Tx, user_index: &str) -> Result<()> {
    code::Entity::update_many()
        .col_expr(code::Column::Used, Expr::value(true))
        .filter(code::Column::UserIndex.eq(user_index))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub(crate) async fn find_secret(conn: &impl ConnectionTrait, name: &str) -> Result<Option<secret::Model>> {
    Ok(secret::Entity::find_by_id(name.to_owned()).one(conn).await?)
}

/// Keeps a secret unless there is one of that name.
pub(crate) async fn keep_secret(tx: &mut Tx, name: &str, sealed: Vec<u8>) -> Result<()> {
    let row = secret::ActiveModel { name: Set(name.to_owned()), sealed: Set(sealed), created_at: Set(tx.now()) };
    secret::Entity::insert(row)
        .on_conflict(OnConflict::column(secret::Column::Name).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

pub(crate) async fn is_revoked(conn: &impl ConnectionTrait, jti: &str) -> Result<bool> {
    Ok(revoked_token::Entity::find_by_id(jti.to_owned()).one(conn).await?.is_some())
}

/// Ends a token, and forgets ended ones that have expired meanwhile.
pub(crate) async fn revoke(tx: &mut Tx, jti: &str, expires_at: Timestamp) -> Result<()> {
    let row = revoked_token::ActiveModel { jti: Set(jti.to_owned()), expires_at: Set(expires_at) };
    revoked_token::Entity::insert(row)
        .on_conflict(OnConflict::column(revoked_token::Column::Jti).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    revoked_token::Entity::delete_many().filter(revoked_token::Column::ExpiresAt.lt(tx.now())).exec(tx.conn()).await?;
    Ok(())
}
