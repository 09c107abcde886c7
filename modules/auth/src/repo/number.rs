use crate::entity::number;
use db::{DbError, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter};

pub(crate) async fn find(conn: &impl ConnectionTrait, number_hash: &str) -> Result<Option<number::Model>, DbError> {
    Ok(number::Entity::find_by_id(number_hash).one(conn).await?)
}

/// Adds a number or changes what it may do; uses that are counted here are never given back.
pub(crate) async fn put(tx: &mut Tx, row: number::Model) -> Result<(), DbError> {
    use number::Column as C;
    let again = OnConflict::column(C::NumberHash).update_columns([C::UinHash, C::Active, C::ExpiresAt]).to_owned();
    number::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Puts every number of a person out of use but those.
pub(crate) async fn retire_others(tx: &mut Tx, uin_hash: &str, kept: &[String]) -> Result<(), DbError> {
    use number::Column as C;
    number::Entity::update_many()
        .col_expr(C::Active, Expr::value(false))
        .filter(C::UinHash.eq(uin_hash))
        .filter(C::NumberHash.is_not_in(kept))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Takes one use of a number that has a limit; false when none was left.
pub(crate) async fn take_use(tx: &mut Tx, number_hash: &str) -> Result<bool, DbError> {
    use number::Column as C;
    let done = number::Entity::update_many()
        .col_expr(C::UsesLeft, Expr::col(C::UsesLeft).sub(1))
        .filter(C::NumberHash.eq(number_hash))
        .filter(C::Active.eq(true))
        .filter(C::UsesLeft.gt(0))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}
