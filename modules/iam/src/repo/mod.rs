//! Queries of iam, a file per table. Reads take a connection, writes a transaction.

pub(crate) mod ceremony;
pub(crate) mod client;
pub(crate) mod device;
pub(crate) mod link;
pub(crate) mod passkey;
pub(crate) mod recovery;
pub(crate) mod session;
pub(crate) mod token;
pub(crate) mod user;

use crate::{entity, error::statement};
use db::Tx;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use types::Failure;

/// Removes sessions, signed-out tokens, devices and ceremonies that are over.
pub(crate) async fn sweep(tx: &mut Tx) -> Result<(), Failure> {
    let now = tx.now();
    entity::session::Entity::delete_many()
        .filter(entity::session::Column::ExpiresAt.lt(now))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    entity::token::Entity::delete_many()
        .filter(entity::token::Column::ExpiresAt.lt(now))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    entity::device::Entity::delete_many()
        .filter(entity::device::Column::ExpiresAt.lt(now))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    entity::ceremony::Entity::delete_many()
        .filter(entity::ceremony::Column::ExpiresAt.lt(now))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}
