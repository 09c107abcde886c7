//! The development sink.

use db::{DbError, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::message::{ActiveModel, Column, Entity, Model};

/// Keeps a message.
pub(crate) async fn insert(
    tx: &mut Tx,
    recipient: &str,
    channel: &str,
    subject: Option<&str>,
    text: &str,
) -> Result<(), DbError> {
    let row = ActiveModel {
        id: Set(tx.db().random().uuid_at(tx.now()).to_string()),
        recipient: Set(recipient.to_owned()),
        channel: Set(channel.to_owned()),
        subject: Set(subject.map(ToOwned::to_owned)),
        text: Set(text.to_owned()),
        sent_at: Set(tx.now()),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
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
