//! Entries that are the same in every language, sent once for each language. MOSIP's clients send every entry in all
//! languages of the country, also those that have no language: the first makes the entry, the others say nothing new.

use masterdata_api::form::{Form, Naming};
use masterdata_api::tables;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use types::{Caller, Failure};

use super::store::code_of;
use crate::Masterdata;
use crate::cell::Cell;
use crate::read::storage;
use crate::row::{Find, Row};

const SAID: &str = "md_said_in";

impl Masterdata {
    /// Whether an entry is there already, just as it is sent, and was not sent in this language before; it is remembered
    /// that it was.
    ///
    /// # Errors
    /// The form's own code when the entry was sent in this language before, or is another one.
    pub(super) async fn said_again(
        &self,
        caller: &Caller,
        form: &Form,
        row: &Row,
        language: &str,
    ) -> Result<bool, Failure> {
        if row.get(form.code) == &Cell::Null || !self.is_language(language).await? {
            return Ok(false);
        }
        let key = row.key();
        let tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        let there = Find::undeleted(form.entity.table).where_key(&key).first(tx.conn()).await.map_err(storage)?;
        let same = |there: &Row| form.create.iter().all(|member| there.get(member.column) == row.get(member.column));
        // where ids are made, whoever says one again asks for the entry that has it
        let once = form.naming == Naming::Given || *form.entity.table == tables::MACHINE_MASTER;
        let repeated = once && there.is_some() && heard(&tx, row, language).await?;
        if repeated || there.as_ref().is_some_and(|there| !same(there)) {
            return Err(Failure::with(form.taken, [code_of(form, row)]));
        }
        forget_one(&tx, row, language).await?;
        let mut insert = Query::insert();
        insert.into_table(Alias::new(SAID)).columns(["entity", "row_key", "lang_code"].map(Alias::new));
        insert
            .values([form.entity.table.name.into(), key.into(), language.into()])
            .map_err(|error| storage(sea_orm::DbErr::Custom(error.to_string())))?;
        tx.conn().execute(&insert).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(there.is_some())
    }
}

async fn heard(tx: &db::Tx, row: &Row, language: &str) -> Result<bool, Failure> {
    let mut select = Query::select();
    select.column(Alias::new("lang_code")).from(Alias::new(SAID));
    select.and_where(Expr::col(Alias::new("entity")).eq(row.table.name));
    select.and_where(Expr::col(Alias::new("row_key")).eq(row.key()));
    select.and_where(Expr::col(Alias::new("lang_code")).eq(language));
    Ok(tx.conn().query_one(&select).await.map_err(storage)?.is_some())
}

async fn forget_one(tx: &db::Tx, row: &Row, language: &str) -> Result<(), Failure> {
    let mut delete = Query::delete();
    delete.from_table(Alias::new(SAID)).and_where(Expr::col(Alias::new("entity")).eq(row.table.name));
    delete.and_where(Expr::col(Alias::new("row_key")).eq(row.key()));
    delete.and_where(Expr::col(Alias::new("lang_code")).eq(language));
    tx.conn().execute(&delete).await.map(|_| ()).map_err(storage)
}

/// Forgets in which languages an entry was sent.
pub(super) async fn forget(tx: &db::Tx, row: &Row) -> Result<(), Failure> {
    let mut delete = Query::delete();
    delete.from_table(Alias::new(SAID)).and_where(Expr::col(Alias::new("entity")).eq(row.table.name));
    delete.and_where(Expr::col(Alias::new("row_key")).eq(row.key()));
    tx.conn().execute(&delete).await.map(|_| ()).map_err(storage)
}
