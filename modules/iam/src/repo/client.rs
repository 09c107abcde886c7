//! Machine clients.

use crate::{entity::client, error::statement};
use db::Tx;
use sea_orm::{ConnectionTrait, EntityTrait, sea_query::OnConflict};
use types::Failure;

/// A machine client.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<client::Model>, Failure> {
    client::Entity::find_by_id(id.to_owned()).one(conn).await.map_err(statement)
}

/// Stores a machine client, replacing one with the same id.
pub(crate) async fn upsert(tx: &mut Tx, model: client::Model) -> Result<(), Failure> {
    use client::Column as C;
    let conflict = OnConflict::column(C::ClientId)
        .update_columns([C::Secret, C::Roles, C::Scopes, C::AppIds, C::Active, C::UpdatedAt])
        .to_owned();
    client::Entity::insert(client::ActiveModel::from(model))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}
