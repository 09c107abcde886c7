//! The job of an upload: checks its rows, then stores them in blocks. Each block commits with the place it reached, so that a
//! job that is cut goes on behind it.

use std::sync::Arc;

use db::{Job, JobCx, JobError, JobRegistry, Logical};
use edge::blobs::BlobKey;
use masterdata_api::bulk::{Category, Operation, RowFault, Status};
use masterdata_api::{Table, tables};
use registration_api::bulk::BroughtPackets;
use serde::{Deserialize, Serialize};
use types::{Failure, Timestamp};

use super::check::{Accepted, Check};
use super::facts::Facts;
use super::file::{self, Sheet};
use crate::Masterdata;
use crate::cell::Cell;
use crate::entity::bulk_upload::Model;
use crate::repo;
use crate::row::{Row, StoredRow, insert, remove, rename_all};
use crate::write::store::{Deed, deleted, event, fresh_by, history_by, stored};

/// Rows of one transaction: few enough that others do not wait long for the writer.
const BLOCK: usize = 2_000;
/// Faults that a report names.
pub(super) const NAMED: usize = 500;

/// Checks or stores an upload, whichever its status asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RunUpload {
    pub(super) id: String,
}

impl Job for RunUpload {
    const KIND: &'static str = "masterdata.bulk_upload";

    fn unique_key(&self) -> Option<String> {
        Some(self.id.clone())
    }
}

/// Registers the job.
pub(crate) fn register(m: &Masterdata, packets: &Arc<dyn BroughtPackets>, registry: &mut JobRegistry) {
    let (m, packets) = (m.clone(), packets.clone());
    registry.on::<RunUpload, _, _>(Logical::Operations, move |cx: JobCx, job: RunUpload| {
        let (m, packets) = (m.clone(), packets.clone());
        async move { run(&m, &*packets, &cx, &job.id).await }
    });
}

fn later(failure: Failure) -> JobError {
    JobError::retryable(failure.to_string())
}

async fn run(m: &Masterdata, packets: &dyn BroughtPackets, cx: &JobCx, id: &str) -> Result<(), JobError> {
    let Some(upload) = repo::bulk_upload::find(m.db.read(), id).await? else { return Ok(()) };
    let storing = match Status::parse(&upload.status) {
        Some(Status::Checking) => false,
        Some(Status::Processing) => true,
        _ => return Ok(()), // it is over
    };
    if upload.category == Category::Packet.as_str() {
        return super::packets::run(m, packets, cx, upload).await;
    }
    let (Some(table), Some(operation)) = (tables::named(&upload.entity_name), Operation::parse(&upload.operation))
    else {
        return end(m, cx, upload, "the table or the operation is unknown").await;
    };
    let blobs = m.uploads_store().map_err(later)?;
    let content = blobs.get(&BlobKey::stored(&upload.blob)).await;
    let content = content.map_err(|error| JobError::retryable(error.to_string()))?;
    let name = upload.file_name.clone();
    let read = tokio::task::spawn_blocking(move || file::read(table, &name, &content)).await;
    let sheet = match read.map_err(|error| JobError::retryable(error.to_string()))? {
        Ok(sheet) => sheet,
        Err(text) => return end(m, cx, upload, &text).await,
    };
    let facts = Facts::read(m, table, upload.zone.as_deref()).await.map_err(later)?;
    let done = u64::try_from(upload.done_count).unwrap_or(0);
    let now = m.db.now();
    let ids = m.clone();
    let checked = tokio::task::spawn_blocking(move || check(&ids, table, operation, &sheet, facts, now, done)).await;
    let checked = checked.map_err(|error| JobError::retryable(error.to_string()))?;
    if !storing {
        return report(m, cx, upload, &checked, Status::Checked).await;
    }
    if upload.whole && checked.bad > 0 {
        return end_with(m, cx, upload, &checked, "no row was stored, because some cannot be").await;
    }
    store(m, cx, upload, table, operation, checked).await
}

/// The outcome of checking: rows to store with their place in the file, and what is wrong with the others.
struct Checked {
    rows: u64,
    bad: u64,
    good: Vec<(u64, Accepted)>,
    faults: Vec<RowFault>,
}

/// Checks every row; those that an earlier run has stored are passed over.
fn check(
    m: &Masterdata,
    table: &'static Table,
    operation: Operation,
    sheet: &Sheet,
    facts: Facts,
    now: Timestamp,
    done: u64,
) -> Checked {
    let mut check = Check::new(table, operation, &sheet.columns, facts, now);
    let mut checked = Checked { rows: sheet.rows.len() as u64, bad: 0, good: Vec::new(), faults: Vec::new() };
    for (at, (line, fields)) in sheet.rows.iter().enumerate() {
        let at = at as u64;
        if at < done {
            continue;
        }
        match check.row(*line, fields, || m.new_id(now)) {
            Ok(accepted) => checked.good.push((at, accepted)),
            Err((code, text)) => {
                checked.bad += 1;
                if checked.faults.len() < NAMED {
                    checked.faults.push(RowFault { line: *line, code, text });
                }
            }
        }
    }
    checked
}

async fn store(
    m: &Masterdata,
    cx: &JobCx,
    mut upload: Model,
    table: &'static Table,
    operation: Operation,
    checked: Checked,
) -> Result<(), JobError> {
    let as_uploader = upload.uploaded_by.clone();
    let (rows, mut good) = (checked.rows, checked.good);
    let first_run = upload.done_count == 0;
    if first_run {
        upload.row_count = i64::try_from(rows).unwrap_or(i64::MAX);
        upload.bad_count = i64::try_from(checked.bad).unwrap_or(i64::MAX);
        upload.faults = serde_json::to_string(&checked.faults).unwrap_or_default();
    }
    // all or nothing is one transaction; else others get their turn between the blocks
    let block = if upload.whole { good.len().max(1) } else { BLOCK };
    while !good.is_empty() {
        let rest = good.split_off(good.len().min(block));
        let mut tx = m.db.begin(cx.cx()).await?;
        let now = tx.now();
        keep(&tx, table, operation, &good, &as_uploader, now).await?;
        upload.stored_count += i64::try_from(good.len()).unwrap_or(0);
        upload.done_count = good.last().map_or(upload.done_count, |(at, _)| i64::try_from(at + 1).unwrap_or(i64::MAX));
        repo::bulk_upload::update(&mut tx, upload.clone()).await?;
        tx.commit().await?;
        good = rest;
    }
    let mut tx = m.db.begin(cx.cx()).await?;
    upload.status = Status::Completed.as_str().into();
    upload.done_count = i64::try_from(rows).unwrap_or(i64::MAX);
    repo::bulk_upload::update(&mut tx, upload.clone()).await?;
    tx.audit(event(Deed::Uploaded, table, &upload.id)).await?;
    tx.finish(cx).await?;
    Ok(tx.commit().await?)
}

/// Stores one block of rows with their histories.
async fn keep(
    tx: &db::Tx,
    table: &'static Table,
    operation: Operation,
    rows: &[(u64, Accepted)],
    by: &str,
    now: Timestamp,
) -> Result<(), db::DbError> {
    let history = masterdata_api::forms::FORMS.iter().find(|form| form.entity.table.name == table.name);
    let history = history.and_then(|form| form.history);
    let mut added = Vec::new();
    let mut changed = Vec::new();
    let mut past = Vec::new();
    for (_, accepted) in rows {
        let mut row = accepted.row.clone();
        match operation {
            Operation::Insert => {
                fresh_by(&mut row, by, now);
                added.push(stored(row.clone()));
            }
            Operation::Update | Operation::Delete => {
                if operation == Operation::Delete {
                    deleted(&mut row, now);
                }
                row.set("upd_by", Cell::text(by));
                row.set("upd_dtimes", Cell::stamp(now));
                changed.push((accepted.before.as_ref().map(Row::key).unwrap_or_default(), row.clone()));
            }
        }
        if let Some(history) = history {
            past.push(stored(history_by(history, &row, by, now)));
        }
    }
    rename_all(tx.conn(), &changed).await?;
    replace_all(tx, &added).await?;
    replace_all(tx, &past).await
}

/// Adds rows; those that were deleted under the same keys give way.
async fn replace_all(tx: &db::Tx, rows: &[(String, StoredRow)]) -> Result<(), db::DbError> {
    let Some((_, first)) = rows.first() else { return Ok(()) };
    let keys: Vec<&str> = rows.iter().map(|(key, _)| key.as_str()).collect();
    remove(tx.conn(), first.row.table, &keys).await?;
    Ok(insert(tx.conn(), rows).await?)
}

/// Ends an upload that cannot be read.
pub(super) async fn end(m: &Masterdata, cx: &JobCx, mut upload: Model, message: &str) -> Result<(), JobError> {
    upload.status = Status::Failed.as_str().into();
    upload.message = message.to_owned();
    save(m, cx, upload).await
}

async fn end_with(
    m: &Masterdata,
    cx: &JobCx,
    mut upload: Model,
    checked: &Checked,
    message: &str,
) -> Result<(), JobError> {
    upload.message = message.to_owned();
    report(m, cx, upload, checked, Status::Failed).await
}

async fn report(
    m: &Masterdata,
    cx: &JobCx,
    mut upload: Model,
    checked: &Checked,
    status: Status,
) -> Result<(), JobError> {
    upload.status = status.as_str().into();
    upload.row_count = i64::try_from(checked.rows).unwrap_or(i64::MAX);
    upload.bad_count = i64::try_from(checked.bad).unwrap_or(i64::MAX);
    upload.faults = serde_json::to_string(&checked.faults).unwrap_or_default();
    save(m, cx, upload).await
}

async fn save(m: &Masterdata, cx: &JobCx, upload: Model) -> Result<(), JobError> {
    let mut tx = m.db.begin(cx.cx()).await?;
    repo::bulk_upload::update(&mut tx, upload).await?;
    tx.finish(cx).await?;
    Ok(tx.commit().await?)
}
