//! Walking the chain.

use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::record::{AuditRecord, COLUMNS, Link};
use crate::clock::Timestamp;
use crate::config::Logical;
use crate::error::DbError;
use crate::ground;
use crate::open::Db;

/// The first place where a chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Break {
    /// The row with this number is missing.
    Missing(i64),
    /// The row with this number is not what was sealed.
    Changed(i64),
    /// Rows up to this number were sealed and are gone from the end.
    CutOff(i64),
}

/// What a walk over the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// Rows that were walked and hold.
    pub sound: i64,
    /// Committed rows that are not sealed yet.
    pub unsealed: i64,
    /// The oldest of them.
    pub oldest_unsealed_at: Option<Timestamp>,
    /// The first broken place, if any.
    pub broken: Option<Break>,
}

const PAGE: i64 = 1_000;

/// Walks the chain of `db` from its first row to its last seal.
///
/// # Errors
/// The failure of a statement.
pub async fn verify_chain(db: &Db) -> Result<ChainReport, DbError> {
    let audit = db.table(ground::AUDIT);
    let tail = format!("SELECT COUNT(*) AS n, MIN(logged_at) AS oldest FROM {audit} WHERE seq IS NULL");
    let tail = one(db, Statement::from_string(db.backend(), tail)).await?;
    let sealed = format!("SELECT MAX(last_seq) AS last FROM {}", db.table(ground::AUDIT_SEAL));
    let sealed = one(db, Statement::from_string(db.backend(), sealed)).await?.try_get::<Option<i64>>("", "last")?;
    let page =
        format!("SELECT seq, link, {} FROM {audit} WHERE seq > $1 ORDER BY seq LIMIT {PAGE}", COLUMNS.join(", "));
    let walk = walk(db, db.logical().name(), sealed.unwrap_or(0), |after| {
        Statement::from_sql_and_values(db.backend(), &page, [after.into()])
    });
    let (sound, broken) = walk.await?;
    Ok(ChainReport { sound, unsealed: tail.try_get("", "n")?, oldest_unsealed_at: tail.try_get("", "oldest")?, broken })
}

/// Walks the copy of the chain of `source` in the archive, up to the last seal of `source` that was copied in full.
///
/// # Errors
/// The failure of a statement.
pub async fn verify_archive(source: &Db, archive: &Db) -> Result<ChainReport, DbError> {
    let records = ground::table(Logical::Archive, ground::ARCHIVE_RECORD);
    let name = source.logical().name();
    let page = format!(
        "SELECT seq, link, {} FROM {records} WHERE source = $2 AND seq > $1 ORDER BY seq LIMIT {PAGE}",
        COLUMNS.join(", ")
    );
    let walk = walk(archive, name, 0, |after| {
        Statement::from_sql_and_values(archive.backend(), &page, [after.into(), name.into()])
    });
    let (sound, mut broken) = walk.await?;
    // The live chain and the copy must tell the same story: compare the link of the last copied row.
    let mut behind = 0;
    if broken.is_none() {
        let sql = format!("SELECT link FROM {} WHERE seq = $1", source.table(ground::AUDIT));
        let live = Statement::from_sql_and_values(source.backend(), sql, [sound.into()]);
        let live = source.read().query_one_raw(live).await?.map(|row| row.try_get::<String>("", "link")).transpose()?;
        let sql = format!("SELECT link FROM {records} WHERE source = $2 AND seq = $1");
        let copy = Statement::from_sql_and_values(archive.backend(), sql, [sound.into(), name.into()]);
        let copy =
            archive.read().query_one_raw(copy).await?.map(|row| row.try_get::<String>("", "link")).transpose()?;
        if sound > 0 && live != copy {
            broken = Some(Break::Changed(sound));
        }
        behind = super::seal::head(source, source.read()).await?.0 - sound;
    }
    Ok(ChainReport { sound, unsealed: behind, oldest_unsealed_at: None, broken })
}

async fn one(db: &Db, statement: Statement) -> Result<QueryResult, DbError> {
    db.read().query_one_raw(statement).await?.ok_or_else(|| DbError::Value("an aggregate has no row".into()))
}

async fn walk(
    db: &Db,
    source: &str,
    sealed: i64,
    page: impl Fn(i64) -> Statement,
) -> Result<(i64, Option<Break>), DbError> {
    let (mut seq, mut link) = (0, Link::genesis(source));
    loop {
        let rows = db.read().query_all_raw(page(seq)).await?;
        if rows.is_empty() {
            let broken = (seq < sealed).then_some(Break::CutOff(sealed));
            return Ok((seq, broken));
        }
        for row in rows {
            let found: i64 = row.try_get("", "seq")?;
            if found != seq + 1 {
                return Ok((seq, Some(Break::Missing(seq + 1))));
            }
            let expected = AuditRecord::from_row(&row)?.link(&link, found);
            if expected.to_hex() != row.try_get::<String>("", "link")? {
                return Ok((seq, Some(Break::Changed(found))));
            }
            seq = found;
            link = expected;
        }
    }
}
