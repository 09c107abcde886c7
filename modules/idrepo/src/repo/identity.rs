use crate::entity::{identity, identity_history, registration, update_count};
use db::{DbError, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter};

pub(crate) async fn find_by_hash(
    conn: &impl ConnectionTrait,
    uin_hash: &str,
) -> Result<Option<identity::Model>, DbError> {
    Ok(identity::Entity::find().filter(identity::Column::UinHash.eq(uin_hash)).one(conn).await?)
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<identity::Model>, DbError> {
    Ok(identity::Entity::find_by_id(id).one(conn).await?)
}

/// By any registration that made or changed it.
pub(crate) async fn find_by_registration(
    conn: &impl ConnectionTrait,
    reg_id: &str,
) -> Result<Option<identity::Model>, DbError> {
    match registration::Entity::find_by_id(reg_id).one(conn).await? {
        Some(row) => find(conn, &row.identity_id).await,
        None => Ok(None),
    }
}

pub(crate) async fn registration_exists(conn: &impl ConnectionTrait, reg_id: &str) -> Result<bool, DbError> {
    Ok(registration::Entity::find_by_id(reg_id).one(conn).await?.is_some())
}

/// Fails with `Taken` when the UIN or the registration is known.
pub(crate) async fn insert(tx: &mut Tx, row: identity::Model) -> Result<(), DbError> {
    insert_registration(tx, &row.reg_id, &row.id).await?;
    identity::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub(crate) async fn insert_registration(tx: &mut Tx, reg_id: &str, identity_id: &str) -> Result<(), DbError> {
    let row =
        registration::Model { reg_id: reg_id.to_owned(), identity_id: identity_id.to_owned(), created_at: tx.now() };
    registration::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What a change writes.
pub(crate) struct Change {
    pub reg_id: String,
    pub data: Vec<u8>,
    pub status: String,
}

/// Writes the next revision and keeps the old one; false when another change was faster.
pub(crate) async fn replace(tx: &mut Tx, old: &identity::Model, change: Change) -> Result<bool, DbError> {
    let updated = identity::Entity::update_many()
        .col_expr(identity::Column::RegId, Expr::value(change.reg_id))
        .col_expr(identity::Column::Data, Expr::value(change.data))
        .col_expr(identity::Column::Status, Expr::value(change.status))
        .col_expr(identity::Column::Revision, Expr::value(old.revision + 1))
        .col_expr(identity::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(identity::Column::Id.eq(&old.id))
        .filter(identity::Column::Revision.eq(old.revision))
        .exec(tx.conn())
        .await?;
    if updated.rows_affected != 1 {
        return Ok(false);
    }
    let history = identity_history::Model {
        identity_id: old.id.clone(),
        revision: old.revision,
        reg_id: old.reg_id.clone(),
        data: old.data.clone(),
        status: old.status.clone(),
        replaced_at: tx.now(),
        replaced_by: tx.cx().actor().to_owned(),
    };
    identity_history::Entity::insert(history.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(true)
}

/// Takes an identity's turn for changes of its VIDs and locks: two transactions about one person never run side by side.
/// False when there is no such identity.
pub(crate) async fn take_turn(tx: &mut Tx, uin_hash: &str) -> Result<bool, DbError> {
    let updated = identity::Entity::update_many()
        .col_expr(identity::Column::VidTurn, Expr::col(identity::Column::VidTurn).add(1))
        .filter(identity::Column::UinHash.eq(uin_hash))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}

pub(crate) async fn update_counts(
    conn: &impl ConnectionTrait,
    identity_id: &str,
) -> Result<Vec<update_count::Model>, DbError> {
    Ok(update_count::Entity::find().filter(update_count::Column::IdentityId.eq(identity_id)).all(conn).await?)
}

pub(crate) async fn count_update(tx: &mut Tx, identity_id: &str, attribute: &str) -> Result<(), DbError> {
    let row = update_count::Model { identity_id: identity_id.to_owned(), attribute: attribute.to_owned(), count: 1 };
    let grown = Expr::col((update_count::Entity, update_count::Column::Count)).add(1);
    update_count::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([update_count::Column::IdentityId, update_count::Column::Attribute])
                .value(update_count::Column::Count, grown)
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
