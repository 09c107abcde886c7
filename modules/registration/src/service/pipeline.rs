//! The pipeline: where each registration is and why.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveTime, TimeDelta};
use registration_api::pipeline::{Cursor, PipelinePage};
use registration_api::wire::endpoints::{PIPELINE, RETRY};
use registration_api::{PipelineCounts, PipelineDetail, PipelineEntry, PipelineQuery, PipelineState, PipelineStep};
use types::{Caller, Failure, Rid};

use crate::domain::flow::{Flow, Stage};
use crate::domain::status::Status;
use crate::domain::{external, track};
use crate::entity::registration;
use crate::jobs::run_stage::{MAX_TRIES, tags};
use crate::repo::registrations::DECISION;
use crate::service::workflow;
use crate::{RegistrationModule, repo};

const MAX_PAGE: u32 = 200;
/// How many of the latest the usual time is taken from.
const LATEST: u64 = 200;

/// A page of registrations.
pub(crate) async fn list(
    m: &RegistrationModule,
    caller: &Caller,
    query: &PipelineQuery,
) -> Result<PipelinePage, Failure> {
    caller.require(PIPELINE)?;
    let limit = u64::from(query.limit.clamp(1, MAX_PAGE));
    // one more than asked for tells whether there is a next page
    let mut rows = repo::registrations::page(m.db.read(), query, limit + 1).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(rows.len()));
    let next = rows.last().filter(|_| more).map(|row| Cursor { since: row.updated_at, rid: row.rid.clone() }.to_text());
    Ok(PipelinePage { entries: entries(m, rows).await?, next, now: m.db.now() })
}

/// Rows with their tracks.
async fn entries(m: &RegistrationModule, rows: Vec<registration::Model>) -> Result<Vec<PipelineEntry>, Failure> {
    let instances: Vec<String> = rows.iter().map(|row| row.workflow_instance_id.clone()).collect();
    let mut visited: BTreeMap<String, BTreeSet<Stage>> = BTreeMap::new();
    for (instance, stage) in repo::registrations::visited(m.db.read(), &instances).await? {
        if let Some(stage) = Stage::parse(&stage) {
            visited.entry(instance).or_default().insert(stage);
        }
    }
    let of = |row: &registration::Model| visited.get(&row.workflow_instance_id).cloned().unwrap_or_default();
    Ok(rows.into_iter().map(|row| entry(of(&row), row)).collect())
}

fn entry(visited: BTreeSet<Stage>, row: registration::Model) -> PipelineEntry {
    let what_to_do = match (row.status.as_str(), row.waits_for.as_deref()) {
        (_, Some(DECISION)) => " Waits for a decision: open the case.",
        (_, Some("additional-info")) => " Waits for a better capture.",
        ("REPROCESS", _) => " Tried again by itself.",
        ("REPROCESS_FAILED", _) => " Tried too often: find the cause, then retry.",
        ("FAILED", _) => " The person has to register again.",
        _ => "",
    };
    let status = Status::parse(&row.status).unwrap_or(Status::Processing);
    let state = track::state(status, row.waits_for.as_deref() == Some(DECISION));
    let (flow, stage) = (Flow::parse(&row.process), Stage::parse(&row.stage));
    let tiles = flow.zip(stage).map(|(flow, stage)| track::tiles(flow, stage, state, &tags(&row), &visited));
    PipelineEntry {
        track: tiles.unwrap_or_default(),
        state,
        rid: row.rid,
        flow: row.process,
        stage: row.stage,
        status: row.status,
        sub_status: row.sub_status,
        reason: format!("{}.{what_to_do}", row.comment.trim_end_matches(['.', ' ', '-'])),
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        since: row.updated_at,
        next_try: row.next_try,
    }
}

/// How many stand where.
pub(crate) async fn counts(m: &RegistrationModule, caller: &Caller) -> Result<PipelineCounts, Failure> {
    caller.require(PIPELINE)?;
    let mut by_state: BTreeMap<PipelineState, u64> = BTreeMap::new();
    for (status, waits_for, count) in repo::registrations::counts(m.db.read()).await? {
        let Some(status) = Status::parse(&status) else { continue };
        let state = track::state(status, waits_for.as_deref() == Some(DECISION));
        *by_state.entry(state).or_default() += u64::try_from(count).unwrap_or(0);
    }
    let today = m.db.now().date_naive().and_time(NaiveTime::MIN).and_utc();
    let mut took: Vec<TimeDelta> = repo::registrations::latest_processed(m.db.read(), LATEST)
        .await?
        .into_iter()
        .map(|(received, processed)| processed - received)
        .collect();
    took.sort_unstable();
    let half = took.get(took.len().saturating_sub(1) / 2);
    Ok(PipelineCounts {
        by_state: by_state.into_iter().collect(),
        received_today: repo::registrations::received_since(m.db.read(), today).await?,
        processed_today: repo::registrations::processed_since(m.db.read(), today).await?,
        half_within_secs: half.map(|half| half.num_seconds().max(0).unsigned_abs()),
    })
}

/// One registration and its history.
pub(crate) async fn detail(
    m: &RegistrationModule,
    caller: &Caller,
    rid: &Rid,
) -> Result<Option<PipelineDetail>, Failure> {
    caller.require(PIPELINE)?;
    let Some(row) = repo::registrations::of_rid(m.db.read(), rid.reveal()).await? else { return Ok(None) };
    let steps = repo::registrations::steps(m.db.read(), &row.workflow_instance_id).await?;
    let case = repo::cases::pending_of(m.db.read(), &row.workflow_instance_id).await?;
    let status = Status::parse(&row.status).unwrap_or(Status::Processing);
    let stage = Stage::parse(&row.stage).unwrap_or(Stage::PacketReceiver);
    let (center, machine) = row.ref_id.split_once('_').unwrap_or((row.ref_id.as_str(), ""));
    let visited = steps.iter().filter_map(|step| Stage::parse(&step.stage)).collect();
    Ok(Some(PipelineDetail {
        max_attempts: MAX_TRIES.unsigned_abs(),
        center: center.to_owned(),
        machine: machine.to_owned(),
        packet_id: row.packet_id.clone(),
        packet_created_at: row.packet_created_at,
        received_at: row.created_at,
        person_sees: external::plain(status, stage).to_owned(),
        case_id: case.map(|case| case.id),
        may_act: workflow::waits(&row) && caller.require(RETRY).is_ok(),
        now: m.db.now(),
        steps: steps
            .into_iter()
            .map(|step| PipelineStep {
                stage: step.stage,
                status: step.status,
                sub_status: step.sub_status,
                comment: step.comment,
                at: step.created_at,
            })
            .collect(),
        entry: entry(visited, row),
    }))
}
