use crate::entity::salt;
use db::{DbError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

const ROW: i32 = 0;

pub(crate) async fn find(conn: &impl ConnectionTrait) -> Result<Option<salt::Model>, DbError> {
    Ok(salt::Entity::find_by_id(ROW).one(conn).await?)
}

/// Keeps the first one's: whoever comes second reads again.
pub(crate) async fn insert_first(tx: &mut Tx, sealed: Vec<u8>) -> Result<(), DbError> {
    let row = salt::Model { id: ROW, sealed, created_at: tx.now() };
    salt::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(salt::Column::Id).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
