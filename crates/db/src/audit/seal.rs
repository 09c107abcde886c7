//! The sealer: orders committed audit rows, chains them and copies them to the archive.
//!
//! A row gets the next number and the SHA-256 over the previous link and itself. After each batch a seal row records the last
//! number and its link, here and in the archive: rows that are removed from the end are missed against it. A power cut between
//! sealing and copying is healed by the next run, which copies from the last number the archive has.

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use serde::{Deserialize, Serialize};

use super::record::{AuditRecord, COLUMNS, Link};
use crate::config::Logical;
use crate::error::DbError;
use crate::ground;
use crate::job::{Job, JobError, JobRegistry, UniqueWhile};
use crate::open::{Databases, Db};
use crate::tx::Tx;
use types::Cx;

/// Rows per sealing transaction.
const BATCH: usize = 200;

/// The job that seals the audit rows of its logical database.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SealAudit {}

impl Job for SealAudit {
    const KIND: &'static str = "audit.seal";
    const VERSION: u32 = 1;

    fn unique_key(&self) -> Option<String> {
        Some("seal".into())
    }

    fn unique_while() -> UniqueWhile {
        UniqueWhile::Waiting
    }
}

/// Makes the workers seal every logical database now and then.
pub fn register(registry: &mut JobRegistry, databases: &Databases) {
    for logical in Logical::ALL {
        let archive = databases.archive().clone();
        registry.every::<SealAudit, _, _>(logical, std::time::Duration::from_secs(10), move |cx, _| {
            let archive = archive.clone();
            async move { seal_pending(cx.db(), &archive).await.map(|_| ()).map_err(JobError::from) }
        });
    }
}

/// Seals every committed row of `db` that is not sealed yet and copies sealed rows to `archive`; returns how many rows were
/// sealed. Two sealers at once do no harm: the second finds the number taken and starts again from the top.
///
/// # Errors
/// The failure of a statement.
pub async fn seal_pending(db: &Db, archive: &Db) -> Result<usize, DbError> {
    let mut sealed = 0;
    loop {
        let batch = crate::retry(|| seal_batch(db)).await?;
        sealed += batch;
        if batch < BATCH {
            break;
        }
    }
    while copy_batch(db, archive).await? == BATCH {}
    Ok(sealed)
}

/// The last number and link of the chain of `db`.
pub(super) async fn head(db: &Db, conn: &impl ConnectionTrait) -> Result<(i64, Link), DbError> {
    let sql =
        format!("SELECT seq, link FROM {} WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1", db.table(ground::AUDIT));
    match conn.query_one_raw(Statement::from_string(db.backend(), sql)).await? {
        Some(row) => Ok((row.try_get("", "seq")?, Link::parse(&row.try_get::<String>("", "link")?)?)),
        None => Ok((0, Link::genesis(db.logical().name()))),
    }
}

async fn seal_batch(db: &Db) -> Result<usize, DbError> {
    // Most runs find nothing: look on a reader before taking the writer.
    if unsealed(db, db.read(), 1).await?.is_empty() {
        return Ok(0);
    }
    let mut tx = db.begin(&Cx::system("audit")).await?;
    let rows = unsealed(db, tx.conn(), BATCH).await?;
    let (mut seq, mut link) = head(db, tx.conn()).await?;
    let first = seq + 1;
    let mut links: Vec<(String, i64, String)> = Vec::with_capacity(rows.len());
    for row in &rows {
        seq += 1;
        link = row.link(&link, seq);
        links.push((row.id.clone(), seq, link.to_hex()));
    }
    write_links(&mut tx, &links).await?;
    if !rows.is_empty() {
        let sql = format!(
            "INSERT INTO {} (last_seq, first_seq, link, sealed_at) VALUES ($1, $2, $3, $4)",
            db.table(ground::AUDIT_SEAL)
        );
        let now = tx.now();
        tx.run(sql, vec![seq.into(), first.into(), link.to_hex().into(), now.into()]).await?;
    }
    tx.commit().await?;
    Ok(rows.len())
}

async fn unsealed(db: &Db, conn: &impl ConnectionTrait, limit: usize) -> Result<Vec<AuditRecord>, DbError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE seq IS NULL ORDER BY logged_at, id LIMIT {limit}",
        COLUMNS.join(", "),
        db.table(ground::AUDIT)
    );
    let rows = conn.query_all_raw(Statement::from_string(db.backend(), sql)).await?;
    rows.iter().map(AuditRecord::from_row).collect()
}

async fn write_links(tx: &mut Tx, links: &[(String, i64, String)]) -> Result<(), DbError> {
    let table = tx.db().table(ground::AUDIT);
    for chunk in links.chunks(50) {
        let mut places = Vec::with_capacity(chunk.len());
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 3);
        for (i, (id, seq, link)) in chunk.iter().enumerate() {
            places.push(format!("(${}, ${}, ${})", i * 3 + 1, i * 3 + 2, i * 3 + 3));
            values.extend([id.clone().into(), (*seq).into(), link.clone().into()]);
        }
        let sql = format!(
            "UPDATE {table} SET seq = new.column2, link = new.column3 FROM (VALUES {}) AS new WHERE {table}.id = new.column1",
            places.join(", ")
        );
        tx.run(sql, values).await?;
    }
    Ok(())
}

async fn copy_batch(db: &Db, archive: &Db) -> Result<usize, DbError> {
    let source = db.logical().name();
    let records = ground::table(Logical::Archive, ground::ARCHIVE_RECORD);
    let sql = format!("SELECT MAX(seq) AS last FROM {records} WHERE source = $1");
    let row =
        archive.read().query_one_raw(Statement::from_sql_and_values(archive.backend(), sql, [source.into()])).await?;
    let last: i64 = row.map(|row| row.try_get::<Option<i64>>("", "last")).transpose()?.flatten().unwrap_or(0);

    let sql = format!(
        "SELECT seq, link, {} FROM {} WHERE seq > $1 ORDER BY seq LIMIT {BATCH}",
        COLUMNS.join(", "),
        db.table(ground::AUDIT)
    );
    let rows = db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), sql, [last.into()])).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    // What is copied must not be ahead of what a power cut would leave behind.
    db.durable().await;
    let mut columns = vec!["source", "seq", "link"];
    columns.extend(COLUMNS);
    let sql = format!("{} ON CONFLICT (source, seq) DO NOTHING", super::record::insert_sql(&records, &columns));
    let mut tx = archive.begin(&Cx::system("audit")).await?;
    for row in &rows {
        tx.run(sql.clone(), archive_values(source, row)?).await?;
    }
    tx.commit().await?;
    Ok(rows.len())
}

fn archive_values(source: &str, row: &QueryResult) -> Result<Vec<Value>, DbError> {
    let seq: i64 = row.try_get("", "seq")?;
    let link: String = row.try_get("", "link")?;
    let mut values: Vec<Value> = vec![source.into(), seq.into(), link.into()];
    values.extend(AuditRecord::from_row(row)?.values());
    Ok(values)
}
