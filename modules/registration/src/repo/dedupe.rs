//! Demographic hashes and the gallery.

use crate::{
    entity::{counter, demographic, reference},
    error::statement,
};
use db::Tx;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use types::Failure;

/// Stores the hashes of one language, replacing those of an earlier run.
pub(crate) async fn upsert_demographic(tx: &mut Tx, model: demographic::Model) -> Result<(), Failure> {
    use demographic::Column as C;
    let conflict = OnConflict::columns([C::WorkflowInstanceId, C::LangCode])
        .update_columns([C::NameHash, C::BirthHash, C::GenderHash])
        .to_owned();
    demographic::Entity::insert(demographic::ActiveModel::from(model))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Instance ids of other registrations with equal hashes in one of the languages.
pub(crate) async fn alike(
    conn: &impl ConnectionTrait,
    instance: &str,
    hashes: &[(String, String, String, String)],
) -> Result<Vec<String>, Failure> {
    use demographic::Column as C;
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let mut any = Condition::any();
    for (language, name, birth, gender) in hashes {
        any = any.add(
            Condition::all()
                .add(C::NameHash.eq(name))
                .add(C::BirthHash.eq(birth))
                .add(C::GenderHash.eq(gender))
                .add(C::LangCode.eq(language)),
        );
    }
    let mut found: Vec<String> = demographic::Entity::find()
        .filter(C::WorkflowInstanceId.ne(instance))
        .filter(any)
        .order_by_asc(C::CreatedAt)
        .limit(100)
        .all(conn)
        .await
        .map_err(statement)?
        .into_iter()
        .map(|row| row.workflow_instance_id)
        .collect();
    found.dedup();
    Ok(found)
}

/// A registration's own hashes.
pub(crate) async fn demographic(
    conn: &impl ConnectionTrait,
    instance: &str,
) -> Result<Vec<demographic::Model>, Failure> {
    demographic::Entity::find()
        .filter(demographic::Column::WorkflowInstanceId.eq(instance))
        .limit(20)
        .all(conn)
        .await
        .map_err(statement)
}

/// A registration's reference in the gallery.
pub(crate) async fn reference(
    conn: &impl ConnectionTrait,
    instance: &str,
) -> Result<Option<reference::Model>, Failure> {
    reference::Entity::find()
        .filter(reference::Column::WorkflowInstanceId.eq(instance))
        .one(conn)
        .await
        .map_err(statement)
}

/// References by their ids.
pub(crate) async fn references(conn: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<reference::Model>, Failure> {
    reference::Entity::find()
        .filter(reference::Column::ReferenceId.is_in(ids))
        .limit(1000)
        .all(conn)
        .await
        .map_err(statement)
}

/// References of registrations.
pub(crate) async fn references_of(
    conn: &impl ConnectionTrait,
    instances: &[String],
) -> Result<Vec<reference::Model>, Failure> {
    reference::Entity::find()
        .filter(reference::Column::WorkflowInstanceId.is_in(instances))
        .limit(1000)
        .all(conn)
        .await
        .map_err(statement)
}

/// References enrolled after one, in the order of enrolment.
pub(crate) async fn references_after(
    conn: &impl ConnectionTrait,
    sequence: i64,
    limit: u64,
) -> Result<Vec<reference::Model>, Failure> {
    reference::Entity::find()
        .filter(reference::Column::Sequence.gt(sequence))
        .order_by_asc(reference::Column::Sequence)
        .limit(limit)
        .all(conn)
        .await
        .map_err(statement)
}

/// Enrols templates under a new reference; an instance that has one keeps it.
///
/// The number is drawn from a row that stays locked until the commit, so that numbers become visible in their order: who
/// sees number 7 sees all smaller ones.
pub(crate) async fn enrol(
    tx: &mut Tx,
    reference_id: &str,
    instance: &str,
    rid: &str,
    sealed: Vec<u8>,
) -> Result<(), Failure> {
    if reference(tx.conn(), instance).await?.is_some() {
        return Ok(());
    }
    let model = reference::Model {
        reference_id: reference_id.to_owned(),
        sequence: draw(tx, "reference").await?,
        workflow_instance_id: instance.to_owned(),
        rid: rid.to_owned(),
        templates_sealed: sealed,
        created_at: tx.now(),
    };
    reference::Entity::insert(reference::ActiveModel::from(model))
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

async fn draw(tx: &mut Tx, name: &str) -> Result<i64, Failure> {
    use counter::Column as C;
    let first = counter::Model { name: name.to_owned(), value: 1 };
    let conflict =
        OnConflict::column(C::Name).value(C::Value, Expr::col((counter::Entity, C::Value)).add(1)).to_owned();
    counter::Entity::insert(counter::ActiveModel::from(first))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    let row = counter::Entity::find_by_id(name.to_owned()).one(tx.conn()).await.map_err(statement)?;
    Ok(row.map_or(1, |row| row.value))
}
