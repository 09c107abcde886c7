use crate::entity::{event, event_cursor};
use db::{DbError, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

pub(crate) async fn insert(tx: &mut Tx, uin_hash: &str, payload: String) -> Result<(), DbError> {
    let row = event::ActiveModel {
        seq: ActiveValue::NotSet,
        uin_hash: ActiveValue::Set(uin_hash.to_owned()),
        payload: ActiveValue::Set(payload),
        created_at: ActiveValue::Set(tx.now()),
    };
    event::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The next events of an identity, oldest first.
pub(crate) async fn after(
    conn: &impl ConnectionTrait,
    uin_hash: &str,
    seq: i64,
    limit: u64,
) -> Result<Vec<event::Model>, DbError> {
    Ok(event::Entity::find()
        .filter(event::Column::UinHash.eq(uin_hash))
        .filter(event::Column::Seq.gt(seq))
        .order_by_asc(event::Column::Seq)
        .limit(limit)
        .all(conn)
        .await?)
}

/// How far a listener has been told; 0 for nothing yet.
pub(crate) async fn cursor(conn: &impl ConnectionTrait, listener: &str, uin_hash: &str) -> Result<i64, DbError> {
    let key = (listener.to_owned(), uin_hash.to_owned());
    Ok(event_cursor::Entity::find_by_id(key).one(conn).await?.map_or(0, |row| row.seq))
}

/// Moves the cursor on; false when another worker moved it meanwhile.
pub(crate) async fn advance(tx: &mut Tx, listener: &str, uin_hash: &str, from: i64, to: i64) -> Result<bool, DbError> {
    if from == 0 {
        let row = event_cursor::Model { listener: listener.to_owned(), uin_hash: uin_hash.to_owned(), seq: to };
        let inserted = event_cursor::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::columns([event_cursor::Column::Listener, event_cursor::Column::UinHash])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx.conn())
            .await?;
        return Ok(inserted == 1);
    }
    let updated = event_cursor::Entity::update_many()
        .col_expr(event_cursor::Column::Seq, Expr::value(to))
        .filter(event_cursor::Column::Listener.eq(listener))
        .filter(event_cursor::Column::UinHash.eq(uin_hash))
        .filter(event_cursor::Column::Seq.eq(from))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}
