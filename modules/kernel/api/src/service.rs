//! What other modules may ask of the kernel.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::{Caller, CenterId, Failure, LangCode, MachineId, Prid, Rid, Timestamp, Uin, Vid};
use zeroize::Zeroizing;

use crate::wire::SinkMessage;

/// Outcome of asking for a one-time code.
#[derive(Debug, Clone)]
pub enum OtpIssue {
    /// The code, to be sent to the person at once and kept nowhere.
    Issued(Zeroizing<String>),
    /// Too many wrong tries: the key is frozen for a while.
    Blocked,
}

/// Outcome of checking a one-time code. A right code is consumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtpVerdict {
    Valid,
    Wrong,
    Expired,
    Blocked,
}

/// One-time codes. A key names what the code is for; it is stored as a hash.
#[async_trait]
pub trait OneTimeCodes: Send + Sync {
    /// Makes a new code for the key; an earlier one is void.
    async fn generate(&self, caller: &Caller, key: &str) -> Result<OtpIssue, Failure>;
    /// Checks and consumes a code in one guarded step: two parallel calls with the right code succeed once.
    async fn validate(&self, caller: &Caller, key: &str, code: &str) -> Result<OtpVerdict, Failure>;
}

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    Email,
    Sms,
}

/// A notice made from templates of master data, in each of the person's languages.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Natural key: the same notice asked for twice is sent once.
    pub key: String,
    /// Template type code of the body, such as `RPR_UIN_GEN_SMS`, per channel.
    pub templates: BTreeMap<Channel, String>,
    /// Template type code of the mail subject.
    pub subject_template: Option<String>,
    /// The person's languages, first the preferred one.
    pub languages: Vec<LangCode>,
    /// Mail address, where there is one.
    pub email: Option<String>,
    /// Phone number, where there is one.
    pub phone: Option<String>,
    /// Values of `$name` in the templates; a language's own value stands under `(name, Some(lang))`.
    pub values: BTreeMap<(String, Option<LangCode>), String>,
}

/// A finished text to be sent as it is.
#[derive(Debug, Clone)]
pub struct Message {
    pub channel: Channel,
    pub to: String,
    pub subject: Option<String>,
    pub text: String,
}

/// Sends notices. In the development profile they go to the message sink.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Renders and sends a notice. Call it from a job: delivery may take a while. Answers when every channel accepted.
    async fn send(&self, caller: &Caller, notice: Notice) -> Result<(), Failure>;
    /// Sends a finished text.
    async fn send_message(&self, caller: &Caller, message: Message) -> Result<(), Failure>;
    /// Renders a template of master data with values; `None` where no template of that type exists in that language.
    async fn render(
        &self,
        template: &str,
        language: LangCode,
        values: &BTreeMap<String, String>,
    ) -> Result<Option<String>, Failure>;
}

/// Numbers that are never issued twice.
#[async_trait]
pub trait Numbers: Send + Sync {
    /// A new UIN, reserved for the caller: `confirm_uin` makes it final, `release_uin` gives it back.
    async fn reserve_uin(&self, caller: &Caller) -> Result<Uin, Failure>;
    /// Marks a reserved UIN as assigned; repeating it is no error.
    async fn confirm_uin(&self, caller: &Caller, uin: &Uin) -> Result<(), Failure>;
    /// Gives a reserved UIN back to the pool.
    async fn release_uin(&self, caller: &Caller, uin: &Uin) -> Result<(), Failure>;
    /// A new VID that expires at the given time (never, when `None`).
    async fn issue_vid(&self, caller: &Caller, expiry: Option<Timestamp>) -> Result<Vid, Failure>;
    /// A new pre-registration id.
    async fn issue_prid(&self, caller: &Caller) -> Result<Prid, Failure>;
}

/// Numbers that are counted rather than drawn.
#[async_trait]
pub trait Sequences: Send + Sync {
    /// A new registration id: centre, machine (five digits each), sequence number of that machine, UTC time.
    async fn issue_rid(&self, caller: &Caller, center: &str, machine: &str) -> Result<Rid, Failure>;
    /// The next registration centre id; the first is 10000. Ask again while the id is taken.
    async fn next_center_id(&self, caller: &Caller) -> Result<CenterId, Failure>;
    /// The next machine id; the first is 10000. Ask again while the id is taken.
    async fn next_machine_id(&self, caller: &Caller) -> Result<MachineId, Failure>;
}

/// What the development sink has taken. There is none where messages leave for real.
#[async_trait]
pub trait SentMessages: Send + Sync {
    /// Newest first, at most 200: of one recipient (a mail address or phone number in any spelling) or of all.
    async fn newest(&self, caller: &Caller, recipient: Option<&str>) -> Result<Vec<SinkMessage>, Failure>;
}
