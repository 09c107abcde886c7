//! Uploads of packets: kept, then handed one by one to processing. Each commits with the place it reached, so that a job that
//! is cut goes on behind it; a packet that is handed over twice gets the same answer.

use std::collections::BTreeSet;

use db::{AuditEvent, EventType, JobCx, JobError, Reference};
use edge::blobs::BlobKey;
use masterdata_api::MasterdataError as E;
use masterdata_api::bulk::{
    BRING_PACKETS, Category, NewPackets, PROCESSES, RowFault, SOURCES, SUPERVISOR_STATUSES, Status,
};
use registration_api::bulk::{BroughtPacket, BroughtPackets};
use serde::{Deserialize, Serialize};
use types::{Caller, CallerKind, Failure, Retry, role};

use super::run::{NAMED, end};
use crate::Masterdata;
use crate::entity::bulk_upload::Model;
use crate::read::storage;
use crate::repo;

/// Most packets of an upload.
const MOST: usize = 100;

/// What a packet's upload keeps beside its counts.
#[derive(Debug, Serialize, Deserialize)]
struct Details {
    center: Option<String>,
    source: String,
    process: String,
    supervisor_status: String,
    /// Whether packets that no machine announced are announced.
    announce: bool,
    language: String,
    files: Vec<Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    name: String,
    blob: String,
}

fn invalid(what: &str) -> Failure {
    Failure::with(E::Invalid, [format!("Invalid value : {what}")])
}

/// The centre that a packet's name begins with.
fn center_of(file_name: &str) -> Option<&str> {
    file_name.get(..5).filter(|center| center.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Masterdata {
    /// Keeps packets and leaves the job that hands them on.
    pub(super) async fn take_packets(&self, caller: &Caller, new: NewPackets) -> Result<String, Failure> {
        caller.require(BRING_PACKETS)?;
        check(&new)?;
        let zone = self.zone_of_packets(caller, &new).await?;
        let language = self.language_codes().await?.into_iter().next().unwrap_or_default();
        let first = new.files.first().map(|(name, _)| name.clone()).unwrap_or_default();
        let (process, count) = (new.process.clone(), new.files.len());
        let mut details = Details {
            center: new.center,
            source: new.source,
            process: new.process,
            supervisor_status: new.supervisor_status,
            announce: caller.kind() == CallerKind::System || caller.has_any_role(&[role::DATA_READ]),
            language,
            files: Vec::new(),
        };
        // to the disk first: what a row names is there
        for (name, content) in new.files {
            let key = BlobKey::new("upload", self.db.random().uuid_at(self.db.now()));
            self.uploads_store()?.put(&key, content).await.map_err(storage)?;
            details.files.push(Kept { name, blob: key.as_str().to_owned() });
        }
        let details = serde_json::to_string(&details).map_err(storage)?;
        self.begin_upload(caller, |fresh| Model {
            entity_name: process,
            file_name: first.chars().take(128).collect(),
            zone,
            row_count: i64::try_from(count).unwrap_or(i64::MAX),
            category: Category::Packet.as_str().into(),
            details: Some(details),
            ..fresh
        })
        .await
    }

    /// The caller's zone, in which every packet's centre must lie; none for the system itself.
    async fn zone_of_packets(&self, caller: &Caller, new: &NewPackets) -> Result<Option<String>, Failure> {
        if caller.kind() == CallerKind::System {
            return Ok(None);
        }
        let named = new.files.iter().filter_map(|(name, _)| center_of(name));
        let centers: BTreeSet<&str> = named.chain(new.center.as_deref()).collect();
        for center in centers {
            self.demand_own_center(caller, center).await?;
        }
        self.zone_of(caller).await.map(Some)
    }
}

fn check(new: &NewPackets) -> Result<(), Failure> {
    let known = |list: &[&str], value: &str, what: &str| {
        if list.contains(&value) { Ok(()) } else { Err(invalid(what)) }
    };
    known(&SOURCES, &new.source, "SOURCE")?;
    known(&PROCESSES, &new.process, "PROCESS")?;
    known(&SUPERVISOR_STATUSES, &new.supervisor_status, "SUPERVISORSTATUS")?;
    if new.files.is_empty() {
        return Err(E::UploadAbsent.into());
    }
    if new.files.len() > MOST {
        return Err(invalid(&format!("FILES, at most {MOST}")));
    }
    for (name, content) in &new.files {
        if content.is_empty() {
            return Err(E::UploadEmpty.into());
        }
        if !name.ends_with(".zip") || center_of(name).is_none() {
            return Err(E::PacketFormat.into());
        }
    }
    Ok(())
}

/// Hands the packets of an upload to processing.
pub(super) async fn run(
    m: &Masterdata,
    packets: &dyn BroughtPackets,
    cx: &JobCx,
    mut upload: Model,
) -> Result<(), JobError> {
    let details = upload.details.as_deref().and_then(|text| serde_json::from_str::<Details>(text).ok());
    let Some(details) = details else {
        return end(m, cx, upload, "what was uploaded cannot be read").await;
    };
    let done = usize::try_from(upload.done_count).unwrap_or(0);
    let mut faults: Vec<RowFault> = serde_json::from_str(&upload.faults).unwrap_or_default();
    for (at, file) in details.files.iter().enumerate().skip(done) {
        match hand_over(m, packets, cx, &details, file).await? {
            Ok(()) => upload.stored_count += 1,
            Err((code, text)) => {
                upload.bad_count += 1;
                if faults.len() < NAMED {
                    faults.push(RowFault { line: at as u64 + 1, code, text: format!("{}: {text}", file.name) });
                }
            }
        }
        upload.done_count = i64::try_from(at + 1).unwrap_or(i64::MAX);
        upload.faults = serde_json::to_string(&faults).unwrap_or_default();
        let mut tx = m.db.begin(cx.cx()).await?;
        repo::bulk_upload::update(&mut tx, upload.clone()).await?;
        tx.commit().await?;
        let blobs = m.uploads_store().map_err(|failure| JobError::retryable(failure.to_string()))?;
        // processing has its own copy; one that stays behind is an orphan
        let gone = blobs.delete(&BlobKey::stored(&file.blob)).await;
        gone.map_err(|error| JobError::retryable(error.to_string()))?;
    }
    if upload.stored_count == 0 {
        upload.message = "no packet was taken".into();
    }
    let status = if upload.stored_count == 0 { Status::Failed } else { Status::Completed };
    upload.status = status.as_str().into();
    let event = AuditEvent::new("MST_207", "PACKETS_UPLOADED", EventType::User)
        .describe(format!("{} packets were taken, {} were not", upload.stored_count, upload.bad_count))
        .about(Reference::new("UPLOAD", upload.id.clone()))
        .module("MST");
    let mut tx = m.db.begin(cx.cx()).await?;
    repo::bulk_upload::update(&mut tx, upload).await?;
    tx.audit(event).await?;
    tx.finish(cx).await?;
    Ok(tx.commit().await?)
}

/// Hands one packet over; code and text of what is wrong with it. What may pass is tried again by the job.
async fn hand_over(
    m: &Masterdata,
    packets: &dyn BroughtPackets,
    cx: &JobCx,
    details: &Details,
    file: &Kept,
) -> Result<Result<(), (String, String)>, JobError> {
    let blobs = m.uploads_store().map_err(|failure| JobError::retryable(failure.to_string()))?;
    let content = blobs.get(&BlobKey::stored(&file.blob)).await;
    let content = content.map_err(|error| JobError::retryable(error.to_string()))?.to_vec();
    let center = details.center.as_deref().or_else(|| center_of(&file.name)).unwrap_or_default();
    let packet = BroughtPacket {
        file_name: &file.name,
        content,
        announce: details.announce,
        center,
        source: &details.source,
        process: &details.process,
        supervisor_status: &details.supervisor_status,
        language: &details.language,
    };
    match packets.take(&cx.caller(), packet).await {
        Ok(()) => Ok(Ok(())),
        Err(failure) if failure.faults.iter().any(|fault| fault.code.retry == Retry::Later) => {
            Err(JobError::retryable(failure.code()))
        }
        Err(failure) => {
            let text = failure.faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ");
            Ok(Err((failure.code().to_owned(), text)))
        }
    }
}
