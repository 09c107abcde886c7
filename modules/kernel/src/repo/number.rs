//! The pool of numbers.

use db::{DbError, Tx};
use sea_orm::sea_query::{LockBehavior, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    TryInsertResult,
};

use crate::domain::number::Kind;
use crate::entity::number::{ActiveModel, Column, Entity};

pub(crate) const UNUSED: &str = "UNUSED";
pub(crate) const ISSUED: &str = "ISSUED";
pub(crate) const ASSIGNED: &str = "ASSIGNED";

/// How many numbers of a kind lie ready.
pub(crate) async fn count_unused(conn: &impl ConnectionTrait, kind: Kind) -> Result<u64, DbError> {
    Ok(Entity::find().filter(Column::Kind.eq(kind.name())).filter(Column::Status.eq(UNUSED)).count(conn).await?)
}

/// Adds numbers with their fingerprints; those that exist in any status are left out. Returns how many were new.
pub(crate) async fn add(tx: &mut Tx, kind: Kind, numbers: &[(String, String)]) -> Result<u64, DbError> {
    let now = tx.now();
    let rows = numbers.iter().map(|(number, fingerprint)| ActiveModel {
        kind: Set(kind.name().to_owned()),
        fingerprint: Set(fingerprint.clone()),
        number: Set(Some(number.clone())),
        status: Set(UNUSED.to_owned()),
        changed_at: Set(now),
    });
    let conflict = OnConflict::columns([Column::Kind, Column::Fingerprint]).do_nothing().to_owned();
    let added = Entity::insert_many(rows).on_conflict(conflict).try_insert().exec_without_returning(tx.conn()).await?;
    Ok(match added {
        TryInsertResult::Inserted(count) => count,
        TryInsertResult::Empty | TryInsertResult::Conflicted => 0,
    })
}

/// Takes up to `count` unused numbers in the order of their fingerprints, which says nothing about the numbers, and forgets
/// their digits.
pub(crate) async fn take(tx: &mut Tx, kind: Kind, count: u64) -> Result<Vec<String>, DbError> {
    let rows = Entity::find()
        .filter(Column::Kind.eq(kind.name()))
        .filter(Column::Status.eq(UNUSED))
        .order_by_asc(Column::Fingerprint)
        .limit(count)
        // PostgreSQL: two takers do not wait for each other; the guard below is what keeps them apart
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx.conn())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let taken = Entity::update_many()
        .set(ActiveModel {
            number: Set(None),
            status: Set(ISSUED.to_owned()),
            changed_at: Set(tx.now()),
            ..ActiveModel::default()
        })
        .filter(Column::Kind.eq(kind.name()))
        .filter(Column::Status.eq(UNUSED))
        .filter(Column::Fingerprint.is_in(rows.iter().map(|row| row.fingerprint.clone())))
        .exec(tx.conn())
        .await?;
    if taken.rows_affected != rows.len() as u64 {
        return Err(DbError::Busy(sea_orm::DbErr::Custom("another taker was faster".into())));
    }
    Ok(rows.into_iter().filter_map(|row| row.number).collect())
}

/// The status of a number; `None` when it is unknown.
pub(crate) async fn status(
    conn: &impl ConnectionTrait,
    kind: Kind,
    fingerprint: &str,
) -> Result<Option<String>, DbError> {
    let row = Entity::find_by_id((kind.name().to_owned(), fingerprint.to_owned())).one(conn).await?;
    Ok(row.map(|row| row.status))
}

/// Moves a number from one status to another; the digits are known again only when it becomes unused.
pub(crate) async fn change(
    tx: &mut Tx,
    kind: Kind,
    fingerprint: &str,
    from: &str,
    to: &str,
    number: Option<&str>,
) -> Result<bool, DbError> {
    let changed = Entity::update_many()
        .set(ActiveModel {
            number: Set(number.map(ToOwned::to_owned)),
            status: Set(to.to_owned()),
            changed_at: Set(tx.now()),
            ..ActiveModel::default()
        })
        .filter(Column::Kind.eq(kind.name()))
        .filter(Column::Fingerprint.eq(fingerprint))
        .filter(Column::Status.eq(from))
        .exec(tx.conn())
        .await?;
    Ok(changed.rows_affected == 1)
}
