//! The service behind the pre-registration portal and the desk. Every call checks the caller's right and ownership.

use async_trait::async_trait;
use chrono::{NaiveDate, NaiveTime};
use iam_api::PortalSession;
use masterdata_api::Languages;
use schema::{Change, Choice, FormModel, Issue, OptionSource};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::{Caller, CenterId, Failure, LangCode, Prid, Timestamp};

/// Where an application stands. Wire names are MOSIP's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Something is missing.
    #[serde(rename = "Application_Incomplete")]
    Incomplete,
    /// Complete; a time has to be chosen.
    #[serde(rename = "Pending_Appointment")]
    PendingAppointment,
    /// An appointment is booked; data are locked.
    Booked,
    /// The appointment has passed and nobody came.
    Expired,
    /// The appointment was cancelled; it can be booked again.
    Cancelled,
    /// A registration desk has fetched it.
    Prefetched,
    /// It has become a registration.
    Consumed,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Incomplete,
        Self::PendingAppointment,
        Self::Booked,
        Self::Expired,
        Self::Cancelled,
        Self::Prefetched,
        Self::Consumed,
    ];

    /// MOSIP's code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Incomplete => "Application_Incomplete",
            Self::PendingAppointment => "Pending_Appointment",
            Self::Booked => "Booked",
            Self::Expired => "Expired",
            Self::Cancelled => "Cancelled",
            Self::Prefetched => "Prefetched",
            Self::Consumed => "Consumed",
        }
    }

    /// The status of a code; case does not matter, as in MOSIP.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code().eq_ignore_ascii_case(code))
    }
}

/// A code is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    /// How it travels: `true` for mail, `false` for a text message.
    pub by_mail: bool,
    /// Seconds the code works.
    pub valid_secs: u32,
    /// Seconds until another may be asked for.
    pub resend_after_secs: u32,
}

/// The person accepted the terms, and in which language they were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentGiven {
    pub language: LangCode,
}

/// A chosen slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotChoice {
    pub center: CenterId,
    pub date: NaiveDate,
    pub from: NaiveTime,
}

/// An appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    pub center: CenterId,
    /// The centre's name in the asked language.
    pub center_name: String,
    pub date: NaiveDate,
    pub from: NaiveTime,
    pub to: NaiveTime,
    /// Until when it may be changed or cancelled (the centre's local time).
    pub change_until: chrono::NaiveDateTime,
}

/// One application in the list of a person's applications. The number is text: it goes into the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationSummary {
    pub prid: String,
    pub status: Status,
    /// The applicant's name by data language; empty before it was given.
    pub names: BTreeMap<String, String>,
    /// Age in whole years, once the date of birth is known.
    pub age: Option<u16>,
    pub languages: Vec<LangCode>,
    pub booking: Option<Booking>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Sections of the form that are complete, and all sections.
    pub sections_done: u32,
    pub sections: u32,
    /// Whether details and documents may be changed.
    pub editable: bool,
    /// Whether an appointment may be booked or changed now.
    pub bookable: bool,
}

/// An application opened in the portal: the form with everything saved so far, its documents and its booking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationView {
    pub summary: ApplicationSummary,
    /// Answers are restored; options that can be known are offered; fields that were answered show their issues.
    pub form: FormModel,
    pub documents: Vec<DocumentNeed>,
}

/// A category of documents that is asked for, and what was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentNeed {
    pub category: String,
    pub name: String,
    pub required: bool,
    /// `(code, name)` of accepted types.
    pub types: Vec<(String, String)>,
    pub uploaded: Option<DocumentSummary>,
}

/// An uploaded document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSummary {
    pub id: String,
    pub category: String,
    pub type_code: String,
    pub file_name: String,
    /// `pdf`, `png` or `jpg`.
    pub format: String,
    pub bytes: u64,
    pub reference: Option<String>,
    pub uploaded_at: Timestamp,
}

/// A document to be uploaded.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub category: String,
    pub type_code: String,
    pub language: LangCode,
    pub reference: Option<String>,
    pub file_name: String,
    pub content: Vec<u8>,
}

/// A document read back.
#[derive(Debug, Clone)]
pub struct StoredDocument {
    pub summary: DocumentSummary,
    /// `application/pdf`, `image/png` or `image/jpeg`: what the content is, not what the name says.
    pub media_type: &'static str,
    pub content: Vec<u8>,
}

/// Outcome of handing an application in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Submission {
    /// It waits for an appointment now.
    Accepted,
    /// Something is missing or wrong.
    Incomplete {
        issues: Vec<Issue>,
        /// Categories without a document.
        missing_documents: Vec<String>,
    },
}

/// Which centres are asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CenterQuery {
    /// All, by name.
    All,
    /// Those of the applicant's own place.
    Recommended { prid: String },
    /// Nearest first, within a radius.
    Near { latitude: f64, longitude: f64, metres: f64 },
    /// Those of a location or below it.
    Location { code: String },
    /// Those whose name or address contains all the words.
    Text { text: String },
}

/// A centre to choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CenterChoice {
    pub id: CenterId,
    pub name: String,
    pub address: Vec<String>,
    pub phone: Option<String>,
    pub opens: NaiveTime,
    pub closes: NaiveTime,
    pub lunch: Option<(NaiveTime, NaiveTime)>,
    pub minutes_per_person: u32,
    /// Metres from the asked point.
    pub distance_metres: Option<f64>,
    /// The next day with a free place.
    pub next_free: Option<NaiveDate>,
}

/// A day in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayAvailability {
    pub date: NaiveDate,
    pub closed: bool,
    pub slots: Vec<FreeSlot>,
}

impl DayAvailability {
    /// Free places of the whole day.
    #[must_use]
    pub fn free(&self) -> u32 {
        self.slots.iter().map(|slot| slot.free).sum()
    }
}

/// A slot with its free places; full ones are listed with 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeSlot {
    pub from: NaiveTime,
    pub to: NaiveTime,
    pub free: u32,
}

/// One person's place in a booking for several.
#[derive(Debug, Clone)]
pub struct Seat {
    pub prid: Prid,
    pub slot: SlotChoice,
}

/// The slip a person prints and brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    pub prid: String,
    pub languages: Vec<LangCode>,
    /// One block per data language.
    pub texts: Vec<SlipText>,
    pub date: NaiveDate,
    pub from: NaiveTime,
    pub to: NaiveTime,
    pub change_until: chrono::NaiveDateTime,
    /// An SVG image of the QR symbol of the application number.
    pub qr_svg: String,
    /// Names of the documents to bring, in the first language.
    pub bring: Vec<String>,
}

/// The slip in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipText {
    pub language: LangCode,
    pub name: String,
    pub center: SlipCenter,
}

/// The centre in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipCenter {
    pub name: String,
    pub address: Vec<String>,
    pub phone: Option<String>,
}

/// Pre-registration, as the portal uses it.
#[async_trait]
pub trait Prereg: Send + Sync {
    /// Sends a one-time code to a phone number or mail address, in a language.
    async fn send_code(&self, caller: &Caller, user_id: &str, language: LangCode) -> Result<CodeSent, Failure>;
    /// Checks a code and opens a portal session (kind Resident, role INDIVIDUAL).
    async fn sign_in(&self, caller: &Caller, user_id: &str, code: &str) -> Result<PortalSession, Failure>;
    /// The country's data languages, to choose from for a new application.
    async fn languages(&self, caller: &Caller) -> Result<Languages, Failure>;
    /// The caller's applications, newest first; names of centres in `language`.
    async fn my_applications(&self, caller: &Caller, language: LangCode) -> Result<Vec<ApplicationSummary>, Failure>;
    /// Starts an application with its number and an empty form. The first language is the form's first column.
    async fn start(
        &self,
        caller: &Caller,
        languages: &[LangCode],
        consent: ConsentGiven,
    ) -> Result<ApplicationView, Failure>;
    /// Opens an application; names of documents and centres in `language`.
    async fn load(&self, caller: &Caller, prid: &Prid, language: LangCode) -> Result<ApplicationView, Failure>;
    /// Saves changes, right or wrong, and gives the form with the issues of all fields answered so far.
    ///
    /// A page sends every field it shows, also empty ones: an empty field that is needed then has an issue. Changing the
    /// data of an application that waits for an appointment keeps its status where it stays complete.
    async fn save_draft(
        &self,
        caller: &Caller,
        prid: &Prid,
        changes: Vec<Change>,
        language: LangCode,
    ) -> Result<ApplicationView, Failure>;
    /// Options of a field, labelled in the given languages; `parent` is the chosen location one level up.
    async fn choices(
        &self,
        caller: &Caller,
        source: &OptionSource,
        parent: Option<&str>,
        languages: &[LangCode],
    ) -> Result<Vec<Choice>, Failure>;
    /// Uploads a document; an earlier one of the same category is replaced.
    async fn add_document(
        &self,
        caller: &Caller,
        prid: &Prid,
        document: NewDocument,
    ) -> Result<DocumentSummary, Failure>;
    /// Removes a document.
    async fn remove_document(&self, caller: &Caller, prid: &Prid, document: &str) -> Result<(), Failure>;
    /// Reads a document.
    async fn read_document(&self, caller: &Caller, prid: &Prid, document: &str) -> Result<StoredDocument, Failure>;
    /// Takes over another own application's document of a category ("same as").
    async fn copy_document(
        &self,
        caller: &Caller,
        from: &Prid,
        to: &Prid,
        category: &str,
    ) -> Result<DocumentSummary, Failure>;
    /// Hands the application in: everything is checked as a whole.
    async fn submit(&self, caller: &Caller, prid: &Prid) -> Result<Submission, Failure>;
    /// Centres to choose from, at most 50.
    async fn centers(
        &self,
        caller: &Caller,
        query: &CenterQuery,
        language: LangCode,
    ) -> Result<Vec<CenterChoice>, Failure>;
    /// Days and free places of a centre.
    async fn availability(&self, caller: &Caller, center: &CenterId) -> Result<Vec<DayAvailability>, Failure>;
    /// Books or rebooks for one or several applications: all or none.
    async fn book(&self, caller: &Caller, seats: &[Seat]) -> Result<(), Failure>;
    /// Cancels an appointment and keeps the data.
    async fn cancel(&self, caller: &Caller, prid: &Prid) -> Result<(), Failure>;
    /// Removes the application with its documents and booking.
    async fn discard(&self, caller: &Caller, prid: &Prid) -> Result<(), Failure>;
    /// The slip of a booked application.
    async fn slip(&self, caller: &Caller, prid: &Prid) -> Result<Slip, Failure>;
    /// Sends the slip to another phone number or mail address.
    async fn send_slip(&self, caller: &Caller, prid: &Prid, to: &str, language: LangCode) -> Result<(), Failure>;
}
