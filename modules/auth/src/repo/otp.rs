use crate::entity::otp;
use db::{DbError, Timestamp, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter};

pub(crate) async fn find(conn: &impl ConnectionTrait, uin_hash: &str) -> Result<Option<otp::Model>, DbError> {
    Ok(otp::Entity::find_by_id(uin_hash).one(conn).await?)
}

/// Notes the newest request; wrong answers to earlier codes go on counting.
pub(crate) async fn put(tx: &mut Tx, row: otp::Model) -> Result<(), DbError> {
    use otp::Column as C;
    let again = OnConflict::column(C::UinHash)
        .update_columns([C::TransactionId, C::PartnerId, C::IdType, C::Sent, C::RequestedAt])
        .to_owned();
    otp::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Notes that the code could not be sent.
pub(crate) async fn unsent(tx: &mut Tx, uin_hash: &str, transaction_id: &str) -> Result<(), DbError> {
    use otp::Column as C;
    otp::Entity::update_many()
        .col_expr(C::Sent, Expr::value(false))
        .filter(C::UinHash.eq(uin_hash))
        .filter(C::TransactionId.eq(transaction_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Counts a wrong answer; the last one freezes until `until` and counting starts anew.
pub(crate) async fn count_wrong(tx: &mut Tx, uin_hash: &str, most: i32, until: Timestamp) -> Result<(), DbError> {
    use otp::Column as C;
    let counted = || otp::Entity::update_many().filter(C::UinHash.eq(uin_hash));
    counted().col_expr(C::Wrong, Expr::col(C::Wrong).add(1)).exec(tx.conn()).await?;
    counted()
        .filter(C::Wrong.gte(most))
        .col_expr(C::Wrong, Expr::value(0))
        .col_expr(C::FrozenUntil, Expr::value(Some(until)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// A right answer forgives the wrong ones.
pub(crate) async fn forgive(tx: &mut Tx, uin_hash: &str) -> Result<(), DbError> {
    use otp::Column as C;
    otp::Entity::update_many()
        .col_expr(C::Wrong, Expr::value(0))
        .col_expr(C::FrozenUntil, Expr::value(Option::<Timestamp>::None))
        .filter(C::UinHash.eq(uin_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}
