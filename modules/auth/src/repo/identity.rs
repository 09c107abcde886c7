use crate::entity::identity;
use db::{DbError, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

pub(crate) async fn find(conn: &impl ConnectionTrait, uin_hash: &str) -> Result<Option<identity::Model>, DbError> {
    Ok(identity::Entity::find_by_id(uin_hash).one(conn).await?)
}

/// Adds the first copy; false when there is one by now.
pub(crate) async fn insert_first(tx: &mut Tx, row: identity::Model) -> Result<bool, DbError> {
    let added = identity::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(identity::Column::UinHash).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(added == 1)
}

/// Replaces the copy that was read at `revision`; false when somebody was faster.
pub(crate) async fn replace(tx: &mut Tx, row: identity::Model, revision: i64) -> Result<bool, DbError> {
    use identity::Column as C;
    let done = identity::Entity::update_many()
        .col_expr(C::Status, Expr::value(row.status))
        .col_expr(C::Locks, Expr::value(row.locks))
        .col_expr(C::Data, Expr::value(row.data))
        .col_expr(C::Biometrics, Expr::value(row.biometrics))
        .col_expr(C::BiometricsMark, Expr::value(row.biometrics_mark))
        .col_expr(C::Revision, Expr::value(row.revision))
        .col_expr(C::UpdatedAt, Expr::value(row.updated_at))
        .filter(C::UinHash.eq(row.uin_hash))
        .filter(C::Revision.eq(revision))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}
