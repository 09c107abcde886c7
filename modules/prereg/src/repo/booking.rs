//! Appointments.

use crate::{entity::booking, error::Result};
use db::Tx;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};

/// How many appointments a list shows at most.
const LIMIT: u64 = 5_000;

pub(crate) async fn find(conn: &impl ConnectionTrait, prid: &str) -> Result<Option<booking::Model>> {
    Ok(booking::Entity::find_by_id(prid.to_owned()).one(conn).await?)
}

pub(crate) async fn of(conn: &impl ConnectionTrait, prids: Vec<String>) -> Result<Vec<booking::Model>> {
    Ok(booking::Entity::find().filter(booking::Column::Prid.is_in(prids)).all(conn).await?)
}

/// Appointments of a centre on the days `from..=to`, in order.
pub(crate) async fn of_center(
    conn: &impl ConnectionTrait,
    center: &str,
    from: &str,
    to: &str,
) -> Result<Vec<booking::Model>> {
    Ok(booking::Entity::find()
        .filter(booking::Column::CenterId.eq(center))
        .filter(booking::Column::Day.between(from, to))
        .order_by_asc(booking::Column::Day)
        .order_by_asc(booking::Column::FromTime)
        .order_by_asc(booking::Column::Prid)
        .limit(LIMIT)
        .all(conn)
        .await?)
}

/// Writes the appointment of an application, in place of an earlier one.
pub(crate) async fn put(tx: &mut Tx, row: booking::Model) -> Result<()> {
    use booking::Column as C;
    let columns = [C::CenterId, C::Day, C::FromTime, C::ToTime, C::BookedAt];
    booking::Entity::insert(booking::ActiveModel::from(row))
        .on_conflict(OnConflict::column(C::Prid).update_columns(columns).to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Removes the appointment if it is still the given one; `false` when another request was faster.
pub(crate) async fn close(tx: &mut Tx, seen: &booking::Model) -> Result<bool> {
    let gone = booking::Entity::delete_many()
        .filter(booking::Column::Prid.eq(&seen.prid))
        .filter(booking::Column::CenterId.eq(&seen.center_id))
        .filter(booking::Column::Day.eq(&seen.day))
        .filter(booking::Column::FromTime.eq(&seen.from_time))
        .exec(tx.conn())
        .await?;
    Ok(gone.rows_affected == 1)
}
