//! Counters.

use db::{DbError, Tx};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::entity::sequence::{ActiveModel, Column, Entity};

/// The next value of a counter: `first` to begin with, then one more each time, and `first` again after `last`.
pub(crate) async fn next(tx: &mut Tx, name: &str, first: i64, last: i64) -> Result<i64, DbError> {
    let current = Expr::col((Entity, Column::Last));
    let next = CaseStatement::new().case(current.clone().gte(last), first).finally(current.add(1));
    let conflict = OnConflict::column(Column::Name).value(Column::Last, next).to_owned();
    let row = ActiveModel { name: Set(name.to_owned()), last: Set(first) };
    Ok(Entity::insert(row).on_conflict(conflict).exec_with_returning(tx.conn()).await?.last)
}
