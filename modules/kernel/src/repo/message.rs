//! The development sink.

use db::{DbError, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::attachment;
use crate::entity::message::{ActiveModel, Column, Entity, Model};

/// Keeps a message; gives its id.
pub(crate) async fn insert(
    tx: &mut Tx,
    recipient: &str,
    channel: &str,
    subject: Option<&str>,
    text: &str,
) -> Result<String, DbError> {
    let id = tx.db().random().uuid_at(tx.now()).to_string();
    let row = ActiveModel {
        id: Set(id.clone()),
        recipient: Set(recipient.to_owned()),
        channel: Set(channel.to_owned()),
        subject: Set(subject.map(ToOwned::to_owned)),
        text: Set(text.to_owned()),
        sent_at: Set(tx.now()),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

/// Notes the files of a message.
pub(crate) async fn attach(tx: &mut Tx, rows: Vec<attachment::Model>) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(attachment::ActiveModel::from);
    attachment::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The files of some messages, in their order.
pub(crate) async fn attachments(
    conn: &impl ConnectionTrait,
    messages: Vec<String>,
) -> Result<Vec<attachment::Model>, DbError> {
    use attachment::Column as C;
    let query = attachment::Entity::find().filter(C::MessageId.is_in(messages));
    Ok(query.order_by_asc(C::MessageId).order_by_asc(C::Number).limit(2_000).all(conn).await?)
}

/// Messages, newest first: of one recipient (folded) or of all.
pub(crate) async fn newest(
    conn: &impl ConnectionTrait,
    recipient: Option<&str>,
    limit: u64,
) -> Result<Vec<Model>, DbError> {
    let mut query = Entity::find().order_by_desc(Column::SentAt).order_by_desc(Column::Id).limit(limit);
    if let Some(recipient) = recipient {
        query = query.filter(Column::Recipient.eq(recipient));
    }
    Ok(query.all(conn).await?)
}
