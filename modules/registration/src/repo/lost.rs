//! `registration_lost`.

use crate::entity::lost::{ActiveModel, Column, Entity, Model};
use crate::error::statement;
use db::Tx;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};
use types::{Failure, Timestamp};

/// What is known of whom is looked for.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) centers: Option<Vec<String>>,
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

/// Stores by what a packet's registration is found; an announcement that is repeated takes the new values.
pub(crate) async fn upsert(tx: &mut Tx, model: Model) -> Result<(), Failure> {
    let conflict = OnConflict::column(Column::PacketId)
        .update_columns([Column::NameHash, Column::EmailHash, Column::PhoneHash, Column::SyncedAt])
        .to_owned();
    Entity::insert(ActiveModel::from(model))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Registrations that fit everything that is known, the newest first.
pub(crate) async fn find(conn: &impl ConnectionTrait, known: &Known, limit: u64) -> Result<Vec<Model>, Failure> {
    let mut query = Entity::find();
    for (column, value) in
        [(Column::NameHash, &known.name), (Column::EmailHash, &known.email), (Column::PhoneHash, &known.phone)]
    {
        if let Some(value) = value {
            query = query.filter(column.eq(value.as_str()));
        }
    }
    if let Some(centers) = &known.centers {
        query = query.filter(Column::Center.is_in(centers));
    }
    if let Some(from) = known.from {
        query = query.filter(Column::RegisteredAt.gte(from));
    }
    if let Some(until) = known.until {
        query = query.filter(Column::RegisteredAt.lt(until));
    }
    let query = query.order_by_desc(Column::RegisteredAt).order_by_desc(Column::PacketId).limit(limit);
    query.all(conn).await.map_err(statement)
}
