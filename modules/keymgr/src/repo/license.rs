//! Licence keys and their permissions.

use db::{DbError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{license_key, license_permission};

/// The licence key with this hash, when it is the provider's.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    id: &str,
    tsp_id: &str,
) -> Result<Option<license_key::Model>, DbError> {
    let found = license_key::Entity::find_by_id(id).filter(license_key::Column::TspId.eq(tsp_id));
    Ok(found.one(conn).await?)
}

/// Adds a licence key.
pub(crate) async fn insert(tx: &mut Tx, row: license_key::Model) -> Result<(), DbError> {
    license_key::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Adds permissions; those that are there already stay as they are.
pub(crate) async fn permit(tx: &mut Tx, rows: Vec<license_permission::Model>) -> Result<(), DbError> {
    let known = [license_permission::Column::LicenseId, license_permission::Column::Permission];
    license_permission::Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model))
        .on_conflict(OnConflict::columns(known).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// A licence key's permissions, the earliest first.
pub(crate) async fn permissions(conn: &impl ConnectionTrait, license_id: &str) -> Result<Vec<String>, DbError> {
    Ok(license_permission::Entity::find()
        .select_only()
        .column(license_permission::Column::Permission)
        .filter(license_permission::Column::LicenseId.eq(license_id))
        .order_by_asc(license_permission::Column::Id)
        .limit(100)
        .into_tuple()
        .all(conn)
        .await?)
}
