//! The texts of rows in lower case, in a table of their own: entries are found by the whole text, its beginning or a part of it,
//! without regard to case in any script, and without reading their table. SQLite lowers ASCII only, so this program folds.

use std::collections::HashMap;
use std::sync::LazyLock;

use db::{Db, DbError};
use masterdata_api::{Kind, Table, tables, wire};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, LikeExpr, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, DbErr};
use types::{Caller, Failure};

use crate::Masterdata;
use crate::read::storage;
use crate::row::{Find, Row, StoredRow};

const WORDS: &str = "md_word";
const WORDED: &str = "md_worded";
/// Longer texts are read in their own table: nobody looks for a template by its whole text.
const LONGEST: u32 = 256;
/// Rows of one deletion; both databases bind some ten thousand values.
const AT_ONCE: usize = 5_000;

/// Names that only one entry may have are looked up in these columns, beside the filters of searches.
const NAMED: [(&str, &str); 4] = [
    (tables::MACHINE_MASTER.name, "key_index"),
    (tables::MACHINE_MASTER.name, "sign_key_index"),
    (tables::DYNAMIC_FIELD.name, "name"),
    (tables::LOC_HIERARCHY_LIST.name, "hierarchy_level_name"),
];

/// How a text is compared.
#[derive(Debug, Clone)]
pub(crate) enum Word<'a> {
    Is(&'a str),
    Begins(&'a str),
    Holds(&'a str),
    /// Is one of these.
    Among(Vec<&'a str>),
}

/// The columns that have words, by table.
static WORDED_COLUMNS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut found: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    for entity in wire::ENTITIES {
        let of_table = found.entry(entity.table.name).or_default();
        for field in entity.fields.iter().filter(|field| field.filters.contains(['E', 'S', 'C', 'I'])) {
            let column = entity.table.columns.iter().find(|column| column.name == field.column);
            let short =
                column.is_some_and(|c| matches!(c.kind, Kind::Text(longest) if (1..=LONGEST).contains(&longest)));
            // a language is compared as it is
            if short && field.column != "lang_code" {
                of_table.push(field.column);
            }
        }
    }
    for (table, column) in NAMED {
        found.entry(table).or_default().push(column);
    }
    for columns in found.values_mut() {
        columns.sort_unstable();
        columns.dedup();
    }
    found
});

fn columns(table: &Table) -> &'static [&'static str] {
    WORDED_COLUMNS.get(table.name).map_or(&[], Vec::as_slice)
}

/// Whether a column has words.
pub(crate) fn has(table: &Table, column: &str) -> bool {
    columns(table).contains(&column)
}

/// The rows of a table whose column is so.
pub(crate) fn condition(table: &Table, column: &str, word: Word<'_>) -> SimpleExpr {
    let mut keys: SelectStatement = Query::select();
    keys.column(Alias::new("row_key")).from(Alias::new(WORDS));
    keys.and_where(Expr::col(Alias::new("entity")).eq(table.name));
    keys.and_where(Expr::col(Alias::new("col")).eq(column));
    let folded = || Expr::col(Alias::new("folded"));
    keys.and_where(match word {
        Word::Is(text) => folded().eq(fold(text)),
        Word::Begins(text) => {
            let from = fold(text);
            // nothing sorts behind the last code point
            let to = format!("{from}{}", char::MAX);
            folded().gte(from).and(folded().lt(to))
        }
        Word::Holds(text) => folded().like(LikeExpr::new(format!("%{}%", taken_literally(&fold(text)))).escape('\\')),
        Word::Among(texts) => folded().is_in(texts.into_iter().map(fold).collect::<Vec<_>>()),
    });
    Expr::col(Alias::new("row_key")).in_subquery(keys)
}

/// A text as it is compared: in lower case.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// A text whose wildcards LIKE takes as they are.
pub(crate) fn taken_literally(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Adds the words of new rows.
pub(crate) async fn add(conn: &impl ConnectionTrait, table: &Table, rows: &[(&str, &Row)]) -> Result<(), DbErr> {
    let words = rows.iter().flat_map(|(key, row)| {
        let texts = columns(table).iter().map(|column| (*column, row.text(column)));
        texts.filter(|(_, text)| !text.is_empty()).map(|(column, text)| (*key, column, fold(text)))
    });
    let words: Vec<(&str, &str, String)> = words.collect();
    for chunk in words.chunks(AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table(Alias::new(WORDS)).columns(["entity", "col", "folded", "row_key"].map(Alias::new));
        for (key, column, folded) in chunk {
            let values = [table.name.into(), (*column).into(), folded.as_str().into(), (*key).into()];
            insert.values(values).map_err(|error| DbErr::Custom(error.to_string()))?;
        }
        conn.execute(&insert).await?;
    }
    Ok(())
}

/// Removes the words of rows.
pub(crate) async fn remove(conn: &impl ConnectionTrait, table: &Table, keys: &[&str]) -> Result<(), DbErr> {
    if columns(table).is_empty() {
        return Ok(());
    }
    for chunk in keys.chunks(AT_ONCE) {
        let mut delete = Query::delete();
        delete.from_table(Alias::new(WORDS)).and_where(Expr::col(Alias::new("entity")).eq(table.name));
        delete.and_where(Expr::col(Alias::new("row_key")).is_in(chunk.iter().copied()));
        conn.execute(&delete).await?;
    }
    Ok(())
}

impl Masterdata {
    /// Makes the words of the tables that have none yet, or others than this version asks for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn make_words(&self, caller: &Caller) -> Result<(), Failure> {
        for table in tables::ALL {
            make(&self.db, caller, table).await.map_err(storage)?;
        }
        Ok(())
    }
}

async fn make(db: &Db, caller: &Caller, table: &'static Table) -> Result<(), DbError> {
    let wanted = columns(table).join(",");
    if made(db.read(), table).await?.unwrap_or_default() == wanted {
        return Ok(());
    }
    let tx = db.begin(caller.cx()).await?;
    let mut delete = Query::delete();
    delete.from_table(Alias::new(WORDS)).and_where(Expr::col(Alias::new("entity")).eq(table.name));
    tx.conn().execute(&delete).await?;
    let rows: Vec<(String, StoredRow)> = Find::everything(table).stored(tx.conn()).await?;
    let keyed: Vec<(&str, &Row)> = rows.iter().map(|(key, stored)| (key.as_str(), &stored.row)).collect();
    add(tx.conn(), table, &keyed).await?;
    let mut forget = Query::delete();
    forget.from_table(Alias::new(WORDED)).and_where(Expr::col(Alias::new("entity")).eq(table.name));
    tx.conn().execute(&forget).await?;
    let mut remember = Query::insert();
    remember.into_table(Alias::new(WORDED)).columns(["entity", "columns"].map(Alias::new));
    remember.values([table.name.into(), wanted.into()]).map_err(|error| DbErr::Custom(error.to_string()))?;
    tx.conn().execute(&remember).await?;
    tx.commit().await
}

/// The columns whose words were made.
async fn made(conn: &impl ConnectionTrait, table: &Table) -> Result<Option<String>, DbErr> {
    let mut select = Query::select();
    select.column(Alias::new("columns")).from(Alias::new(WORDED));
    select.and_where(Expr::col(Alias::new("entity")).eq(table.name));
    conn.query_one(&select).await?.map(|row| row.try_get_by_index(0)).transpose()
}
