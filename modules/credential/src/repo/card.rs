use crate::entity::card;
use db::{DbError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

pub(crate) async fn find(conn: &impl ConnectionTrait, uin_hash: &str) -> Result<Option<card::Model>, DbError> {
    Ok(card::Entity::find_by_id(uin_hash).one(conn).await?)
}

/// The newest card takes the place of the one before.
pub(crate) async fn put(tx: &mut Tx, row: card::Model) -> Result<(), DbError> {
    use card::Column;
    let columns = [Column::CredentialId, Column::BlobKey, Column::QrSealed, Column::SourceUpdatedAt, Column::IssuedAt];
    card::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::UinHash).update_columns(columns).to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
