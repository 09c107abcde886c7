//! Look audit rows up: over the archive and over what is not in it yet, the newest first, page by page.
//!
//! However many rows there are, one page looks at a bounded number: what asks for the rarest thing leads through an index, the
//! other conditions are tried on at most [`LOOKED_AT`] rows of it. A page that ends before it is full says from where to go on.

use std::cmp::Reverse;

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use super::record::{AuditRecord, COLUMNS};
use crate::clock::Timestamp;
use crate::config::Logical;
use crate::error::DbError;
use crate::ground;
use crate::open::{Databases, Db};

/// Most rows of one source that one page looks at.
const LOOKED_AT: u32 = 2_000;
/// Most rows of a page.
const LARGEST_PAGE: u32 = 500;

/// What is looked for; everything that is said has to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Logged at this time or later.
    pub from: Option<Timestamp>,
    /// Logged before this time.
    pub until: Option<Timestamp>,
    pub event_id: Option<String>,
    pub session_user_id: Option<String>,
    pub module_name: Option<String>,
    pub ref_id: Option<String>,
    /// Only what comes after this place.
    pub after: Option<AuditPlace>,
    /// Rows of the page, 1 to 500.
    pub limit: u32,
}

/// A place in the order of rows: by time, then by id, both falling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditPlace {
    pub logged_at: Timestamp,
    pub id: String,
}

/// A row and the logical database it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRecord {
    pub source: Logical,
    /// Its number in the chain; none while it is not sealed.
    pub seq: Option<i64>,
    pub record: AuditRecord,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditPage {
    pub records: Vec<FoundRecord>,
    /// From where to go on; absent when everything was looked at.
    pub next: Option<AuditPlace>,
    /// Whether the page ends because enough rows were looked at, not because it is full.
    pub cut: bool,
}

/// A page of what was found.
///
/// # Errors
/// The failure of a statement.
pub async fn search(databases: &Databases, query: &AuditQuery) -> Result<AuditPage, DbError> {
    let limit = query.limit.clamp(1, LARGEST_PAGE);
    let archive = databases.archive();
    let mut parts = Vec::new();
    for db in databases.all() {
        // before the archive is read: a row that is copied meanwhile is found twice, not missed
        let copied = copied(archive, db.logical()).await?;
        parts.push(indexed(db, Place::Unsealed(db.logical()), query, limit).await?);
        parts.push(not_copied(db, copied, query, limit).await?);
    }
    parts.push(indexed(archive, Place::Archive, query, limit).await?);
    Ok(merge(parts, limit as usize))
}

/// One row by its id.
///
/// # Errors
/// The failure of a statement.
pub async fn find(databases: &Databases, source: Logical, id: &str) -> Result<Option<FoundRecord>, DbError> {
    let db = databases.get(source);
    let sql = format!("SELECT seq, {} FROM {} WHERE id = $1", COLUMNS.join(", "), db.table(ground::AUDIT));
    let row = db.read().query_one_raw(Statement::from_sql_and_values(db.backend(), sql, [id.into()])).await?;
    row.map(|row| found(source, &row)).transpose()
}

/// The last number of a logical database that the archive has.
async fn copied(archive: &Db, source: Logical) -> Result<i64, DbError> {
    let sql = format!("SELECT MAX(seq) AS last FROM {} WHERE source = $1", records());
    let statement = Statement::from_sql_and_values(archive.backend(), sql, [source.name().into()]);
    let row = archive.read().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get::<Option<i64>>("", "last")).transpose()?.flatten().unwrap_or(0))
}

fn records() -> String {
    ground::table(Logical::Archive, ground::ARCHIVE_RECORD)
}

fn found(source: Logical, row: &QueryResult) -> Result<FoundRecord, DbError> {
    Ok(FoundRecord { source, seq: row.try_get("", "seq")?, record: AuditRecord::from_row(row)? })
}

/// Where rows lie that have an index by time.
#[derive(Clone, Copy)]
enum Place {
    Archive,
    Unsealed(Logical),
}

/// What one place gave, and down to where it was looked through; `None` when there is nothing more.
struct Part {
    records: Vec<FoundRecord>,
    frontier: Option<AuditPlace>,
}

/// Conditions with their values, numbered as they are added.
#[derive(Default)]
struct Statements {
    values: Vec<Value>,
}

impl Statements {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// What bounds the range of an index.
    fn times(&mut self, query: &AuditQuery) -> Vec<String> {
        let mut conditions = Vec::new();
        if let Some(from) = query.from {
            conditions.push(format!("logged_at >= {}", self.bind(from)));
        }
        if let Some(until) = query.until {
            conditions.push(format!("logged_at < {}", self.bind(until)));
        }
        if let Some(after) = &query.after {
            let (at, id) = (self.bind(after.logged_at), self.bind(after.id.clone()));
            conditions.push(format!("(logged_at, id) < ({at}, {id})"));
        }
        conditions
    }

    fn equal(&mut self, conditions: &[(&str, &str)]) -> Vec<String> {
        conditions.iter().map(|(column, value)| format!("{column} = {}", self.bind((*value).to_owned()))).collect()
    }
}

impl AuditQuery {
    /// Conditions on columns, the one that most likely is the rarest first.
    fn columns(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("ref_id", &self.ref_id),
            ("event_id", &self.event_id),
            ("session_user_id", &self.session_user_id),
            ("module_name", &self.module_name),
        ];
        all.into_iter().filter_map(|(column, value)| Some((column, value.as_deref()?))).collect()
    }

    fn fits(&self, record: &AuditRecord) -> bool {
        let is = |asked: &Option<String>, value: &str| asked.as_deref().is_none_or(|asked| asked == value);
        self.from.is_none_or(|from| record.logged_at >= from)
            && self.until.is_none_or(|until| record.logged_at < until)
            && self.after.as_ref().is_none_or(|after| place(record) < *after)
            && is(&self.event_id, &record.event_id)
            && is(&self.session_user_id, &record.session_user_id)
            && is(&self.module_name, &record.module_name)
            && is(&self.ref_id, record.ref_id.as_deref().unwrap_or_default())
    }
}

fn and(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) }
}

const ORDER: &str = "ORDER BY logged_at DESC, id DESC";

/// A page of a place whose indexes lead by time.
async fn indexed(db: &Db, of: Place, query: &AuditQuery, limit: u32) -> Result<Part, DbError> {
    let columns = query.columns();
    // only the archive has indexes by column
    let (lead, others) = match of {
        Place::Archive => columns.split_at(columns.len().min(1)),
        Place::Unsealed(_) => columns.split_at(0),
    };
    let (table, shown, mut leading) = match of {
        Place::Archive => (records(), "source, seq", Vec::new()),
        Place::Unsealed(_) => (db.table(ground::AUDIT), "seq", vec!["seq IS NULL".to_owned()]),
    };
    let mut statements = Statements::default();
    leading.extend(statements.equal(lead));
    leading.extend(statements.times(query));
    let (leading, bound) = (and(&leading), statements.values.len());
    let tried = statements.equal(others);
    let shown = format!("{shown}, {}", COLUMNS.join(", "));
    let sql = match tried.is_empty() {
        true => format!("SELECT {shown} FROM {table}{leading} {ORDER} LIMIT {}", limit + 1),
        false => format!(
            "SELECT {shown} FROM (SELECT {shown} FROM {table}{leading} {ORDER} LIMIT {LOOKED_AT}) AS looked{} {ORDER} \
             LIMIT {}",
            and(&tried),
            limit + 1
        ),
    };
    let values = statements.values;
    let rows = db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, values.clone())).await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &rows {
        let source = match of {
            Place::Unsealed(logical) => Some(logical),
            Place::Archive => {
                let name: String = row.try_get("", "source")?;
                Logical::ALL.into_iter().find(|logical| logical.name() == name)
            }
        };
        // none: a logical database that only a newer program knows
        if let Some(source) = source {
            records.push(found(source, row)?);
        }
    }
    let frontier = if rows.len() > limit as usize {
        records.last().map(|last| place(&last.record))
    } else if tried.is_empty() {
        None
    } else {
        let sql = format!("SELECT logged_at, id FROM {table}{leading} {ORDER} LIMIT 1 OFFSET {}", LOOKED_AT - 1);
        let statement = Statement::from_sql_and_values(db.backend(), sql, values[..bound].to_vec());
        let last = db.read().query_one_raw(statement).await?;
        let read =
            |row: QueryResult| Ok(AuditPlace { logged_at: row.try_get("", "logged_at")?, id: row.try_get("", "id")? });
        last.map(read).transpose().map_err(|error: sea_orm::DbErr| DbError::from(error))?
    };
    Ok(Part { records, frontier })
}

/// Rows that are sealed and not copied yet: few, as long as the archive can be written.
async fn not_copied(db: &Db, copied: i64, query: &AuditQuery, limit: u32) -> Result<Part, DbError> {
    let sql = format!(
        "SELECT seq, {} FROM {} WHERE seq > $1 ORDER BY seq DESC LIMIT {LOOKED_AT}",
        COLUMNS.join(", "),
        db.table(ground::AUDIT)
    );
    let rows = db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, [copied.into()])).await?;
    let records: Vec<FoundRecord> = rows.iter().map(|row| found(db.logical(), row)).collect::<Result<_, _>>()?;
    let looked_down_to = records.iter().map(|one| place(&one.record)).min();
    let frontier = looked_down_to.filter(|_| records.len() == LOOKED_AT as usize);
    let mut records: Vec<FoundRecord> = records.into_iter().filter(|one| query.fits(&one.record)).collect();
    records.sort_by_key(|one| Reverse(place(&one.record)));
    let most = limit as usize + 1;
    let frontier = if records.len() > most { Some(place(&records[limit as usize].record)) } else { frontier };
    records.truncate(most);
    Ok(Part { records, frontier })
}

fn place(record: &AuditRecord) -> AuditPlace {
    AuditPlace { logged_at: record.logged_at, id: record.id.clone() }
}

/// One page from what every place gave: nothing below the highest frontier, where others may have rows that were not seen.
fn merge(parts: Vec<Part>, limit: usize) -> AuditPage {
    let frontier = parts.iter().filter_map(|part| part.frontier.clone()).max();
    let mut records: Vec<FoundRecord> = parts.into_iter().flat_map(|part| part.records).collect();
    records.retain(|one| frontier.as_ref().is_none_or(|frontier| place(&one.record) >= *frontier));
    records.sort_by_key(|one| Reverse((place(&one.record), one.seq)));
    // found before and after it was copied: the sealed one stays
    records.dedup_by(|later, earlier| later.record.id == earlier.record.id);
    if records.len() > limit {
        records.truncate(limit);
        let next = records.last().map(|last| place(&last.record));
        return AuditPage { records, next, cut: false };
    }
    let cut = frontier.is_some() && records.len() < limit;
    AuditPage { records, next: frontier, cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64, id: &str) -> AuditPlace {
        AuditPlace { logged_at: Timestamp::from_timestamp(seconds, 0).expect("a time"), id: id.to_owned() }
    }

    fn row(place: &AuditPlace, seq: Option<i64>) -> FoundRecord {
        let event = super::super::AuditEvent::new("E", "E", super::super::EventType::System);
        let mut record = AuditRecord::new(&event, &types::Cx::system("t"), place.logged_at, uuid::Uuid::nil());
        record.id.clone_from(&place.id);
        FoundRecord { source: Logical::Operations, seq, record }
    }

    #[test]
    fn a_page_never_goes_below_what_every_place_was_looked_through() {
        let full =
            Part { records: vec![row(&at(9, "b"), Some(2)), row(&at(7, "a"), Some(1))], frontier: Some(at(7, "a")) };
        let tail = Part { records: vec![row(&at(9, "b"), None), row(&at(3, "c"), None)], frontier: None };
        let page = merge(vec![full, tail], 10);
        let ids: Vec<&str> = page.records.iter().map(|one| one.record.id.as_str()).collect();
        assert_eq!((ids, page.next, page.cut), (vec!["b", "a"], Some(at(7, "a")), true));
        assert_eq!(page.records[0].seq, Some(2), "the sealed one of two");
        let only = Part { records: vec![row(&at(9, "b"), None), row(&at(3, "c"), None)], frontier: None };
        let page = merge(vec![only], 1);
        assert_eq!((page.records.len(), page.next), (1, Some(at(9, "b"))));
    }
}
