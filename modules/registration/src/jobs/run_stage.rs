//! Run one stage of one registration and write what it found: the only place that moves a registration.
//!
//! The stage runs with no transaction open. Then one transaction takes everything: the registration guarded by its version,
//! the step, what the verdict brings along, the next job, the audit row, the end of this job. Cut off before the commit, the
//! lease ends and the stage runs again; cut off after it, the version has moved on and nothing happens twice.

use chrono::TimeDelta;
use db::{AuditEvent, EventType, Job, JobCx, JobError, JobPolicy, Reference, Tx, UniqueWhile};
use serde::{Deserialize, Serialize};
use types::{Failure, Timestamp};

use crate::RegistrationModule;
use crate::domain::flow::{Flow, Stage, Tags, Target};
use crate::domain::mapping::NoticeKind;
use crate::domain::status::{Status, StepStatus};
use crate::domain::sub_status;
use crate::domain::verdict::{Effect, Next, Park, Trouble, Verdict};
use crate::entity::{case, demographic, part, registration, step};
use crate::jobs::notify::SendNotice;
use crate::repo;
use crate::stages;

/// Tries of one stage before an administrator has to look.
pub(crate) const MAX_TRIES: i32 = 20;
/// First and longest pause between tries, in seconds.
const PAUSE_SECS: (i64, i64) = (5, 900);

/// Run the stage a registration stands at, if it still has this version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RunStage {
    pub(crate) instance: String,
    pub(crate) version: i64,
}

impl Job for RunStage {
    const KIND: &'static str = "registration.run_stage";

    fn unique_key(&self) -> Option<String> {
        Some(format!("{}:{}", self.instance, self.version))
    }

    fn unique_while() -> UniqueWhile {
        UniqueWhile::Open
    }

    // stages are tried again by their own count; this is for a database that does not answer
    fn policy() -> JobPolicy {
        JobPolicy { max_attempts: 100, ..JobPolicy::default() }
    }
}

/// What a stage works on.
pub(crate) struct Work {
    pub(crate) row: registration::Model,
    pub(crate) stage: Stage,
    pub(crate) caller: types::Caller,
    pub(crate) now: Timestamp,
}

impl Work {
    pub(crate) fn instance(&self) -> &str {
        &self.row.workflow_instance_id
    }
}

pub(crate) async fn run(m: &RegistrationModule, cx: &JobCx, job: RunStage) -> Result<(), JobError> {
    let Some(row) = repo::registrations::find(m.db.read(), &job.instance).await.map_err(job_error)? else {
        return Err(JobError::fatal("the registration is gone"));
    };
    let status = Status::parse(&row.status);
    if row.version != job.version || status.is_none_or(Status::is_terminal) {
        return Ok(());
    }
    let (Some(flow), Some(stage)) = (Flow::parse(&row.process), Stage::parse(&row.stage)) else {
        return Err(JobError::fatal("the registration stands at a stage this program does not know"));
    };
    let work = Work { row, stage, caller: cx.caller(), now: m.db.now() };
    let outcome = stages::run(m, &work).await;
    let mut tx = m.db.begin(cx.cx()).await?;
    let moved = match outcome {
        Ok(verdict) => write(&mut tx, m, flow, work, verdict).await,
        Err(trouble) => postpone(&mut tx, m, work, trouble).await,
    };
    if moved.map_err(job_error)? {
        tx.finish(cx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What can go wrong here is the database: tried again.
pub(crate) fn job_error(failure: Failure) -> JobError {
    tracing::warn!(code = failure.code(), cause = ?failure.cause().map(ToString::to_string), "a registration job could not write");
    JobError::retryable(failure.code())
}

/// A change of a registration's state, as it is written.
struct Move {
    status: Status,
    stage: Stage,
    step: StepStatus,
    waits_for: Option<&'static str>,
    next_try: Option<Timestamp>,
    run_at: Option<Timestamp>,
    notice: Option<NoticeKind>,
}

fn plan(flow: Flow, stage: Stage, verdict: &Verdict, tags: &Tags, now: Timestamp) -> Move {
    let to = |stage: Stage| Move {
        status: Status::Processing,
        stage,
        step: StepStatus::Success,
        waits_for: None,
        next_try: Some(now),
        run_at: Some(now),
        notice: None,
    };
    let end = |status: Status, step: StepStatus, notice: NoticeKind| Move {
        status,
        stage,
        step,
        waits_for: None,
        next_try: None,
        run_at: None,
        notice: Some(notice),
    };
    match &verdict.next {
        Next::Forward => match flow.next(stage, tags) {
            Target::Stage(next) => to(next),
            Target::Processed => end(Status::Processed, StepStatus::Processed, NoticeKind::Issued),
            Target::Failed => end(Status::Failed, StepStatus::Failed, NoticeKind::Technical),
        },
        Next::To(next) => to(*next),
        Next::Invalid if flow.rejects_at(stage) => end(Status::Rejected, StepStatus::Failed, NoticeKind::Duplicate),
        Next::Invalid => end(Status::Failed, StepStatus::Failed, NoticeKind::Technical),
        Next::Reject => {
            let supervisor = verdict.sub_status == sub_status::SUPERVISOR_REJECTED;
            let notice = if supervisor { NoticeKind::SupervisorRejected } else { NoticeKind::Technical };
            end(Status::Rejected, StepStatus::Rejected, notice)
        }
        Next::Park(Park::Decision(waiting)) => Move {
            stage: *waiting,
            step: StepStatus::InProgress,
            waits_for: Some(repo::registrations::DECISION),
            next_try: None,
            run_at: None,
            ..to(*waiting)
        },
        Next::Park(Park::AdditionalInfo { secs }) => Move {
            status: Status::PausedForAdditionalInfo,
            step: StepStatus::InProgress,
            waits_for: Some("additional-info"),
            next_try: Some(now + TimeDelta::seconds(*secs)),
            run_at: None,
            notice: Some(NoticeKind::ComeBack),
            ..to(stage)
        },
        Next::Park(Park::Later { secs }) => {
            let when = now + TimeDelta::seconds(*secs);
            Move { step: StepStatus::Reprocess, next_try: Some(when), run_at: Some(when), ..to(stage) }
        }
    }
}

pub(crate) fn tags(row: &registration::Model) -> Tags {
    serde_json::from_value(row.tags.clone()).unwrap_or_default()
}

/// Writes a verdict; `false` when the registration moved meanwhile and nothing was written.
pub(crate) async fn write(
    tx: &mut Tx,
    m: &RegistrationModule,
    flow: Flow,
    work: Work,
    verdict: Verdict,
) -> Result<bool, Failure> {
    let Work { mut row, stage, .. } = work;
    let (now, version) = (tx.now(), row.version);
    let mut tags = tags(&row);
    for effect in &verdict.effects {
        match effect {
            Effect::Tag(name, value) => {
                tags.insert(name.clone(), value.clone());
            }
            Effect::PacketCreated(at) => row.packet_created_at = Some(*at),
            _ => {}
        }
    }
    let plan = plan(flow, stage, &verdict, &tags, now);
    row.tags = serde_json::to_value(&tags).unwrap_or_default();
    row.status = plan.status.name().to_owned();
    row.stage = plan.stage.name().to_owned();
    row.latest_type = stage.transaction().to_owned();
    row.sub_status = verdict.sub_status.code.to_owned();
    row.comment = verdict.comment();
    row.attempts = 0;
    row.next_try = plan.next_try;
    row.waits_for = plan.waits_for.map(str::to_owned);
    if matches!(plan.step, StepStatus::Success | StepStatus::Processed) {
        row.last_success_stage = Some(stage.name().to_owned());
    }
    let (instance, rid) = (row.workflow_instance_id.clone(), row.rid.clone());
    if !repo::registrations::save(tx, row, version).await? {
        return Ok(false);
    }
    add_step(tx, m, (&instance, &rid, version + 1), stage, plan.step, &verdict).await?;
    for effect in verdict.effects {
        apply(tx, m, &instance, &rid, effect).await?;
    }
    if let Some(when) = plan.run_at {
        let next = RunStage { instance: instance.clone(), version: version + 1 };
        tx.enqueue_at(&next, when).await.map_err(crate::error::storage)?;
    }
    if let Some(kind) = plan.notice {
        enqueue_notice(tx, &instance, kind).await?;
    }
    audit(tx, &instance, stage, plan.step, verdict.sub_status.code).await?;
    Ok(true)
}

async fn enqueue_notice(tx: &mut Tx, instance: &str, kind: NoticeKind) -> Result<(), Failure> {
    let notice = SendNotice { instance: instance.to_owned(), kind: kind.name().to_owned() };
    tx.enqueue(&notice).await.map_err(crate::error::storage)?;
    Ok(())
}

/// A stage that could not work: noted, and planned again with growing pauses, or left to an administrator.
async fn postpone(tx: &mut Tx, m: &RegistrationModule, work: Work, trouble: Trouble) -> Result<bool, Failure> {
    let Work { mut row, stage, .. } = work;
    let (now, version) = (tx.now(), row.version);
    tracing::warn!(
        instance = row.workflow_instance_id,
        stage = stage.name(),
        cause = trouble.cause,
        "a stage is tried again"
    );
    row.attempts += 1;
    let given_up = row.attempts > MAX_TRIES;
    let pause = (PAUSE_SECS.0 << row.attempts.clamp(1, 10) >> 1).min(PAUSE_SECS.1);
    let when = now + TimeDelta::seconds(pause);
    let sub_status = if given_up { sub_status::REPROCESS_EXHAUSTED } else { trouble.sub_status };
    row.status = if given_up { Status::ReprocessFailed } else { Status::Reprocess }.name().to_owned();
    row.latest_type = stage.transaction().to_owned();
    row.sub_status = sub_status.code.to_owned();
    row.comment = format!("{} {}", sub_status.comment, trouble.cause).chars().take(256).collect();
    row.next_try = (!given_up).then_some(when);
    let verdict = Verdict::new(Next::Forward, sub_status).particulars(trouble.cause);
    let (instance, rid) = (row.workflow_instance_id.clone(), row.rid.clone());
    if !repo::registrations::save(tx, row, version).await? {
        return Ok(false);
    }
    add_step(tx, m, (&instance, &rid, version + 1), stage, StepStatus::Reprocess, &verdict).await?;
    if !given_up {
        let next = RunStage { instance: instance.clone(), version: version + 1 };
        tx.enqueue_at(&next, when).await.map_err(crate::error::storage)?;
    }
    audit(tx, &instance, stage, StepStatus::Reprocess, sub_status.code).await?;
    Ok(true)
}

/// Adds a step row. Waiting for the same thing again is not a new step.
pub(crate) async fn add_step(
    tx: &mut Tx,
    m: &RegistrationModule,
    (instance, rid, version): (&str, &str, i64),
    stage: Stage,
    status: StepStatus,
    verdict: &Verdict,
) -> Result<(), Failure> {
    let latest = repo::registrations::latest_step(tx.conn(), instance).await?;
    let comment = verdict.comment();
    let repeated = status == StepStatus::Reprocess
        && latest.as_ref().is_some_and(|last| {
            last.status == status.name() && last.sub_status == verdict.sub_status.code && last.comment == comment
        });
    if repeated {
        return Ok(());
    }
    let step = step::Model {
        id: m.db.random().uuid_at(tx.now()).to_string(),
        workflow_instance_id: instance.to_owned(),
        rid: rid.to_owned(),
        stage: stage.name().to_owned(),
        kind: stage.transaction().to_owned(),
        parent_id: latest.map(|last| last.id),
        status: status.name().to_owned(),
        sub_status: verdict.sub_status.code.to_owned(),
        comment,
        version,
        created_at: tx.now(),
    };
    repo::registrations::add_step(tx, step).await
}

async fn apply(tx: &mut Tx, m: &RegistrationModule, instance: &str, rid: &str, effect: Effect) -> Result<(), Failure> {
    match effect {
        Effect::Tag(..) | Effect::PacketCreated(_) => Ok(()),
        Effect::Part { kind, blob, info } => {
            let model = part::Model { workflow_instance_id: instance.to_owned(), kind, blob, info };
            repo::registrations::upsert_part(tx, model).await
        }
        Effect::Demographic { language, name, birth, gender } => {
            let model = demographic::Model {
                workflow_instance_id: instance.to_owned(),
                lang_code: language,
                rid: rid.to_owned(),
                name_hash: hex::encode(name),
                birth_hash: hex::encode(birth),
                gender_hash: hex::encode(gender),
                created_at: tx.now(),
            };
            repo::dedupe::upsert_demographic(tx, model).await
        }
        Effect::Reference { id, sealed } => repo::dedupe::enrol(tx, &id, instance, rid, sealed).await,
        Effect::Case { kind, candidates } => {
            let model = case::Model {
                id: m.db.random().uuid_at(tx.now()).to_string(),
                workflow_instance_id: instance.to_owned(),
                rid: rid.to_owned(),
                kind: kind.to_owned(),
                status: repo::cases::PENDING.to_owned(),
                candidates: serde_json::to_value(candidates).unwrap_or_default(),
                decided_by: None,
                reason: None,
                opened_at: tx.now(),
                decided_at: None,
            };
            repo::cases::open(tx, model).await
        }
        Effect::EraseContact => repo::announced::erase_contact(tx, instance).await,
        Effect::Notify(kind) => enqueue_notice(tx, instance, kind).await,
    }
}

async fn audit(tx: &mut Tx, instance: &str, stage: Stage, step: StepStatus, sub_status: &str) -> Result<(), Failure> {
    let event = AuditEvent::new("RPR_402", "UPDATE", EventType::Business)
        .describe(format!("{} {} {sub_status}", stage.name(), step.name()))
        .about(Reference::new("REGISTRATION", instance.to_owned()))
        .module("RPR-STG");
    tx.audit(event).await.map_err(crate::error::storage)
}
