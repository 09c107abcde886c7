use crate::entity::draft;
use db::{DbError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

pub(crate) async fn find(conn: &impl ConnectionTrait, reg_id: &str) -> Result<Option<draft::Model>, DbError> {
    Ok(draft::Entity::find_by_id(reg_id).one(conn).await?)
}

pub(crate) async fn of_uin(conn: &impl ConnectionTrait, uin_hash: &str) -> Result<Vec<draft::Model>, DbError> {
    Ok(draft::Entity::find()
        .filter(draft::Column::UinHash.eq(uin_hash))
        .order_by_asc(draft::Column::CreatedAt)
        .all(conn)
        .await?)
}

/// Fails with `Taken` when the registration has a draft.
pub(crate) async fn insert(tx: &mut Tx, row: draft::Model) -> Result<(), DbError> {
    draft::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Writes new content; false when the draft is gone or was changed meanwhile.
pub(crate) async fn replace(tx: &mut Tx, old: &draft::Model, data: Vec<u8>) -> Result<bool, DbError> {
    let updated = draft::Entity::update_many()
        .col_expr(draft::Column::Data, Expr::value(data))
        .col_expr(draft::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(draft::Column::RegId.eq(&old.reg_id))
        .filter(draft::Column::UpdatedAt.eq(old.updated_at))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Removes it; false when it was gone.
pub(crate) async fn remove(tx: &mut Tx, reg_id: &str) -> Result<bool, DbError> {
    Ok(draft::Entity::delete_by_id(reg_id).exec(tx.conn()).await?.rows_affected == 1)
}
