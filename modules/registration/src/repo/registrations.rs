//! `registration`, its steps and the parts of its packet.

use crate::{
    domain::status::Status,
    entity::{part, registration, step},
    error::{statement, storage},
};
use db::Tx;
use registration_api::{PipelineQuery, PipelineState};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use types::{Failure, Timestamp};

/// What a registration waits for when a person has to decide.
pub(crate) const DECISION: &str = "decision";

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

/// The rows of a state, as the pipeline's pages sort them.
fn in_state(state: PipelineState) -> Condition {
    use registration::Column as C;
    let is = |status: Status| Condition::all().add(C::Status.eq(status.name()));
    match state {
        PipelineState::Stuck => is(Status::ReprocessFailed),
        PipelineState::Decision => is(Status::Processing).add(C::WaitsFor.eq(DECISION)),
        PipelineState::Paused => is(Status::PausedForAdditionalInfo),
        PipelineState::Retrying => is(Status::Reprocess),
        PipelineState::Moving => is(Status::Processing).add(C::WaitsFor.is_null()),
        PipelineState::Processed => is(Status::Processed),
        PipelineState::Rejected => is(Status::Rejected),
        PipelineState::Failed => is(Status::Failed),
    }
}

/// A page of the pipeline, what moved last first; of several at one time the greater registration id.
pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    asked: &PipelineQuery,
    limit: u64,
) -> Result<Vec<registration::Model>, Failure> {
    use registration::Column as C;
    let mut query = registration::Entity::find();
    if let Some(state) = asked.state {
        query = query.filter(in_state(state));
    }
    if let Some(stage) = &asked.stage {
        query = query.filter(C::Stage.eq(stage.as_str()));
    }
    if !asked.rid_prefix.is_empty() {
        query = query.filter(C::Rid.starts_with(asked.rid_prefix.as_str()));
    }
    if let Some(after) = &asked.after {
        let earlier = Condition::all().add(C::UpdatedAt.eq(after.since)).add(C::Rid.lt(after.rid.as_str()));
        query = query.filter(Condition::any().add(C::UpdatedAt.lt(after.since)).add(earlier));
    }
    query.order_by_desc(C::UpdatedAt).order_by_desc(C::Rid).limit(limit).all(conn).await.map_err(statement)
}

/// Status, what is waited for, and how many of each there are.
pub(crate) async fn counts(conn: &impl ConnectionTrait) -> Result<Vec<(String, Option<String>, i64)>, Failure> {
    use registration::Column as C;
    registration::Entity::find()
        .select_only()
        .column(C::Status)
        .column(C::WaitsFor)
        .column_as(C::Rid.count(), "count")
        .group_by(C::Status)
        .group_by(C::WaitsFor)
        .into_tuple()
        .all(conn)
        .await
        .map_err(statement)
}

/// How many were received since a time.
pub(crate) async fn received_since(conn: &impl ConnectionTrait, since: Timestamp) -> Result<u64, Failure> {
    use registration::Column as C;
    registration::Entity::find().filter(C::CreatedAt.gte(since)).count(conn).await.map_err(statement)
}

/// How many got a number since a time.
pub(crate) async fn processed_since(conn: &impl ConnectionTrait, since: Timestamp) -> Result<u64, Failure> {
    use registration::Column as C;
    let processed = registration::Entity::find().filter(in_state(PipelineState::Processed));
    processed.filter(C::UpdatedAt.gte(since)).count(conn).await.map_err(statement)
}

/// When the latest that got a number were received, and when they got it.
pub(crate) async fn latest_processed(
    conn: &impl ConnectionTrait,
    limit: u64,
) -> Result<Vec<(Timestamp, Timestamp)>, Failure> {
    use registration::Column as C;
    registration::Entity::find()
        .select_only()
        .columns([C::CreatedAt, C::UpdatedAt])
        .filter(in_state(PipelineState::Processed))
        .order_by_desc(C::UpdatedAt)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await
        .map_err(statement)
}

/// Stages some registrations have been at: instance and stage.
pub(crate) async fn visited(
    conn: &impl ConnectionTrait,
    instances: &[String],
) -> Result<Vec<(String, String)>, Failure> {
    use step::Column as C;
    step::Entity::find()
        .select_only()
        .columns([C::WorkflowInstanceId, C::Stage])
        .filter(C::WorkflowInstanceId.is_in(instances))
        .distinct()
        .into_tuple()
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
