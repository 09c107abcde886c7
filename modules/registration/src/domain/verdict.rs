//! What a stage finds out, and what shall be written with it.

use serde_json::Value;

use super::flow::Stage;
use super::sub_status::SubStatus;

/// What a stage answers. The runner writes it; a stage writes nothing itself.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) next: Next,
    pub(crate) sub_status: SubStatus,
    /// Particulars behind the comment; never personal data.
    pub(crate) particulars: Option<String>,
    pub(crate) effects: Vec<Effect>,
}

/// Where a registration goes from a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    /// Valid: along the flow's route.
    Forward,
    /// Valid, to a stage the route offers as an address.
    To(Stage),
    /// Invalid: failed or rejected, as the flow says for this stage.
    Invalid,
    /// Rejected in any flow.
    Reject,
    /// Waits for something outside this stage.
    Park(Park),
}

/// What a parked registration waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Park {
    /// A person's decision; goes to the stage that waits.
    Decision(Stage),
    /// A better capture; rejected when none comes in time.
    AdditionalInfo { secs: i64 },
    /// Another registration; looked at again after a while, which counts as no try.
    Later { secs: i64 },
}

/// A change that belongs to a verdict and is committed with it.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// Keep an encrypted sub-packet's place and information.
    Part { kind: String, blob: String, info: Value },
    /// Remember facts for routing.
    Tag(String, String),
    /// When the packet was made.
    PacketCreated(types::Timestamp),
    /// Hashes for demographic comparison, per language.
    Demographic { language: String, name: Vec<u8>, birth: Vec<u8>, gender: Vec<u8> },
    /// Sealed templates under a new reference.
    Reference { id: String, sealed: Vec<u8> },
    /// A question for a person.
    Case { kind: &'static str, candidates: Vec<registration_api::Candidate> },
    /// Contact data of the sync list is not needed any more.
    EraseContact,
    /// Tell the person.
    Notify(super::mapping::NoticeKind),
}

impl Verdict {
    pub(crate) fn new(next: Next, sub_status: SubStatus) -> Self {
        Self { next, sub_status, particulars: None, effects: Vec::new() }
    }

    pub(crate) fn forward(sub_status: SubStatus) -> Self {
        Self::new(Next::Forward, sub_status)
    }

    pub(crate) fn invalid(sub_status: SubStatus) -> Self {
        Self::new(Next::Invalid, sub_status)
    }

    pub(crate) fn particulars(mut self, text: impl Into<String>) -> Self {
        self.particulars = Some(text.into());
        self
    }

    pub(crate) fn effect(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    /// The comment of the transaction row, cut to MOSIP's column.
    pub(crate) fn comment(&self) -> String {
        let text = match &self.particulars {
            Some(more) => format!("{} {more}", self.sub_status.comment),
            None => self.sub_status.comment.to_owned(),
        };
        text.chars().take(256).collect()
    }
}

/// A stage could not do its work now: tried again with growing pauses.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) sub_status: SubStatus,
    /// For the row and the log; never personal data.
    pub(crate) cause: String,
}

impl Trouble {
    pub(crate) fn new(cause: impl Into<String>) -> Self {
        Self { sub_status: super::sub_status::SYSTEM, cause: cause.into() }
    }
}

impl From<types::Failure> for Trouble {
    fn from(failure: types::Failure) -> Self {
        // the code alone: texts may quote what somebody typed
        Self::new(failure.code())
    }
}
