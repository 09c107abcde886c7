//! Documents' rows.

use crate::{entity::document, error::Result};
use db::Tx;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

pub(crate) async fn of(conn: &impl ConnectionTrait, prid: &str) -> Result<Vec<document::Model>> {
    Ok(document::Entity::find()
        .filter(document::Column::Prid.eq(prid))
        .order_by_asc(document::Column::Category)
        .all(conn)
        .await?)
}

pub(crate) async fn of_many(conn: &impl ConnectionTrait, prids: Vec<String>) -> Result<Vec<document::Model>> {
    Ok(document::Entity::find()
        .filter(document::Column::Prid.is_in(prids))
        .order_by_asc(document::Column::Category)
        .all(conn)
        .await?)
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<document::Model>> {
    Ok(document::Entity::find_by_id(id.to_owned()).one(conn).await?)
}

/// Writes a document in place of an earlier one of its category.
pub(crate) async fn put(tx: &mut Tx, row: document::Model) -> Result<()> {
    document::Entity::delete_many()
        .filter(document::Column::Prid.eq(&row.prid))
        .filter(document::Column::Category.eq(&row.category))
        .exec(tx.conn())
        .await?;
    document::Entity::insert(document::ActiveModel::from(row)).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, ids: Vec<String>) -> Result<u64> {
    Ok(document::Entity::delete_many().filter(document::Column::Id.is_in(ids)).exec(tx.conn()).await?.rows_affected)
}

pub(crate) async fn set_details(tx: &mut Tx, id: &str, details: Vec<u8>) -> Result<u64> {
    Ok(document::Entity::update_many()
        .col_expr(document::Column::Details, Expr::value(details))
        .filter(document::Column::Id.eq(id))
        .exec(tx.conn())
        .await?
        .rows_affected)
}
