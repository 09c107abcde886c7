//! Passkeys.

use crate::{entity::passkey, error::statement};
use db::Tx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};
use types::Failure;

/// A person's passkeys, the oldest first.
pub(crate) async fn of_user(conn: &impl ConnectionTrait, user_id: &str) -> Result<Vec<passkey::Model>, Failure> {
    use passkey::Column as C;
    passkey::Entity::find()
        .filter(C::UserId.eq(user_id))
        .order_by_asc(C::CreatedAt)
        .order_by_asc(C::Id)
        .all(conn)
        .await
        .map_err(statement)
}

/// Stores a passkey; `false` when the authenticator is known already.
pub(crate) async fn insert(tx: &mut Tx, model: passkey::Model) -> Result<bool, Failure> {
    let rows = passkey::Entity::insert(passkey::ActiveModel::from(model))
        .on_conflict(OnConflict::column(passkey::Column::CredentialId).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(rows > 0)
}

/// Notes a use: the time, and what the authenticator counted.
pub(crate) async fn used(tx: &mut Tx, id: &str, credential: serde_json::Value) -> Result<(), Failure> {
    passkey::Entity::update_many()
        .set(passkey::ActiveModel {
            credential: Set(credential),
            last_used_at: Set(Some(tx.now())),
            ..Default::default()
        })
        .filter(passkey::Column::Id.eq(id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Gives one of a person's passkeys another name; `false` when it is not theirs.
pub(crate) async fn rename(tx: &mut Tx, user_id: &str, id: &str, name: &str) -> Result<bool, Failure> {
    let changed = passkey::Entity::update_many()
        .set(passkey::ActiveModel { name: Set(name.to_owned()), ..Default::default() })
        .filter(passkey::Column::Id.eq(id))
        .filter(passkey::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(changed.rows_affected > 0)
}

/// Removes one of a person's passkeys; `false` when it is not theirs.
pub(crate) async fn remove(tx: &mut Tx, user_id: &str, id: &str) -> Result<bool, Failure> {
    let removed = passkey::Entity::delete_many()
        .filter(passkey::Column::Id.eq(id))
        .filter(passkey::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(removed.rows_affected > 0)
}

/// Removes all of a person's passkeys.
pub(crate) async fn remove_all(tx: &mut Tx, user_id: &str) -> Result<(), Failure> {
    passkey::Entity::delete_many()
        .filter(passkey::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}
