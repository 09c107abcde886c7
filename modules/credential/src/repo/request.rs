use crate::entity::request;
use db::{DbError, Timestamp, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

pub(crate) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<request::Model>, DbError> {
    Ok(request::Entity::find_by_id(id).one(conn).await?)
}

pub(crate) async fn find_by_key(conn: &impl ConnectionTrait, key: &str) -> Result<Option<request::Model>, DbError> {
    Ok(request::Entity::find().filter(request::Column::NaturalKey.eq(key)).one(conn).await?)
}

/// Fails with `Taken` when the id or natural key is known.
pub(crate) async fn insert(tx: &mut Tx, row: request::Model) -> Result<(), DbError> {
    request::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What becomes of a request.
pub(crate) struct Step<'a> {
    pub to: &'a str,
    pub comment: Option<String>,
    pub credential_id: Option<String>,
    /// Whether this counts as another try.
    pub retry: bool,
}

impl<'a> Step<'a> {
    pub fn to(to: &'a str) -> Step<'a> {
        Step { to, comment: None, credential_id: None, retry: false }
    }
}

/// Moves a request on from one of the statuses; false when it is in none of them any more.
pub(crate) async fn advance(tx: &mut Tx, id: &str, from: &[&str], step: Step<'_>) -> Result<bool, DbError> {
    use request::Column;
    let mut update = request::Entity::update_many()
        .col_expr(Column::Status, Expr::value(step.to))
        .col_expr(Column::Comment, Expr::value(step.comment))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::Status.is_in(from.iter().copied()));
    if let Some(credential_id) = step.credential_id {
        update = update
            .col_expr(Column::CredentialId, Expr::value(Some(credential_id)))
            .col_expr(Column::IssuedAt, Expr::value(Some(tx.now())));
    }
    if step.retry {
        update = update.col_expr(Column::Retries, Expr::col(Column::Retries).add(1));
    }
    Ok(update.exec(tx.conn()).await?.rows_affected == 1)
}

/// One page of the requests of a status, changed at or after `since`, by time of change.
pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    status: &str,
    since: Option<Timestamp>,
    ascending: bool,
    (number, size): (u64, u64),
) -> Result<(u64, Vec<request::Model>), DbError> {
    let mut query = request::Entity::find().filter(request::Column::Status.eq(status));
    if let Some(since) = since {
        query = query.filter(request::Column::UpdatedAt.gte(since));
    }
    let total = query.clone().count(conn).await?;
    let order = if ascending { Order::Asc } else { Order::Desc };
    let rows = query
        .order_by(request::Column::UpdatedAt, order.clone())
        .order_by(request::Column::Id, order)
        .offset(number.saturating_mul(size))
        .limit(size)
        .all(conn)
        .await?;
    Ok((total, rows))
}
