//! The pipeline as portals see it: where each registration is, and why.

use serde::{Deserialize, Serialize};
use types::Timestamp;

/// MOSIP's stage names, in the order a registration may pass them.
pub const STAGES: [&str; 17] = [
    "PacketReceiverStage",
    "SecurezoneNotificationStage",
    "PacketUploaderStage",
    "PacketValidatorStage",
    "PacketClassifierStage",
    "CMDValidatorStage",
    "OperatorValidatorStage",
    "SupervisorValidatorStage",
    "IntroducerValidatorStage",
    "QualityClassifierStage",
    "DemoDedupeStage",
    "AbisHandlerStage",
    "BioDedupeStage",
    "ManualAdjudicationStage",
    "VerificationStage",
    "UinGeneratorStage",
    "CredentialRequestorStage",
];

/// MOSIP's sub-status codes that a step may carry: a portal has words for each.
pub const SUB_STATUSES: &[&str] = &[
    "RPR-PKR-SUCCESS-001",
    "RPR-SEN-SUCCESS-001",
    "RPR-PKU-SUCCESS-001",
    "RPR-PKU-FAILED-003",
    "RPR-PKU-FAILED-004",
    "RPR-PKU-FAILED-005",
    "RPR-PKU-FAILED-007",
    "RPR-PKV-SUCCESS-001",
    "RPR-PKV-FAILED-001",
    "RPR-PKV-FAILED-005",
    "RPR-PKV-FAILED-010",
    "RPR-PKV-FAILED-011",
    "RPR-PKV-FAILED-012",
    "RPR-PKV-FAILED-013",
    "RPR-PKV-FAILED-015",
    "RPR-PKV-FAILED-017",
    "RPR-PKCSUCCESS-001",
    "RPR-CMD-SUCCESS-001",
    "RPR-CMD-FAILED-002",
    "RPR-CMD-FAILED-003",
    "RPR-CMD-FAILED-005",
    "RPR-CMD-FAILED-010",
    "RPR-CMD-FAILED-014",
    "RPR-CMD-FAILED-015",
    "RPR-OVM-SUCCESS-001",
    "RPR-OVM-FAILED-001",
    "RPR-OVM-FAILED-002",
    "RPR-OVM-FAILED-003",
    "RPR-OVM-FAILED-004",
    "RPR-OVM-FAILED-005",
    "RPR-SVM-SUCCESS-001",
    "RPR-SVM-FAILED-001",
    "RPR-SVM-FAILED-002",
    "RPR-SVM-FAILED-004",
    "RPR-SVM-FAILED-005",
    "RPR-IVM-SUCCESS-001",
    "RPR-IVM-FAILED-001",
    "RPR-IVM-FAILED-002",
    "RPR-IVM-FAILED-003",
    "RPR-IVM-FAILED-004",
    "RPR-IVM-FAILED-005",
    "RPR-IVM-FAILED-006",
    "RPR-IVM-FAILED-008",
    "RPR-QCK-SUCCESS-001",
    "RPR-QCK-SUCCESS-002",
    "RPR-QCK-FAILED-001",
    "RPR-DDP-SUCCESS-001",
    "RPR-DDP-FAILED-002",
    "RPR-DDP-SKIPPED-003",
    "RPR-AMW-SUCCESS-001",
    "RPR-AMW-FAILED-001",
    "RPR-BDP-SUCCESS-002",
    "RPR-BDP-FAILED-001",
    "RPR-VER-003",
    "RPR-VER-001",
    "RPR-MVS-002",
    "RPR-MNV-SUCCESS-001",
    "RPR-MNV-FAILED-002",
    "RPR-UIN-SUCCESS-001",
    "RPR-UIN-FAILED-004",
    "RPR-PPS-SUCCESS-001",
    "RPR-PPS-FAILED-010",
    "RPR-RPS-FAILED-001",
    "RPR-WIA-001",
    "RPR-WAS-001",
    "RPR-WAS-002",
    "RPR-SYS-EXCEPTION-001",
];

/// What may be done with a registration that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkflowAction {
    /// Its current stage runs again.
    ResumeProcessing,
    /// It goes again from the first stage after the receiver.
    ResumeFromBeginning,
    /// It is rejected.
    StopProcessing,
}

impl WorkflowAction {
    pub const ALL: [Self; 3] = [Self::ResumeProcessing, Self::ResumeFromBeginning, Self::StopProcessing];

    /// MOSIP's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResumeProcessing => "RESUME_PROCESSING",
            Self::ResumeFromBeginning => "RESUME_FROM_BEGINNING",
            Self::StopProcessing => "STOP_PROCESSING",
        }
    }

    /// The action of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// Where a registration stands, as those who look after the pipeline sort them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PipelineState {
    /// Tried too often: an administrator has to look.
    Stuck,
    /// A person has to decide whether somebody is registered already.
    Decision,
    /// A better capture was asked for.
    Paused,
    /// A stage could not work and is tried again by itself.
    Retrying,
    /// On its way.
    Moving,
    /// A number was made.
    Processed,
    /// Refused.
    Rejected,
    /// The packet cannot be used.
    Failed,
}

impl PipelineState {
    /// All, in the order a person wants to see them.
    pub const ALL: [Self; 8] = [
        Self::Stuck,
        Self::Decision,
        Self::Paused,
        Self::Retrying,
        Self::Moving,
        Self::Processed,
        Self::Rejected,
        Self::Failed,
    ];

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stuck => "stuck",
            Self::Decision => "decision",
            Self::Paused => "paused",
            Self::Retrying => "retrying",
            Self::Moving => "moving",
            Self::Processed => "processed",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
        }
    }

    /// Reads what `name` wrote.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing happens any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Processed | Self::Rejected | Self::Failed)
    }
}

/// One tile of a registration's track; tiles stand in the order of [`STAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrackTile {
    /// Passed.
    Done,
    /// The registration is here.
    Here,
    /// It ended here, or cannot go on by itself.
    Bad,
    /// Not on its way.
    Skipped,
    /// Still before it; also what one that ended never reached.
    Ahead,
}

/// A registration in the pipeline's list. Nothing here says who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineEntry {
    /// Registration id (the administrator's page shows it whole).
    pub rid: String,
    /// `NEW`, `UPDATE` …
    pub flow: String,
    pub state: PipelineState,
    pub stage: String,
    pub track: Vec<TrackTile>,
    /// MOSIP's status code: `PROCESSING`, `PROCESSED`, `REJECTED`, `FAILED`, `REPROCESS` …
    pub status: String,
    /// MOSIP's sub-status code of the last step, such as `RPR-PKT-…`.
    pub sub_status: String,
    /// The comment of the last step with its particulars, in English, and what to do: for support. Never personal data.
    pub reason: String,
    pub attempts: u32,
    #[serde(with = "types::time::wire")]
    pub since: Timestamp,
    #[serde(with = "types::time::wire_option")]
    pub next_try: Option<Timestamp>,
}

/// One row of a registration's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineStep {
    pub stage: String,
    /// `SUCCESS`, `FAILED`, `REJECTED`, `IN_PROGRESS`, `REPROCESS`, `PROCESSED`.
    pub status: String,
    pub sub_status: String,
    pub comment: String,
    #[serde(with = "types::time::wire")]
    pub at: Timestamp,
}

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PipelineQuery {
    pub state: Option<PipelineState>,
    /// Digits a registration id begins with; empty for all.
    pub rid_prefix: String,
    pub stage: Option<String>,
    /// Only what comes after this one.
    pub after: Option<Cursor>,
    /// Most entries, 1 to 200.
    pub limit: u32,
}

/// A place in the list: what moved last comes first, of several at one time the greater id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub since: Timestamp,
    pub rid: String,
}

impl Cursor {
    /// For an address: microseconds (what the database keeps) and registration id.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}-{}", self.since.timestamp_micros(), self.rid)
    }

    /// Reads what `to_text` wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, rid) = text.split_once('-')?;
        let since = Timestamp::from_timestamp_micros(micros.parse().ok()?)?;
        rid.bytes().all(|byte| byte.is_ascii_digit()).then(|| Self { since, rid: rid.to_owned() })
    }
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelinePage {
    pub entries: Vec<PipelineEntry>,
    /// Where the next page begins, as [`Cursor::to_text`]; absent on the last one.
    pub next: Option<String>,
    /// When the page was made.
    #[serde(with = "types::time::wire")]
    pub now: Timestamp,
}

/// How many there are, and how it goes today (a day in UTC).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineCounts {
    /// Of each state; states without any are left out.
    pub by_state: Vec<(PipelineState, u64)>,
    pub received_today: u64,
    pub processed_today: u64,
    /// Half of the latest 200 that got a number needed at most this many seconds.
    pub half_within_secs: Option<u64>,
}

impl PipelineCounts {
    /// Of one state.
    #[must_use]
    pub fn of(&self, state: PipelineState) -> u64 {
        self.by_state.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count)
    }

    /// Of all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.by_state.iter().map(|(_, count)| count).sum()
    }
}

/// One registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineDetail {
    pub entry: PipelineEntry,
    /// Oldest first.
    pub steps: Vec<PipelineStep>,
    /// Tries of one stage before it is left to people.
    pub max_attempts: u32,
    /// Where and on what the packet was made.
    pub center: String,
    pub machine: String,
    pub packet_id: String,
    #[serde(with = "types::time::wire_option")]
    pub packet_created_at: Option<Timestamp>,
    #[serde(with = "types::time::wire")]
    pub received_at: Timestamp,
    /// What the person is told: the key of [`crate::Registrations::public_status`].
    pub person_sees: String,
    /// The case that waits for a decision.
    pub case_id: Option<String>,
    /// Whether it waits and this caller may decide what happens now, see [`WorkflowAction`].
    pub may_act: bool,
    #[serde(with = "types::time::wire")]
    pub now: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_list_and_states_read_back() {
        let since = types::time::parse("2026-11-23T10:15:02.007Z").unwrap();
        let cursor = Cursor { since, rid: "10001100770000120261123093000".to_owned() };
        assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        assert!(["", "1", "x-1", "1-x", "999999999999999999999-1"].iter().all(|text| Cursor::parse(text).is_none()));
        assert!(PipelineState::ALL.iter().all(|state| PipelineState::parse(state.name()) == Some(*state)));
    }
}
