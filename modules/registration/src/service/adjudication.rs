//! Adjudication: open cases, one case side by side, and the decision only a person takes.

use std::collections::BTreeMap;

use db::{AuditEvent, EventType, Reference};
use registration_api::adjudication::{
    CapturedPacket, CaseList, ComparedCandidate, ComparedField, ComparedFinger, Outcome,
};
use registration_api::wire::endpoints::ADJUDICATE;
use registration_api::{AdjudicationCase, Candidate, CaseKind, CaseView, Decision, RegistrationError as E};
use types::{Caller, Failure};

use crate::domain::flow::{Flow, Stage};
use crate::domain::verdict::{Next, Verdict};
use crate::domain::{likeness, sub_status};
use crate::entity::{case, registration};
use crate::jobs::run_stage::{Work, write};
use crate::repo::registrations::DECISION;
use crate::service::capture;
use crate::{RegistrationModule, error, repo};

const MAX_PAGE: u32 = 200;
/// Candidates whose packets are opened for one page; those with lower scores are named only.
const MAX_CANDIDATES: usize = 5;
/// Longest reason in characters.
const MAX_REASON: usize = 1000;
const APPROVED: &str = "APPROVED";
const REJECTED: &str = "REJECTED";

fn of_row(row: case::Model) -> AdjudicationCase {
    let decision = match row.status.as_str() {
        APPROVED => Some(Decision::Approve),
        REJECTED => Some(Decision::Reject),
        _ => None,
    };
    AdjudicationCase {
        id: row.id,
        rid: row.rid,
        kind: if row.kind == "VERIFICATION" { CaseKind::Verification } else { CaseKind::Biometric },
        opened_at: row.opened_at,
        candidates: serde_json::from_value::<Vec<Candidate>>(row.candidates).unwrap_or_default(),
        outcome: decision.map(|decision| Outcome {
            decision,
            by: row.decided_by.unwrap_or_default(),
            reason: row.reason.unwrap_or_default(),
            at: row.decided_at,
        }),
    }
}

/// Open cases.
pub(crate) async fn cases(m: &RegistrationModule, caller: &Caller, limit: u32) -> Result<CaseList, Failure> {
    caller.require(ADJUDICATE)?;
    let rows = repo::cases::pending(m.db.read(), u64::from(limit.clamp(1, MAX_PAGE))).await?;
    let open = repo::cases::count_pending(m.db.read()).await?;
    Ok(CaseList { cases: rows.into_iter().map(of_row).collect(), open, now: m.db.now() })
}

/// One case, with the packets behind it while it is open.
pub(crate) async fn case(m: &RegistrationModule, caller: &Caller, case_id: &str) -> Result<Option<CaseView>, Failure> {
    caller.require(ADJUDICATE)?;
    let Some(row) = repo::cases::find(m.db.read(), case_id).await? else { return Ok(None) };
    let open = row.status == repo::cases::PENDING;
    let next = repo::cases::pending(m.db.read(), 2).await?.into_iter().find(|one| one.id != row.id);
    let others = repo::cases::count_pending(m.db.read()).await?.saturating_sub(u64::from(open));
    let instance = row.workflow_instance_id.clone();
    let case = of_row(row);
    let mut view = CaseView { case, new: None, candidates: Vec::new(), next: next.map(|next| next.id), others };
    if !open {
        return Ok(Some(view));
    }
    let labels = capture::labels(m).await;
    let own = repo::registrations::find(m.db.read(), &instance).await?.ok_or(E::CaseNotFound)?;
    let mut shown = vec![own.workflow_instance_id.clone()];
    let new = capture::packet(m, caller, &own, &labels).await?;
    for (side, candidate) in (1..).zip(view.case.candidates.iter().take(MAX_CANDIDATES)) {
        let Some(row) = repo::registrations::of_rid(m.db.read(), &candidate.rid).await? else { continue };
        shown.push(row.workflow_instance_id.clone());
        let packet = capture::packet(m, caller, &row, &labels).await?;
        view.candidates.push(ComparedCandidate {
            side,
            fields: compare_fields(&new, &packet),
            fingers: pair_fingers(&new, &packet, candidate),
            score: candidate.score,
            packet,
        });
    }
    view.new = Some(new);
    // nobody sees what is not recorded as seen
    let mut tx = m.db.begin(caller.cx()).await.map_err(error::storage)?;
    for instance in shown {
        let event = AuditEvent::new("RPR_401", "GET", EventType::User)
            .describe("a packet was shown to decide a case: its details and the list of its captures")
            .about(Reference::new("REGISTRATION", instance))
            .module("RPR-MVS");
        tx.audit(event).await.map_err(error::storage)?;
    }
    tx.commit().await.map_err(error::storage)?;
    Ok(Some(view))
}

fn compare_fields(new: &CapturedPacket, earlier: &CapturedPacket) -> Vec<ComparedField> {
    let mut fields: Vec<ComparedField> = new
        .fields
        .iter()
        .map(|field| {
            let other = earlier.fields.iter().find(|other| other.id == field.id);
            let earlier = other.map(|other| other.values.clone()).unwrap_or_default();
            ComparedField {
                id: field.id.clone(),
                labels: field.labels.clone(),
                likeness: likeness::of(&field.values, &earlier),
                new: field.values.clone(),
                earlier,
            }
        })
        .collect();
    let only_earlier = earlier.fields.iter().filter(|field| new.fields.iter().all(|own| own.id != field.id));
    fields.extend(only_earlier.map(|field| ComparedField {
        id: field.id.clone(),
        labels: field.labels.clone(),
        likeness: likeness::of(&[], &field.values),
        new: Vec::new(),
        earlier: field.values.clone(),
    }));
    fields
}

/// Fingers side by side: those that were compared, best first; then those that only one packet has.
fn pair_fingers(new: &CapturedPacket, earlier: &CapturedPacket, candidate: &Candidate) -> Vec<ComparedFinger> {
    let has = |packet: &CapturedPacket, finger: &str| packet.fingers.iter().any(|one| one == finger);
    let mut scores: BTreeMap<&str, (&str, f64)> = BTreeMap::new();
    for part in &candidate.parts {
        scores.insert(&part.probe, (&part.reference, part.score));
    }
    let mut pairs: Vec<ComparedFinger> = new
        .fingers
        .iter()
        .map(|finger| {
            let (other, score) = match scores.get(finger.as_str()) {
                Some((reference, score)) => (*reference, Some(*score)),
                None => (finger.as_str(), None),
            };
            let earlier = has(earlier, other).then(|| other.to_owned());
            ComparedFinger { new: Some(finger.clone()), score: score.filter(|_| earlier.is_some()), earlier }
        })
        .collect();
    let shown: Vec<String> = pairs.iter().filter_map(|pair| pair.earlier.clone()).collect();
    let left = earlier.fingers.iter().filter(|finger| !shown.contains(finger));
    pairs.extend(left.map(|finger| ComparedFinger { new: None, earlier: Some(finger.clone()), score: None }));
    pairs.sort_by(|a, b| b.score.unwrap_or(-1.0).total_cmp(&a.score.unwrap_or(-1.0)));
    pairs
}

/// The open case of an id with its registration's row.
pub(super) async fn open_case(
    m: &RegistrationModule,
    case_id: &str,
) -> Result<(case::Model, registration::Model), Failure> {
    let case = repo::cases::find(m.db.read(), case_id).await?.ok_or(E::CaseNotFound)?;
    if case.status != repo::cases::PENDING {
        return Err(E::CaseDecided.into());
    }
    let row = repo::registrations::find(m.db.read(), &case.workflow_instance_id).await?.ok_or(E::CaseNotFound)?;
    Ok((case, row))
}

/// Decides a case.
pub(crate) async fn decide(
    m: &RegistrationModule,
    caller: &Caller,
    case_id: &str,
    decision: Decision,
    reason: &str,
) -> Result<(), Failure> {
    caller.require(ADJUDICATE)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(E::ReasonMissing.into());
    }
    if reason.chars().count() > MAX_REASON {
        return Err(Failure::with(E::Invalid, ["reason"]));
    }
    let (_, row) = open_case(m, case_id).await?;
    let (Some(flow), Some(stage)) = (Flow::parse(&row.process), Stage::parse(&row.stage)) else {
        return Err(E::CaseNotFound.into());
    };
    if row.waits_for.as_deref() != Some(DECISION) {
        return Err(E::CaseDecided.into());
    }
    let verdict = verdict(stage, decision);
    let instance = row.workflow_instance_id.clone();
    let mut tx = m.db.begin(caller.cx()).await.map_err(error::storage)?;
    let status = if decision == Decision::Approve { APPROVED } else { REJECTED };
    if !repo::cases::close(&mut tx, case_id, status, caller.cx().actor(), reason).await? {
        return Err(E::CaseDecided.into());
    }
    let work = Work { row, stage, caller: caller.clone(), now: tx.now() };
    if !write(&mut tx, m, flow, work, verdict).await? {
        return Err(E::CaseDecided.into());
    }
    let event = AuditEvent::new("RPR_402", "UPDATE", EventType::User)
        .describe(format!("a case was decided: {status}"))
        .about(Reference::new("REGISTRATION", instance))
        .module("RPR-MVS");
    tx.audit(event).await.map_err(error::storage)?;
    tx.commit().await.map_err(error::storage)
}

fn verdict(stage: Stage, decision: Decision) -> Verdict {
    match (stage, decision) {
        (Stage::Verification, Decision::Approve) => Verdict::forward(sub_status::VERIFIED),
        (Stage::Verification, Decision::Reject) => Verdict::new(Next::Reject, sub_status::ADJUDICATION_REJECTED),
        (_, Decision::Approve) => Verdict::forward(sub_status::ADJUDICATION_APPROVED),
        (_, Decision::Reject) => Verdict::invalid(sub_status::ADJUDICATION_REJECTED),
    }
}
