//! `registration_case`.

use crate::{entity::case, error::statement};
use db::Tx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use types::Failure;

pub(crate) const PENDING: &str = "PENDING";

/// Opens a case; an instance whose case is open keeps it.
pub(crate) async fn open(tx: &mut Tx, model: case::Model) -> Result<(), Failure> {
    let pending = case::Entity::find()
        .filter(case::Column::WorkflowInstanceId.eq(model.workflow_instance_id.as_str()))
        .filter(case::Column::Status.eq(PENDING))
        .one(tx.conn())
        .await
        .map_err(statement)?;
    if pending.is_none() {
        case::Entity::insert(case::ActiveModel::from(model))
            .exec_without_returning(tx.conn())
            .await
            .map_err(statement)?;
    }
    Ok(())
}

/// A case.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<case::Model>, Failure> {
    case::Entity::find_by_id(id.to_owned()).one(conn).await.map_err(statement)
}

/// Open cases, oldest first.
pub(crate) async fn pending(conn: &impl ConnectionTrait, limit: u64) -> Result<Vec<case::Model>, Failure> {
    case::Entity::find()
        .filter(case::Column::Status.eq(PENDING))
        .order_by_asc(case::Column::OpenedAt)
        .limit(limit)
        .all(conn)
        .await
        .map_err(statement)
}

/// How many cases are open.
pub(crate) async fn count_pending(conn: &impl ConnectionTrait) -> Result<u64, Failure> {
    case::Entity::find().filter(case::Column::Status.eq(PENDING)).count(conn).await.map_err(statement)
}

/// The open case of a registration.
pub(crate) async fn pending_of(conn: &impl ConnectionTrait, instance: &str) -> Result<Option<case::Model>, Failure> {
    case::Entity::find()
        .filter(case::Column::WorkflowInstanceId.eq(instance))
        .filter(case::Column::Status.eq(PENDING))
        .one(conn)
        .await
        .map_err(statement)
}

/// Closes an open case; `false` when somebody else did.
pub(crate) async fn close(tx: &mut Tx, id: &str, status: &str, by: &str, reason: &str) -> Result<bool, Failure> {
    let done = case::Entity::update_many()
        .set(case::ActiveModel {
            status: Set(status.to_owned()),
            decided_by: Set(Some(by.to_owned())),
            reason: Set(Some(reason.to_owned())),
            decided_at: Set(Some(tx.now())),
            ..Default::default()
        })
        .filter(case::Column::Id.eq(id))
        .filter(case::Column::Status.eq(PENDING))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(done.rows_affected == 1)
}
