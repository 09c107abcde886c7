use crate::entity::auth_lock;
use db::{DbError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

pub(crate) async fn of(conn: &impl ConnectionTrait, uin_hash: &str) -> Result<Vec<auth_lock::Model>, DbError> {
    Ok(auth_lock::Entity::find()
        .filter(auth_lock::Column::UinHash.eq(uin_hash))
        .order_by_asc(auth_lock::Column::AuthType)
        .all(conn)
        .await?)
}

pub(crate) async fn put(tx: &mut Tx, row: auth_lock::Model) -> Result<(), DbError> {
    use auth_lock::Column;
    auth_lock::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([Column::UinHash, Column::AuthType])
                .update_columns([Column::Locked, Column::UnlockUntil, Column::RequestId, Column::RequestedAt])
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
