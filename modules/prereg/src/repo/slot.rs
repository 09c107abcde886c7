//! Slots and their places.

use crate::{
    entity::{booking, day, slot},
    error::Result,
};
use db::Tx;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// Days of a centre in `from..=to` that were generated.
pub(crate) async fn days(conn: &impl ConnectionTrait, center: &str, from: &str, to: &str) -> Result<Vec<day::Model>> {
    Ok(day::Entity::find()
        .filter(day::Column::CenterId.eq(center))
        .filter(day::Column::Day.between(from, to))
        .order_by_asc(day::Column::Day)
        .all(conn)
        .await?)
}

/// Whether any day of the centre from `from` on was generated.
pub(crate) async fn is_generated(conn: &impl ConnectionTrait, center: &str, from: &str) -> Result<bool> {
    let rows = day::Entity::find()
        .filter(day::Column::CenterId.eq(center))
        .filter(day::Column::Day.gte(from))
        .limit(1)
        .count(conn)
        .await?;
    Ok(rows > 0)
}

/// Slots of a centre in `from..=to`, in order.
pub(crate) async fn slots(conn: &impl ConnectionTrait, center: &str, from: &str, to: &str) -> Result<Vec<slot::Model>> {
    Ok(slot::Entity::find()
        .filter(slot::Column::CenterId.eq(center))
        .filter(slot::Column::Day.between(from, to))
        .order_by_asc(slot::Column::Day)
        .order_by_asc(slot::Column::FromTime)
        .all(conn)
        .await?)
}

/// The next day with a free place, per centre.
pub(crate) async fn next_free(
    conn: &impl ConnectionTrait,
    centers: Vec<String>,
    from: &str,
    to: &str,
) -> Result<Vec<(String, String)>> {
    Ok(slot::Entity::find()
        .select_only()
        .column(slot::Column::CenterId)
        .column_as(slot::Column::Day.min(), "first_day")
        .filter(slot::Column::CenterId.is_in(centers))
        .filter(slot::Column::Day.between(from, to))
        .filter(slot::Column::Remaining.gt(0))
        .group_by(slot::Column::CenterId)
        .into_tuple()
        .all(conn)
        .await?)
}

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    center: &str,
    day: &str,
    from_time: &str,
) -> Result<Option<slot::Model>> {
    Ok(slot::Entity::find_by_id((center.to_owned(), day.to_owned(), from_time.to_owned())).one(conn).await?)
}

/// Takes one place; `false` when none is left. The guard in the statement is what sells the last place once.
pub(crate) async fn take_place(tx: &mut Tx, center: &str, day: &str, from_time: &str) -> Result<bool> {
    let taken = slot::Entity::update_many()
        .col_expr(slot::Column::Remaining, Expr::col(slot::Column::Remaining).sub(1))
        .filter(slot::Column::CenterId.eq(center))
        .filter(slot::Column::Day.eq(day))
        .filter(slot::Column::FromTime.eq(from_time))
        .filter(slot::Column::Remaining.gt(0))
        .exec(tx.conn())
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Gives one place back. A slot that was removed or shrunk meanwhile takes none.
pub(crate) async fn release_place(tx: &mut Tx, seen: &booking::Model) -> Result<()> {
    slot::Entity::update_many()
        .col_expr(slot::Column::Remaining, Expr::col(slot::Column::Remaining).add(1))
        .filter(slot::Column::CenterId.eq(&seen.center_id))
        .filter(slot::Column::Day.eq(&seen.day))
        .filter(slot::Column::FromTime.eq(&seen.from_time))
        .filter(Expr::col(slot::Column::Remaining).lt(Expr::col(slot::Column::Capacity)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Adds generated days with their slots; days that exist already are left alone.
pub(crate) async fn insert_days(tx: &mut Tx, days: Vec<day::Model>, slots: Vec<slot::Model>) -> Result<()> {
    if !days.is_empty() {
        let key = [day::Column::CenterId, day::Column::Day];
        day::Entity::insert_many(days.into_iter().map(day::ActiveModel::from))
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(tx.conn())
            .await?;
    }
    if !slots.is_empty() {
        let key = [slot::Column::CenterId, slot::Column::Day, slot::Column::FromTime];
        slot::Entity::insert_many(slots.into_iter().map(slot::ActiveModel::from))
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

/// Forgets a generated day, to write it anew.
pub(crate) async fn delete_day(tx: &mut Tx, center: &str, day: &str) -> Result<()> {
    slot::Entity::delete_many()
        .filter(slot::Column::CenterId.eq(center))
        .filter(slot::Column::Day.eq(day))
        .exec(tx.conn())
        .await?;
    day::Entity::delete_by_id((center.to_owned(), day.to_owned())).exec(tx.conn()).await?;
    Ok(())
}

/// Removes slots and days before `today`; gives how many slots.
pub(crate) async fn purge_before(tx: &mut Tx, today: &str) -> Result<u64> {
    let gone = slot::Entity::delete_many().filter(slot::Column::Day.lt(today)).exec(tx.conn()).await?;
    day::Entity::delete_many().filter(day::Column::Day.lt(today)).exec(tx.conn()).await?;
    Ok(gone.rows_affected)
}

/// Centres with generated days from `today` on.
pub(crate) async fn generated_centers(conn: &impl ConnectionTrait, today: &str) -> Result<Vec<String>> {
    Ok(day::Entity::find()
        .select_only()
        .column(day::Column::CenterId)
        .filter(day::Column::Day.gte(today))
        .distinct()
        .order_by_asc(day::Column::CenterId)
        .into_tuple()
        .all(conn)
        .await?)
}
