//! `registration_list`.

use crate::{entity::announced as list, error::statement};
use db::Tx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};
use types::Failure;

/// An announced packet.
pub(crate) async fn find(conn: &impl ConnectionTrait, packet_id: &str) -> Result<Option<list::Model>, Failure> {
    list::Entity::find().filter(list::Column::PacketId.eq(packet_id)).one(conn).await.map_err(statement)
}

/// What was announced for a registration in processing.
pub(crate) async fn of_instance(conn: &impl ConnectionTrait, instance: &str) -> Result<Option<list::Model>, Failure> {
    list::Entity::find_by_id(instance.to_owned()).one(conn).await.map_err(statement)
}

/// The newest announcement of a registration id.
pub(crate) async fn of_rid(conn: &impl ConnectionTrait, rid: &str) -> Result<Option<list::Model>, Failure> {
    list::Entity::find()
        .filter(list::Column::Rid.eq(rid))
        .order_by_desc(list::Column::CreatedAt)
        .one(conn)
        .await
        .map_err(statement)
}

/// Stores an announcement; a packet announced before keeps its instance id and takes the new values.
pub(crate) async fn upsert(tx: &mut Tx, model: list::Model) -> Result<(), Failure> {
    use list::Column as C;
    let conflict = OnConflict::column(C::PacketId)
        .update_columns([
            C::PacketHash,
            C::PacketSize,
            C::SupervisorStatus,
            C::SupervisorComment,
            C::ContactSealed,
            C::LangCode,
            C::UpdatedAt,
        ])
        .to_owned();
    list::Entity::insert(list::ActiveModel::from(model))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Forgets the contact data of an announcement.
pub(crate) async fn erase_contact(tx: &mut Tx, instance: &str) -> Result<(), Failure> {
    list::Entity::update_many()
        .set(list::ActiveModel { contact_sealed: Set(None), updated_at: Set(tx.now()), ..Default::default() })
        .filter(list::Column::WorkflowInstanceId.eq(instance))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}
