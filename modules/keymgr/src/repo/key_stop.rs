//! Names whose keys get no successors.

use db::{DbError, Tx};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use crate::entity::key_stop::{Column, Entity, Model};

/// Whether a name gets no key.
pub(crate) async fn exists(
    conn: &impl ConnectionTrait,
    application_id: &str,
    reference_id: &str,
) -> Result<bool, DbError> {
    let found =
        Entity::find().filter(Column::ApplicationId.eq(application_id)).filter(Column::ReferenceId.eq(reference_id));
    Ok(found.count(conn).await? > 0)
}

/// Stops a name. [`DbError::Taken`] when it is stopped already.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Lets a name have keys again; tells whether it was stopped.
pub(crate) async fn delete(tx: &mut Tx, application_id: &str, reference_id: &str) -> Result<bool, DbError> {
    let deleted = Entity::delete_many()
        .filter(Column::ApplicationId.eq(application_id))
        .filter(Column::ReferenceId.eq(reference_id))
        .exec(tx.conn())
        .await?;
    Ok(deleted.rows_affected > 0)
}
