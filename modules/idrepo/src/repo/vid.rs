use crate::domain::vid_policy::status;
use crate::entity::vid;
use db::{DbError, Timestamp, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

pub(crate) async fn find(conn: &impl ConnectionTrait, vid_hash: &str) -> Result<Option<vid::Model>, DbError> {
    Ok(vid::Entity::find().filter(vid::Column::VidHash.eq(vid_hash)).one(conn).await?)
}

fn alive(now: Timestamp) -> Condition {
    Condition::all()
        .add(vid::Column::Status.eq(status::ACTIVE))
        .add(Condition::any().add(vid::Column::ExpiresAt.is_null()).add(vid::Column::ExpiresAt.gt(now)))
}

/// A person's active VIDs, oldest first.
pub(crate) async fn active(
    conn: &impl ConnectionTrait,
    uin_hash: &str,
    now: Timestamp,
) -> Result<Vec<vid::Model>, DbError> {
    Ok(vid::Entity::find()
        .filter(vid::Column::UinHash.eq(uin_hash))
        .filter(alive(now))
        .order_by_asc(vid::Column::GeneratedAt)
        .order_by_asc(vid::Column::Id)
        .all(conn)
        .await?)
}

/// A person's VIDs of a status, whatever their age.
pub(crate) async fn of_status(
    conn: &impl ConnectionTrait,
    uin_hash: &str,
    status: &str,
) -> Result<Vec<vid::Model>, DbError> {
    Ok(vid::Entity::find()
        .filter(vid::Column::UinHash.eq(uin_hash))
        .filter(vid::Column::Status.eq(status))
        .order_by_asc(vid::Column::GeneratedAt)
        .all(conn)
        .await?)
}

/// Fails with `Taken` when the number exists: no VID is ever issued twice (invariant I1).
pub(crate) async fn insert(tx: &mut Tx, row: vid::Model) -> Result<(), DbError> {
    vid::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Changes the status where it is still `from`; false when another was faster.
pub(crate) async fn set_status(tx: &mut Tx, id: &str, from: &str, to: &str) -> Result<bool, DbError> {
    let updated = vid::Entity::update_many()
        .col_expr(vid::Column::Status, Expr::value(to))
        .col_expr(vid::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(vid::Column::Id.eq(id))
        .filter(vid::Column::Status.eq(from))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}
