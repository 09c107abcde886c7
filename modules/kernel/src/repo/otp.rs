//! One-time codes.

use db::{DbError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use types::Timestamp;

use crate::entity::otp::{ActiveModel, Column, Entity, Model};

pub(crate) const UNUSED: &str = "OTP_UNUSED";
pub(crate) const FROZEN: &str = "KEY_FREEZED";

/// The code of a key.
pub(crate) async fn find(conn: &impl ConnectionTrait, key_hash: &str) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(key_hash.to_owned()).one(conn).await?)
}

/// Stores a new code in place of an earlier one.
pub(crate) async fn replace(tx: &mut Tx, key_hash: &str, code_hash: &str) -> Result<(), DbError> {
    let row = ActiveModel {
        key_hash: Set(key_hash.to_owned()),
        code_hash: Set(code_hash.to_owned()),
        status: Set(UNUSED.to_owned()),
        attempts: Set(0),
        generated_at: Set(tx.now()),
        changed_at: Set(tx.now()),
    };
    let conflict = OnConflict::column(Column::KeyHash)
        .update_columns([Column::CodeHash, Column::Status, Column::Attempts, Column::GeneratedAt, Column::ChangedAt])
        .to_owned();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Uses up a code; `false` when somebody else did or it was replaced meanwhile.
pub(crate) async fn consume(tx: &mut Tx, row: &Model) -> Result<bool, DbError> {
    let deleted = Entity::delete_many()
        .filter(Column::KeyHash.eq(&row.key_hash))
        .filter(Column::CodeHash.eq(&row.code_hash))
        .filter(Column::Attempts.eq(row.attempts))
        .filter(Column::Status.eq(&row.status))
        .exec(tx.conn())
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Records a wrong answer; `false` when the row changed meanwhile.
pub(crate) async fn record(tx: &mut Tx, row: &Model, status: &str, attempts: i32) -> Result<bool, DbError> {
    let changed = Entity::update_many()
        .set(ActiveModel {
            status: Set(status.to_owned()),
            attempts: Set(attempts),
            changed_at: Set(tx.now()),
            ..ActiveModel::default()
        })
        .filter(Column::KeyHash.eq(&row.key_hash))
        .filter(Column::CodeHash.eq(&row.code_hash))
        .filter(Column::Attempts.eq(row.attempts))
        .filter(Column::Status.eq(&row.status))
        .exec(tx.conn())
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Removes codes that were last touched before `before`.
pub(crate) async fn remove_old(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    Ok(Entity::delete_many().filter(Column::ChangedAt.lt(before)).exec(tx.conn()).await?.rows_affected)
}
