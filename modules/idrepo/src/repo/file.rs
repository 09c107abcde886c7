use crate::entity::file;
use db::{DbError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

/// The files an identity or draft has now, by category.
pub(crate) async fn current(conn: &impl ConnectionTrait, owner_id: &str) -> Result<Vec<file::Model>, DbError> {
    Ok(file::Entity::find()
        .filter(file::Column::OwnerId.eq(owner_id))
        .filter(file::Column::ReplacedAt.is_null())
        .order_by_asc(file::Column::Category)
        .all(conn)
        .await?)
}

/// Adds a file; the one of the same category it had before is kept as history.
pub(crate) async fn put(tx: &mut Tx, row: file::Model) -> Result<(), DbError> {
    file::Entity::update_many()
        .col_expr(file::Column::ReplacedAt, Expr::value(Some(tx.now())))
        .filter(file::Column::OwnerId.eq(&row.owner_id))
        .filter(file::Column::Category.eq(&row.category))
        .filter(file::Column::ReplacedAt.is_null())
        .exec(tx.conn())
        .await?;
    file::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Forgets a discarded draft's files; their blobs are swept as orphans.
pub(crate) async fn remove_all(tx: &mut Tx, owner_id: &str) -> Result<(), DbError> {
    file::Entity::delete_many().filter(file::Column::OwnerId.eq(owner_id)).exec(tx.conn()).await?;
    Ok(())
}
