//! Applications and their sealed data.

use crate::{
    entity::{application, booking, consumed, demographic, document},
    error::{Error, Result},
};
use db::Tx;
use prereg_api::Status;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// The sealed half, ready to be written.
pub(crate) struct Sealed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) sha256: String,
}

pub(crate) async fn find(conn: &impl ConnectionTrait, prid: &str) -> Result<Option<application::Model>> {
    Ok(application::Entity::find_by_id(prid.to_owned()).one(conn).await?)
}

pub(crate) async fn find_by_key(conn: &impl ConnectionTrait, key: &str) -> Result<Option<application::Model>> {
    Ok(application::Entity::find().filter(application::Column::Key.eq(key)).one(conn).await?)
}

pub(crate) async fn sealed(conn: &impl ConnectionTrait, prid: &str) -> Result<Option<demographic::Model>> {
    Ok(demographic::Entity::find_by_id(prid.to_owned()).one(conn).await?)
}

pub(crate) async fn sealed_of(conn: &impl ConnectionTrait, prids: Vec<String>) -> Result<Vec<demographic::Model>> {
    Ok(demographic::Entity::find().filter(demographic::Column::Prid.is_in(prids)).all(conn).await?)
}

pub(crate) async fn many(conn: &impl ConnectionTrait, prids: Vec<String>) -> Result<Vec<application::Model>> {
    Ok(application::Entity::find()
        .filter(application::Column::Prid.is_in(prids))
        .order_by_asc(application::Column::Prid)
        .all(conn)
        .await?)
}

fn owned(owner_index: &str, booking_type: Option<&str>) -> Condition {
    let mut mine = Condition::all()
        .add(application::Column::OwnerIndex.eq(owner_index))
        .add(application::Column::Status.ne(Status::Consumed.code()));
    if let Some(kind) = booking_type {
        mine = mine.add(application::Column::BookingType.eq(kind));
    }
    mine
}

/// One page of a person's applications, newest first, and how many there are in all.
pub(crate) async fn of_owner(
    conn: &impl ConnectionTrait,
    owner_index: &str,
    booking_type: Option<&str>,
    offset: u64,
    limit: u64,
) -> Result<Vec<application::Model>> {
    Ok(application::Entity::find()
        .filter(owned(owner_index, booking_type))
        .order_by_desc(application::Column::CreatedAt)
        .order_by_desc(application::Column::Prid)
        .offset(offset)
        .limit(limit)
        .all(conn)
        .await?)
}

pub(crate) async fn count_of_owner(
    conn: &impl ConnectionTrait,
    owner_index: &str,
    booking_type: Option<&str>,
) -> Result<u64> {
    Ok(application::Entity::find().filter(owned(owner_index, booking_type)).count(conn).await?)
}

pub(crate) async fn insert(tx: &mut Tx, row: application::Model, sealed: Sealed) -> Result<()> {
    let now = tx.now();
    let prid = row.prid.clone();
    application::Entity::insert(application::ActiveModel::from(row)).exec_without_returning(tx.conn()).await?;
    let data = demographic::ActiveModel {
        prid: Set(prid),
        sealed: Set(sealed.bytes),
        sha256: Set(sealed.sha256),
        updated_at: Set(now),
    };
    demographic::Entity::insert(data).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Replaces the sealed data and sets the status, if nobody changed the application since it was read.
pub(crate) async fn replace(
    tx: &mut Tx,
    seen: &application::Model,
    sealed: Sealed,
    status: Status,
    lang: &str,
    languages: &str,
) -> Result<()> {
    let now = tx.now();
    let changed = application::Entity::update_many()
        .col_expr(application::Column::Status, Expr::value(status.code()))
        .col_expr(application::Column::Lang, Expr::value(lang))
        .col_expr(application::Column::Languages, Expr::value(languages))
        .col_expr(application::Column::UpdatedAt, Expr::value(now))
        .col_expr(application::Column::Version, Expr::value(seen.version + 1))
        .filter(application::Column::Prid.eq(&seen.prid))
        .filter(application::Column::Version.eq(seen.version))
        .exec(tx.conn())
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::Changed);
    }
    demographic::Entity::update_many()
        .col_expr(demographic::Column::Sealed, Expr::value(sealed.bytes))
        .col_expr(demographic::Column::Sha256, Expr::value(sealed.sha256))
        .col_expr(demographic::Column::UpdatedAt, Expr::value(now))
        .filter(demographic::Column::Prid.eq(&seen.prid))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Moves an application to another status, if nobody changed it since it was read.
pub(crate) async fn set_status(
    tx: &mut Tx,
    seen: &application::Model,
    status: Status,
    application_status: &str,
) -> Result<()> {
    let changed = application::Entity::update_many()
        .col_expr(application::Column::Status, Expr::value(status.code()))
        .col_expr(application::Column::ApplicationStatus, Expr::value(application_status))
        .col_expr(application::Column::UpdatedAt, Expr::value(tx.now()))
        .col_expr(application::Column::Version, Expr::value(seen.version + 1))
        .filter(application::Column::Prid.eq(&seen.prid))
        .filter(application::Column::Version.eq(seen.version))
        .exec(tx.conn())
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Changed) }
}

/// Marks applications as consumed, whatever their status; gives how many were not yet.
pub(crate) async fn consume(tx: &mut Tx, prids: &[String]) -> Result<u64> {
    let now = tx.now();
    let rows = prids.iter().map(|prid| consumed::ActiveModel { prid: Set(prid.clone()), received_at: Set(now) });
    consumed::Entity::insert_many(rows)
        .on_conflict(OnConflict::column(consumed::Column::Prid).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let changed = application::Entity::update_many()
        .col_expr(application::Column::Status, Expr::value(Status::Consumed.code()))
        .col_expr(application::Column::ApplicationStatus, Expr::value(crate::domain::status::CLOSED))
        .col_expr(application::Column::UpdatedAt, Expr::value(now))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1))
        .filter(application::Column::Prid.is_in(prids.to_vec()))
        .filter(application::Column::Status.ne(Status::Consumed.code()))
        .exec(tx.conn())
        .await?;
    Ok(changed.rows_affected)
}

/// Moves bookings of days before `today` to Expired; gives how many.
pub(crate) async fn expire(tx: &mut Tx, today: &str) -> Result<u64> {
    let past = booking::Entity::find()
        .select_only()
        .column(booking::Column::Prid)
        .filter(booking::Column::Day.lt(today))
        .into_query();
    let changed = application::Entity::update_many()
        .col_expr(application::Column::Status, Expr::value(Status::Expired.code()))
        .col_expr(application::Column::UpdatedAt, Expr::value(tx.now()))
        .col_expr(application::Column::Version, Expr::col(application::Column::Version).add(1))
        .filter(application::Column::Status.eq(Status::Booked.code()))
        .filter(application::Column::Prid.in_subquery(past))
        .exec(tx.conn())
        .await?;
    Ok(changed.rows_affected)
}

/// Removes the rows of an application, if nobody changed it since it was read.
pub(crate) async fn delete(tx: &mut Tx, seen: &application::Model) -> Result<()> {
    let gone = application::Entity::delete_many()
        .filter(application::Column::Prid.eq(&seen.prid))
        .filter(application::Column::Version.eq(seen.version))
        .exec(tx.conn())
        .await?;
    if gone.rows_affected != 1 {
        return Err(Error::Changed);
    }
    demographic::Entity::delete_by_id(seen.prid.clone()).exec(tx.conn()).await?;
    document::Entity::delete_many().filter(document::Column::Prid.eq(&seen.prid)).exec(tx.conn()).await?;
    Ok(())
}
