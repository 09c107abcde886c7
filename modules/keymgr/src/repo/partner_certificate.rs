//! Partners' certificates by id.

use db::{DbError, Tx};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::entity::partner_certificate::{Entity, Model};

/// The pair with this id.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id).one(conn).await?)
}

/// Adds a pair.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}
