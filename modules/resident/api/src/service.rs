//! What the portal may ask. Times without zone are the country's own (setting `tessera.country.utc-offset`).

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{NaiveDate, NaiveDateTime};
use iam_api::PortalSession;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, LangCode};

/// Where a registration is, without anything about the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// The desk announced it; its packet has not arrived.
    Announced,
    /// The packet is here.
    Received,
    /// It is being checked, by rules or by a person.
    Checking,
    /// Checked; number and card are being made.
    Issuing,
    /// Number and card are there.
    Issued,
    /// Refused: the person has a number already, or may not have one.
    Rejected,
    /// It cannot be used: the person has to register again.
    RegisterAgain,
    /// Something is missing: the person has to come back.
    ComeBack,
}

/// Where a registration is and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationStatus {
    pub progress: Progress,
    pub since: NaiveDateTime,
}

/// What asking for a code gives. It is the same for numbers of somebody and of nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    /// Stands for the number until the code is brought back; secret to the browser that asked.
    pub ticket: String,
    /// Whether this request made a code; `false` while an earlier one works.
    pub fresh: bool,
    /// Seconds a code works.
    pub valid_secs: u32,
    /// Seconds until another may be asked for.
    pub resend_after_secs: u32,
}

/// A sign-in that waits for its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingSignIn {
    /// The last three digits of the number that was given.
    pub ending: String,
    /// Seconds a code works.
    pub valid_secs: u32,
    /// Seconds until another may be asked for.
    pub resend_after_secs: u32,
}

/// Where the card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardState {
    /// It can be saved.
    Ready,
    /// It is being made.
    Preparing,
    /// It could not be made; staff look after it.
    Failed,
}

/// One use of the identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    pub at: NaiveDateTime,
    /// Who asked, by the name the partner has here.
    pub partner: String,
    /// `OTP-REQUEST`, `OTP-AUTH`, `DEMO-AUTH`, `FINGERPRINT-AUTH`, `EKYC-AUTH` …
    pub kind: String,
    pub succeeded: bool,
    /// The partner's transaction number, to be quoted to support.
    pub reference: String,
    /// Names of the attributes that were handed out, in the identity schema's words.
    pub disclosed: Vec<String>,
}

/// The first page: the person in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Names by data language (ISO 639-3); an empty language where the schema has none.
    pub names: BTreeMap<String, String>,
    pub born: Option<NaiveDate>,
    /// The UIN.
    pub number: String,
    pub has_photo: bool,
    pub card: CardState,
    /// Virtual numbers in use.
    pub virtual_numbers: u32,
    /// The newest uses, at most three.
    pub last_uses: Vec<Use>,
    /// Uses of the last 30 days.
    pub uses: u32,
    /// The newest use of the last 30 days that was refused.
    pub refused: Option<Use>,
    /// The hour in the country, 0 to 23, for the greeting.
    pub hour: u32,
    pub today: NaiveDate,
}

/// Who used the identity, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub uses: Vec<Use>,
    pub today: NaiveDate,
    /// There are older ones that are not listed.
    pub more: bool,
}

/// A virtual number in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualNumber {
    /// The VID.
    pub number: String,
    /// `Perpetual`, `Temporary`, `OneTimeUse` or another of the country's policy.
    pub kind: String,
    /// When it ends; never, where absent.
    pub ends: Option<NaiveDateTime>,
    /// How often it may be used; any number, where absent.
    pub uses: Option<u32>,
}

/// Whether one more virtual number of a kind can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    Free,
    /// The person has as many as allowed.
    Full,
}

/// A kind of virtual number under the country's policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberKind {
    pub kind: String,
    /// How long one works; without end, where absent.
    pub valid_minutes: Option<u32>,
    /// How often one may be used; any number, where absent.
    pub uses: Option<u32>,
    pub offer: Offer,
}

/// The person's virtual numbers, oldest first, and what can be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualNumbers {
    pub numbers: Vec<VirtualNumber>,
    pub kinds: Vec<NumberKind>,
    pub today: NaiveDate,
}

/// What a person may do with their own identity.
#[async_trait]
pub trait Residents: Send + Sync {
    /// Where a registration is; `None` for a number that is not known here. Blanks in the number are passed over.
    async fn registration_status(&self, caller: &Caller, number: &str) -> Result<Option<RegistrationStatus>, Failure>;
    /// Sends a code to the phone and mail address of a number's person, in a language. Says nothing about the number but that it
    /// has the form of one.
    async fn request_code(&self, caller: &Caller, number: &str, language: LangCode) -> Result<CodeSent, Failure>;
    /// The same again for a sign-in that is under way.
    async fn request_again(&self, caller: &Caller, ticket: &str, language: LangCode) -> Result<CodeSent, Failure>;
    /// A sign-in that is under way; `None` when it is over.
    async fn pending(&self, caller: &Caller, ticket: &str) -> Result<Option<PendingSignIn>, Failure>;
    /// Opens a session for whoever brings the right code.
    async fn sign_in(&self, caller: &Caller, ticket: &str, code: &str) -> Result<PortalSession, Failure>;
    /// The person in short.
    async fn home(&self, caller: &Caller) -> Result<Home, Failure>;
    /// The photograph as JPEG; `None` when there is none.
    async fn photo(&self, caller: &Caller) -> Result<Option<Vec<u8>>, Failure>;
    /// The card as PDF.
    async fn card(&self, caller: &Caller) -> Result<Vec<u8>, Failure>;
    /// Who used the identity: at most `limit` uses.
    async fn history(&self, caller: &Caller, limit: u32) -> Result<History, Failure>;
    /// Virtual numbers and what can be made.
    async fn virtual_numbers(&self, caller: &Caller) -> Result<VirtualNumbers, Failure>;
    /// Makes one of a kind.
    async fn issue_virtual_number(&self, caller: &Caller, kind: &str) -> Result<VirtualNumber, Failure>;
}
