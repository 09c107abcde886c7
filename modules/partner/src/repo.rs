//! Queries of partner. Reads take a connection, writes a transaction.

use crate::{
    entity::{api_key, group, licence, mapping, partner, policy},
    error::statement,
};
use db::{Timestamp, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use types::Failure;

/// A policy group by name.
pub(crate) async fn group_by_name(conn: &impl ConnectionTrait, name: &str) -> Result<Option<group::Model>, Failure> {
    group::Entity::find().filter(group::Column::Name.eq(name)).one(conn).await.map_err(statement)
}

/// A policy group.
pub(crate) async fn find_group(conn: &impl ConnectionTrait, id: &str) -> Result<Option<group::Model>, Failure> {
    group::Entity::find_by_id(id.to_owned()).one(conn).await.map_err(statement)
}

/// A policy.
pub(crate) async fn find_policy(conn: &impl ConnectionTrait, id: &str) -> Result<Option<policy::Model>, Failure> {
    policy::Entity::find_by_id(id.to_owned()).one(conn).await.map_err(statement)
}

/// A policy of a group by name.
pub(crate) async fn policy_by_name(
    conn: &impl ConnectionTrait,
    group_id: &str,
    name: &str,
) -> Result<Option<policy::Model>, Failure> {
    let query =
        policy::Entity::find().filter(policy::Column::GroupId.eq(group_id)).filter(policy::Column::Name.eq(name));
    query.one(conn).await.map_err(statement)
}

/// Policies in force at an instant.
pub(crate) async fn policies_in_force(
    conn: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Vec<policy::Model>, Failure> {
    policy::Entity::find()
        .filter(policy::Column::Published.eq(true))
        .filter(policy::Column::Active.eq(true))
        .filter(policy::Column::ValidTo.gt(now))
        .order_by_asc(policy::Column::Id)
        .all(conn)
        .await
        .map_err(statement)
}

/// Publishes a draft; false when it was published before.
pub(crate) async fn publish(tx: &mut Tx, id: &str) -> Result<bool, Failure> {
    let done = policy::Entity::update_many()
        .set(policy::ActiveModel { published: Set(true), active: Set(true), ..Default::default() })
        .filter(policy::Column::Id.eq(id))
        .filter(policy::Column::Published.eq(false))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(done.rows_affected == 1)
}

/// A partner; ids are compared as they are.
pub(crate) async fn find_partner(conn: &impl ConnectionTrait, id: &str) -> Result<Option<partner::Model>, Failure> {
    partner::Entity::find_by_id(id.to_owned()).one(conn).await.map_err(statement)
}

/// A partner by mail address.
pub(crate) async fn partner_by_email(
    conn: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<partner::Model>, Failure> {
    partner::Entity::find().filter(partner::Column::Email.eq(email)).one(conn).await.map_err(statement)
}

/// Stores the accepted certificate and activates the partner.
pub(crate) async fn accept_certificate(tx: &mut Tx, id: &str, certificate_id: &str, pem: &str) -> Result<(), Failure> {
    partner::Entity::update_many()
        .set(partner::ActiveModel {
            certificate_id: Set(Some(certificate_id.to_owned())),
            certificate: Set(Some(pem.to_owned())),
            approval: Set("approved".to_owned()),
            active: Set(true),
            updated_at: Set(tx.now()),
            ..Default::default()
        })
        .filter(partner::Column::Id.eq(id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// A mapping request.
pub(crate) async fn find_mapping(conn: &impl ConnectionTrait, id: &str) -> Result<Option<mapping::Model>, Failure> {
    mapping::Entity::find_by_id(id.to_owned()).one(conn).await.map_err(statement)
}

/// The mapping request of a partner for a policy.
pub(crate) async fn mapping_of(
    conn: &impl ConnectionTrait,
    partner_id: &str,
    policy_id: &str,
) -> Result<Option<mapping::Model>, Failure> {
    let query = mapping::Entity::find()
        .filter(mapping::Column::PartnerId.eq(partner_id))
        .filter(mapping::Column::PolicyId.eq(policy_id));
    query.one(conn).await.map_err(statement)
}

/// Decides a request that waits; false when somebody else did.
pub(crate) async fn decide_mapping(tx: &mut Tx, id: &str, status: &str) -> Result<bool, Failure> {
    let done = mapping::Entity::update_many()
        .set(mapping::ActiveModel { status: Set(status.to_owned()), updated_at: Set(tx.now()), ..Default::default() })
        .filter(mapping::Column::Id.eq(id))
        .filter(mapping::Column::Status.eq("InProgress"))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(done.rows_affected == 1)
}

/// Puts a rejected request back to waiting.
pub(crate) async fn reopen_mapping(tx: &mut Tx, id: &str, purpose: &str) -> Result<(), Failure> {
    mapping::Entity::update_many()
        .set(mapping::ActiveModel {
            status: Set("InProgress".to_owned()),
            purpose: Set(purpose.to_owned()),
            updated_at: Set(tx.now()),
            ..Default::default()
        })
        .filter(mapping::Column::Id.eq(id))
        .filter(mapping::Column::Status.eq("rejected"))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// An API key by its hash.
pub(crate) async fn find_api_key(conn: &impl ConnectionTrait, hash: &str) -> Result<Option<api_key::Model>, Failure> {
    api_key::Entity::find_by_id(hash.to_owned()).one(conn).await.map_err(statement)
}

/// A licence by its key's hash.
pub(crate) async fn find_licence(conn: &impl ConnectionTrait, hash: &str) -> Result<Option<licence::Model>, Failure> {
    licence::Entity::find_by_id(hash.to_owned()).one(conn).await.map_err(statement)
}
