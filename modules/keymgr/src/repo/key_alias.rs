//! Keys by name, thumbprint and time.

use chrono::{DateTime, Utc};
use db::{DbError, Tx};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use crate::domain::name::FOREIGN;
use crate::entity::key_alias::{ActiveModel, Column, Entity, Model};

/// Every key of a name, the newest first.
pub(crate) async fn by_name(
    conn: &impl ConnectionTrait,
    application_id: &str,
    reference_id: &str,
) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find()
        .filter(Column::ApplicationId.eq(application_id))
        .filter(Column::ReferenceId.eq(reference_id))
        .order_by_desc(Column::GeneratedAt)
        .order_by_desc(Column::Id)
        .all(conn)
        .await?)
}

/// Names that have keys, in their order: of one application, after a name.
pub(crate) async fn names(
    conn: &impl ConnectionTrait,
    application_id: Option<&str>,
    after: Option<(&str, &str)>,
    limit: u64,
) -> Result<Vec<(String, String)>, DbError> {
    let mut found = Entity::find().select_only().column(Column::ApplicationId).column(Column::ReferenceId);
    if let Some(application_id) = application_id {
        found = found.filter(Column::ApplicationId.eq(application_id));
    }
    if let Some((application_id, reference_id)) = after {
        found = found.filter(Condition::any().add(Column::ApplicationId.gt(application_id)).add(
            Condition::all().add(Column::ApplicationId.eq(application_id)).add(Column::ReferenceId.gt(reference_id)),
        ));
    }
    let found = found.group_by(Column::ApplicationId).group_by(Column::ReferenceId);
    let found = found.order_by_asc(Column::ApplicationId).order_by_asc(Column::ReferenceId).limit(limit);
    Ok(found.into_tuple().all(conn).await?)
}

/// Every key of these names, the newest first; keys of neighbouring names may come with them.
pub(crate) async fn of_names(conn: &impl ConnectionTrait, names: &[(String, String)]) -> Result<Vec<Model>, DbError> {
    let applications = names.iter().map(|name| name.0.as_str());
    let references = names.iter().map(|name| name.1.as_str());
    Ok(Entity::find()
        .filter(Column::ApplicationId.is_in(applications))
        .filter(Column::ReferenceId.is_in(references))
        .order_by_desc(Column::GeneratedAt)
        .order_by_desc(Column::Id)
        .all(conn)
        .await?)
}

/// Roots and masters, also those that ended.
pub(crate) async fn certifying(conn: &impl ConnectionTrait) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find().filter(Column::Kind.is_in(["root", "master"])).all(conn).await?)
}

/// Every application that has keys.
pub(crate) async fn applications(conn: &impl ConnectionTrait) -> Result<Vec<String>, DbError> {
    let found = Entity::find().select_only().column(Column::ApplicationId).distinct();
    Ok(found.order_by_asc(Column::ApplicationId).into_tuple().all(conn).await?)
}

/// Keys with this certificate: usually one, several when a foreign certificate stands under several names.
pub(crate) async fn by_thumbprint(conn: &impl ConnectionTrait, thumbprint: &str) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find()
        .filter(Column::Thumbprint.eq(thumbprint))
        .order_by_asc(Column::GeneratedAt)
        .order_by_asc(Column::Id)
        .limit(100)
        .all(conn)
        .await?)
}

/// Signing keys that are not expired, in the order of their names.
pub(crate) async fn signing_keys(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find()
        .filter(Column::Kind.is_in(["master", "signature"]))
        .filter(Column::ExpiresAt.gt(now))
        .order_by_asc(Column::ApplicationId)
        .order_by_asc(Column::ReferenceId)
        .order_by_desc(Column::GeneratedAt)
        .limit(500)
        .all(conn)
        .await?)
}

/// Ids of all keys whose private half must lie in the key store.
pub(crate) async fn owned_ids(conn: &impl ConnectionTrait) -> Result<Vec<String>, DbError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Kind.ne(FOREIGN))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(conn)
        .await?)
}

/// Every key and certificate, by name, the newest first.
pub(crate) async fn all(conn: &impl ConnectionTrait) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find()
        .order_by_asc(Column::ApplicationId)
        .order_by_asc(Column::ReferenceId)
        .order_by_desc(Column::GeneratedAt)
        .order_by_desc(Column::Id)
        .all(conn)
        .await?)
}

/// Names of all keys that sign, root apart.
pub(crate) async fn signing_names(conn: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::ApplicationId)
        .column(Column::ReferenceId)
        .filter(Column::Kind.is_in(["master", "signature"]))
        .distinct()
        .order_by_asc(Column::ApplicationId)
        .order_by_asc(Column::ReferenceId)
        .into_tuple()
        .all(conn)
        .await?)
}

/// Adds a key. [`DbError::Taken`] when another process made the same one.
pub(crate) async fn insert(tx: &mut Tx, row: Model) -> Result<(), DbError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Ends a key's validity.
pub(crate) async fn expire(tx: &mut Tx, id: &str, at: DateTime<Utc>) -> Result<(), DbError> {
    ActiveModel { id: Set(id.to_owned()), expires_at: Set(at), ..Default::default() }.update(tx.conn()).await?;
    Ok(())
}

/// Replaces a key's certificate and with it the validity.
pub(crate) async fn set_certificate(
    tx: &mut Tx,
    id: &str,
    pem: &str,
    thumbprint: &str,
    validity: (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), DbError> {
    let change = ActiveModel {
        id: Set(id.to_owned()),
        certificate: Set(pem.to_owned()),
        thumbprint: Set(thumbprint.to_owned()),
        generated_at: Set(validity.0),
        expires_at: Set(validity.1),
        ..Default::default()
    };
    change.update(tx.conn()).await?;
    Ok(())
}
