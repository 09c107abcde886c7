//! Queries: reads take a connection, writes a transaction.

use db::{Timestamp, Tx};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use crate::entity::code::{ActiveModel, Column, Entity, Model};
use crate::error::Result;

/// The last request for a number.
pub(crate) async fn find(conn: &impl ConnectionTrait, number_index: &str) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(number_index.to_owned()).one(conn).await?)
}

/// The request a ticket stands for.
pub(crate) async fn of_ticket(conn: &impl ConnectionTrait, ticket: &str) -> Result<Option<Model>> {
    Ok(Entity::find().filter(Column::Ticket.eq(ticket)).one(conn).await?)
}

/// Keeps the first request for a number: `false` when another was faster.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<bool> {
    let inserted = Entity::insert(ActiveModel::from(row))
        .on_conflict(OnConflict::column(Column::NumberIndex).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(inserted == 1)
}

/// Replaces the request that was read under `ticket`: `false` when another was faster.
pub(crate) async fn replace(tx: &mut Tx, ticket: &str, row: Model) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::NumberSealed, Expr::value(row.number_sealed))
        .col_expr(Column::Ticket, Expr::value(row.ticket))
        .col_expr(Column::Language, Expr::value(row.language))
        .col_expr(Column::RequestedAt, Expr::value(row.requested_at))
        .col_expr(Column::NextAt, Expr::value(row.next_at))
        .col_expr(Column::Blocked, Expr::value(row.blocked))
        .col_expr(Column::HourFrom, Expr::value(row.hour_from))
        .col_expr(Column::HourCount, Expr::value(row.hour_count))
        .filter(Column::NumberIndex.eq(row.number_index))
        .filter(Column::Ticket.eq(ticket))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that the kernel froze a number.
pub(crate) async fn block(tx: &mut Tx, number_index: &str, until: Timestamp) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Blocked, Expr::value(true))
        .col_expr(Column::NextAt, Expr::value(until))
        .filter(Column::NumberIndex.eq(number_index))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Forgets a request: its code was used.
pub(crate) async fn forget(tx: &mut Tx, number_index: &str) -> Result<()> {
    Entity::delete_by_id(number_index.to_owned()).exec(tx.conn()).await?;
    Ok(())
}

/// Forgets requests nobody came back for.
pub(crate) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<()> {
    Entity::delete_many()
        .filter(Column::RequestedAt.lt(before))
        .filter(Column::NextAt.lt(before))
        .exec(tx.conn())
        .await?;
    Ok(())
}
