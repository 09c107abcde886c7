//! `registration`, its steps and the parts of its packet.

use crate::{
    domain::status::Status,
    entity::{part, registration, step},
    error::{statement, storage},
};
use db::Tx;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use types::{Failure, Timestamp};

/// A registration by its instance id.
pub(crate) async fn find(conn: &impl ConnectionTrait, instance: &str) -> Result<Option<registration::Model>, Failure> {
    registration::Entity::find_by_id(instance.to_owned()).one(conn).await.map_err(statement)
}

/// The newest registration of a registration id.
pub(crate) async fn of_rid(conn: &impl ConnectionTrait, rid: &str) -> Result<Option<registration::Model>, Failure> {
    registration::Entity::find()
        .filter(registration::Column::Rid.eq(rid))
        .order_by_desc(registration::Column::CreatedAt)
        .one(conn)
        .await
        .map_err(statement)
}

/// The registration of a registration id and process.
pub(crate) async fn of_process(
    conn: &impl ConnectionTrait,
    rid: &str,
    process: &str,
) -> Result<Option<registration::Model>, Failure> {
    registration::Entity::find()
        .filter(registration::Column::Rid.eq(rid))
        .filter(registration::Column::Process.eq(process))
        .one(conn)
        .await
        .map_err(statement)
}

/// Registrations by instance ids, of those that may still lead, or have led, to a number.
pub(crate) async fn live(
    conn: &impl ConnectionTrait,
    instances: &[String],
) -> Result<Vec<registration::Model>, Failure> {
    let dead = [Status::Rejected.name(), Status::Failed.name()];
    registration::Entity::find()
        .filter(registration::Column::WorkflowInstanceId.is_in(instances))
        .filter(registration::Column::Status.is_not_in(dead))
        .order_by_asc(registration::Column::CreatedAt)
        .limit(1000)
        .all(conn)
        .await
        .map_err(statement)
}

/// A page of the pipeline, what moved last first; the cursor is that time, as entries show it. `filter` is empty, a status, a stage, or the beginning of a registration id.
pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    filter: &str,
    before: Option<Timestamp>,
    limit: u64,
) -> Result<Vec<registration::Model>, Failure> {
    use registration::Column as C;
    let mut query = registration::Entity::find();
    if !filter.is_empty() {
        let mut any = Condition::any().add(C::Status.eq(filter)).add(C::Stage.eq(filter)).add(C::WaitsFor.eq(filter));
        if filter.bytes().all(|byte| byte.is_ascii_digit()) {
            any = any.add(C::Rid.starts_with(filter));
        }
        query = query.filter(any);
    }
    if let Some(before) = before {
        query = query.filter(C::UpdatedAt.lt(before));
    }
    query
        .order_by_desc(C::UpdatedAt)
        .order_by_desc(C::WorkflowInstanceId)
        .limit(limit)
        .all(conn)
        .await
        .map_err(statement)
}

/// Registrations that should have moved by now: tried again later than planned, or waiting for information too long.
pub(crate) async fn overdue(
    conn: &impl ConnectionTrait,
    now: Timestamp,
    untouched_since: Timestamp,
) -> Result<Vec<registration::Model>, Failure> {
    use registration::Column as C;
    let moving = [Status::Processing.name(), Status::Reprocess.name()];
    let late = Condition::all()
        .add(C::Status.is_in(moving))
        .add(C::WaitsFor.is_null())
        .add(C::UpdatedAt.lt(untouched_since))
        .add(Condition::any().add(C::NextTry.is_null()).add(C::NextTry.lt(untouched_since)));
    let paused = Condition::all().add(C::Status.eq(Status::PausedForAdditionalInfo.name())).add(C::NextTry.lt(now));
    registration::Entity::find()
        .filter(Condition::any().add(late).add(paused))
        .order_by_asc(C::UpdatedAt)
        .limit(100)
        .all(conn)
        .await
        .map_err(statement)
}

/// Stores a new registration.
///
/// `Ok(false)` when one of this registration id and process is there already; the transaction is then of no more use.
pub(crate) async fn insert(tx: &mut Tx, model: registration::Model) -> Result<bool, Failure> {
    let done =
        registration::Entity::insert(registration::ActiveModel::from(model)).exec_without_returning(tx.conn()).await;
    match done.map_err(db::DbError::from) {
        Ok(_) => Ok(true),
        Err(error) if error.is_taken() => Ok(false),
        Err(error) => Err(storage(error)),
    }
}

/// Stores a changed registration if nobody changed it since `version` was read; `false` when somebody did.
pub(crate) async fn save(tx: &mut Tx, mut model: registration::Model, version: i64) -> Result<bool, Failure> {
    model.version = version + 1;
    model.updated_at = tx.now();
    let instance = model.workflow_instance_id.clone();
    let mut active = model.into_active_model().reset_all();
    active.workflow_instance_id = sea_orm::ActiveValue::NotSet;
    active.created_at = sea_orm::ActiveValue::NotSet;
    let done = registration::Entity::update_many()
        .set(active)
        .filter(registration::Column::WorkflowInstanceId.eq(instance))
        .filter(registration::Column::Version.eq(version))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(done.rows_affected == 1)
}

/// Adds a step.
pub(crate) async fn add_step(tx: &mut Tx, model: step::Model) -> Result<(), Failure> {
    step::Entity::insert(step::ActiveModel::from(model)).exec_without_returning(tx.conn()).await.map_err(statement)?;
    Ok(())
}

/// A registration's steps, oldest first.
pub(crate) async fn steps(conn: &impl ConnectionTrait, instance: &str) -> Result<Vec<step::Model>, Failure> {
    step::Entity::find()
        .filter(step::Column::WorkflowInstanceId.eq(instance))
        .order_by_asc(step::Column::Version)
        .limit(1000)
        .all(conn)
        .await
        .map_err(statement)
}

/// All steps of a registration id, oldest first.
pub(crate) async fn steps_of_rid(conn: &impl ConnectionTrait, rid: &str) -> Result<Vec<step::Model>, Failure> {
    step::Entity::find()
        .filter(step::Column::Rid.eq(rid))
        .order_by_asc(step::Column::CreatedAt)
        .order_by_asc(step::Column::Version)
        .limit(1000)
        .all(conn)
        .await
        .map_err(statement)
}

/// The latest step of a registration.
pub(crate) async fn latest_step(conn: &impl ConnectionTrait, instance: &str) -> Result<Option<step::Model>, Failure> {
    step::Entity::find()
        .filter(step::Column::WorkflowInstanceId.eq(instance))
        .order_by_desc(step::Column::Version)
        .one(conn)
        .await
        .map_err(statement)
}

/// The parts of a registration's packet.
pub(crate) async fn parts(conn: &impl ConnectionTrait, instance: &str) -> Result<Vec<part::Model>, Failure> {
    part::Entity::find()
        .filter(part::Column::WorkflowInstanceId.eq(instance))
        .order_by_asc(part::Column::Kind)
        .limit(3)
        .all(conn)
        .await
        .map_err(statement)
}

/// Stores a part, replacing one of the same kind.
pub(crate) async fn upsert_part(tx: &mut Tx, model: part::Model) -> Result<(), Failure> {
    use part::Column as C;
    let conflict = OnConflict::columns([C::WorkflowInstanceId, C::Kind]).update_columns([C::Blob, C::Info]).to_owned();
    part::Entity::insert(part::ActiveModel::from(model))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}
