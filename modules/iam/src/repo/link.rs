//! Who signs in with an outside provider.

use crate::{entity::link, error::statement};
use db::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use types::Failure;

/// The member of staff behind an outside subject.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Result<Option<link::Model>, Failure> {
    link::Entity::find_by_id((issuer.to_owned(), subject.to_owned())).one(conn).await.map_err(statement)
}

/// Stores whom an outside subject is.
pub(crate) async fn insert(tx: &mut Tx, issuer: &str, subject: &str, user_id: &str) -> Result<(), Failure> {
    let row = link::ActiveModel {
        issuer: Set(issuer.to_owned()),
        subject: Set(subject.to_owned()),
        user_id: Set(user_id.to_owned()),
        created_at: Set(tx.now()),
    };
    link::Entity::insert(row).exec_without_returning(tx.conn()).await.map_err(statement)?;
    Ok(())
}
