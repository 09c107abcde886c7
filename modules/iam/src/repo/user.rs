//! Members of staff.

use crate::{entity::user, error::statement};
use db::Tx;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LikeExpr, OnConflict},
};
use types::{Failure, Timestamp};

/// A member of staff by user id (folded).
pub(crate) async fn find(conn: &impl ConnectionTrait, user_id: &str) -> Result<Option<user::Model>, Failure> {
    user::Entity::find_by_id(user_id.to_lowercase()).one(conn).await.map_err(statement)
}

/// Members of staff by user ids.
pub(crate) async fn of_ids(conn: &impl ConnectionTrait, user_ids: &[String]) -> Result<Vec<user::Model>, Failure> {
    let folded: Vec<String> = user_ids.iter().map(|id| id.to_lowercase()).collect();
    user::Entity::find().filter(user::Column::UserId.is_in(folded)).all(conn).await.map_err(statement)
}

/// Mail address and roles of every active member of staff who has an address.
pub(crate) async fn with_mail(conn: &impl ConnectionTrait) -> Result<Vec<(String, serde_json::Value)>, Failure> {
    use user::Column as C;
    user::Entity::find()
        .select_only()
        .columns([C::Email, C::Roles])
        .filter(C::Active.eq(true))
        .filter(C::Email.is_not_null())
        .order_by_asc(C::UserId)
        .into_tuple()
        .all(conn)
        .await
        .map_err(statement)
}

/// Stores a member of staff, replacing one with the same id.
pub(crate) async fn upsert(tx: &mut Tx, model: user::Model) -> Result<(), Failure> {
    use user::Column as C;
    let conflict = OnConflict::column(C::UserId)
        .update_columns([
            C::Name,
            C::Email,
            C::Phone,
            C::Password,
            C::Roles,
            C::AppIds,
            C::Zone,
            C::Active,
            C::UpdatedAt,
            C::Search,
            C::Rid,
            C::IndividualId,
            C::LangCode,
            C::MustChange,
            C::TokenVersion,
        ])
        .to_owned();
    user::Entity::insert(user::ActiveModel::from(model))
        .on_conflict(conflict)
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Records the outcome of a try: the count of wrong ones in a row and a lock.
pub(crate) async fn set_tries(tx: &mut Tx, user_id: &str, wrong: i32, until: Option<Timestamp>) -> Result<(), Failure> {
    user::Entity::update_many()
        .set(user::ActiveModel { wrong_tries: Set(wrong), locked_until: Set(until), ..Default::default() })
        .filter(user::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}

/// Which members of staff a list holds. What is absent does not narrow it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Wanted {
    /// Stands in user id, name or mail address; folded.
    pub search: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    /// Words of the name.
    pub names: Vec<String>,
    pub active: Option<bool>,
    /// Locked by wrong tries beyond this moment.
    pub locked_after: Option<Timestamp>,
    /// Has a first password still.
    pub must_change: Option<bool>,
    /// Zones, where only some are the reader's business.
    pub zones: Option<Vec<String>>,
}

/// The pattern for a text that stands anywhere; what would be a wildcard is taken literally.
fn anywhere(text: &str) -> LikeExpr {
    let literal = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{literal}%")).escape('\\')
}

fn condition(wanted: &Wanted) -> Condition {
    use user::Column as C;
    let search = |text: &String| Expr::col(C::Search).like(anywhere(text));
    let mut all = Condition::all()
        .add_option(wanted.search.as_ref().map(search))
        .add_option(wanted.user_id.as_ref().map(|id| Expr::col(C::UserId).like(anywhere(id))))
        .add_option(wanted.email.as_ref().map(search))
        .add_option(wanted.active.map(|active| C::Active.eq(active)))
        .add_option(wanted.locked_after.map(|at| C::LockedUntil.gt(at)))
        .add_option(wanted.must_change.map(|must| C::MustChange.eq(must)))
        .add_option(wanted.zones.as_ref().map(|zones| C::Zone.is_in(zones.iter().cloned())));
    for name in &wanted.names {
        all = all.add(search(name));
    }
    all
}

/// Members of staff in the order of their ids, after one of them.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    wanted: &Wanted,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<user::Model>, Failure> {
    user::Entity::find()
        .filter(condition(wanted))
        .filter(Condition::all().add_option(after.map(|id| user::Column::UserId.gt(id))))
        .order_by_asc(user::Column::UserId)
        .limit(limit)
        .all(conn)
        .await
        .map_err(statement)
}

/// How many there are.
pub(crate) async fn count(conn: &impl ConnectionTrait, wanted: &Wanted) -> Result<u64, Failure> {
    user::Entity::find().filter(condition(wanted)).count(conn).await.map_err(statement)
}

/// The member of staff an authenticator knows by this handle.
pub(crate) async fn of_handle(conn: &impl ConnectionTrait, handle: &str) -> Result<Option<user::Model>, Failure> {
    user::Entity::find().filter(user::Column::Handle.eq(handle)).one(conn).await.map_err(statement)
}

/// Stores a new member of staff; `false` when the id is taken.
pub(crate) async fn insert(tx: &mut Tx, model: user::Model) -> Result<bool, Failure> {
    let rows = user::Entity::insert(user::ActiveModel::from(model))
        .on_conflict(OnConflict::column(user::Column::UserId).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await
        .map_err(statement)?;
    Ok(rows > 0)
}

/// Changes some columns of a member of staff; `false` when there is none of that id.
pub(crate) async fn change(tx: &mut Tx, user_id: &str, mut columns: user::ActiveModel) -> Result<bool, Failure> {
    columns.updated_at = Set(tx.now());
    let changed = user::Entity::update_many()
        .set(columns)
        .filter(user::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(changed.rows_affected > 0)
}

/// Ends every token that was issued to somebody.
pub(crate) async fn end_tokens(tx: &mut Tx, user_id: &str) -> Result<(), Failure> {
    user::Entity::update_many()
        .col_expr(user::Column::TokenVersion, Expr::col(user::Column::TokenVersion).add(1))
        .filter(user::Column::UserId.eq(user_id))
        .exec(tx.conn())
        .await
        .map_err(statement)?;
    Ok(())
}
