use crate::entity::transaction;
use db::{DbError, Timestamp, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

pub(crate) async fn insert(tx: &mut Tx, row: transaction::Model) -> Result<(), DbError> {
    transaction::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Marks a row as failed.
pub(crate) async fn fail(tx: &mut Tx, id: &str, comment: &str) -> Result<(), DbError> {
    use transaction::Column as C;
    transaction::Entity::update_many()
        .col_expr(C::Succeeded, Expr::value(false))
        .col_expr(C::Comment, Expr::value(comment))
        .filter(C::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The uses of a person's identity, newest first.
pub(crate) async fn newest(
    conn: &impl ConnectionTrait,
    uin_hash: &str,
    skip: u64,
    limit: u64,
) -> Result<Vec<transaction::Model>, DbError> {
    Ok(transaction::Entity::find()
        .filter(transaction::Column::UinHash.eq(uin_hash))
        .order_by_desc(transaction::Column::Id)
        .offset(skip)
        .limit(limit)
        .all(conn)
        .await?)
}

/// How often something was asked for since a time.
pub(crate) async fn count_since(
    conn: &impl ConnectionTrait,
    uin_hash: &str,
    kind: &str,
    since: Timestamp,
) -> Result<u64, DbError> {
    Ok(transaction::Entity::find()
        .filter(transaction::Column::UinHash.eq(uin_hash))
        .filter(transaction::Column::Kind.eq(kind))
        .filter(transaction::Column::CreatedAt.gt(since))
        .count(conn)
        .await?)
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<transaction::Model>, DbError> {
    Ok(transaction::Entity::find_by_id(id).one(conn).await?)
}
