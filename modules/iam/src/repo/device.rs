//! Browsers a member of staff has signed in from.

use crate::{entity::device, error::statement};
use db::Tx;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use types::{Failure, Timestamp};

/// A person's own device by the hash of its cookie.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    user_id: &str,
    hash: &str,
    now: Timestamp,
) -> Result<Option<device::Model>, Failure> {
    let found = device::Entity::find_by_id(hash.to_owned()).one(conn).await.map_err(statement)?;
    Ok(found.filter(|device| device.user_id == user_id && device.expires_at > now))
}

/// Stores a device.
pub(crate) async fn insert(tx: &mut Tx, model: device::Model) -> Result<(), Failure> {
    device::Entity::insert(device::ActiveModel::from(model))
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Records the outcome of a try from a device.
pub(crate) async fn set_tries(tx: &mut Tx, hash: &str, wrong: i32, until: Option<Timestamp>) -> Result<(), Failure> {
    device::Entity::update_many()
        .set(device::ActiveModel { wrong_tries: Set(wrong), locked_until: Set(until), ..Default::default() })
        .filter(device::Column::Hash.eq(hash))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Forgets all of a person's devices.
pub(crate) async fn forget_all(tx: &mut Tx, user_id: &str) -> Result<(), Failure> {
    device::Entity::delete_many()
        .filter(device::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}
