//! Bulk upload: a file of rows of master data is checked as a whole, looked at, and stored; packets are handed to processing.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Permission, Timestamp, role};

/// Who may bring packets as files.
pub const BRING_PACKETS: Permission = Permission::roles(
    "masterdata.packets.bring",
    &[role::GLOBAL_ADMIN, role::REGISTRATION_ADMIN, role::ZONAL_ADMIN, role::MASTERDATA_ADMIN],
);

/// Processes whose packets may be brought.
pub const PROCESSES: [&str; 4] = ["NEW", "UPDATE", "LOST", "BIOMETRIC_CORRECTION"];

/// What the supervisor may have said about a packet.
pub const SUPERVISOR_STATUSES: [&str; 2] = ["APPROVED", "REJECTED"];

/// Who may have made a packet that is brought.
pub const SOURCES: [&str; 1] = ["REGISTRATION_CLIENT"];

/// What an upload holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    #[default]
    Masterdata,
    Packet,
}

impl Category {
    /// `masterdata` or `packet`, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Masterdata, Self::Packet].into_iter().find(|one| text.trim().eq_ignore_ascii_case(one.as_str()))
    }

    /// As [`Self::parse`] reads it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Masterdata => "masterdata",
            Self::Packet => "packet",
        }
    }
}

/// Packets that are brought together.
#[derive(Debug, Clone)]
pub struct NewPackets {
    /// The centre that all were made at; each one's name says it when absent.
    pub center: Option<String>,
    /// One of [`SOURCES`].
    pub source: String,
    /// One of [`PROCESSES`].
    pub process: String,
    /// One of [`SUPERVISOR_STATUSES`].
    pub supervisor_status: String,
    /// Names (`<packet id>.zip`) and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The tables that files may fill, as MOSIP lists them.
pub const TABLES: [&str; 36] = [
    "applicant_valid_document",
    "biometric_attribute",
    "biometric_type",
    "blocklisted_words",
    "daysofweek_list",
    "device_master",
    "device_spec",
    "device_type",
    "doc_category",
    "doc_type",
    "dynamic_field",
    "gender",
    "id_type",
    "individual_type",
    "language",
    "loc_hierarchy_list",
    "loc_holiday",
    "location",
    "machine_master",
    "machine_spec",
    "machine_type",
    "module_detail",
    "reason_category",
    "reason_list",
    "reg_center_type",
    "reg_exceptional_holiday",
    "reg_working_nonworking",
    "registration_center",
    "template",
    "template_file_format",
    "template_type",
    "title",
    "user_detail",
    "valid_document",
    "zone",
    "zone_user",
];

/// What is done with the rows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// Rows must be new.
    Insert,
    /// Rows must be there; columns that the file does not have stay.
    Update,
    /// Rows must be there, and nothing may need them.
    Delete,
}

impl Operation {
    /// `insert`, `update` or `delete`, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "insert" => Some(Self::Insert),
            "update" => Some(Self::Update),
            "delete" => Some(Self::Delete),
            _ => None,
        }
    }

    /// As [`Self::parse`] reads it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// Where an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// Its rows are being checked.
    Checking,
    /// Its rows were checked; somebody has to say whether they are stored.
    Checked,
    /// Its rows are being stored.
    Processing,
    /// Its rows were stored, except for those that the report names.
    Completed,
    /// Nothing was stored, or not all of it; the message says why.
    Failed,
}

impl Status {
    /// As stored and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "CHECKING",
            Self::Checked => "CHECKED",
            Self::Processing => "PROCESSING",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
        }
    }

    /// As [`Self::as_str`] wrote it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Checking, Self::Checked, Self::Processing, Self::Completed, Self::Failed]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// A file that is uploaded.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// One of [`TABLES`].
    pub table: String,
    pub operation: Operation,
    /// Its ending says the format: `.csv`, `.xlsx` or `.xls`.
    pub file_name: String,
    pub content: Vec<u8>,
    /// Whether somebody looks at the result of the check before rows are stored.
    pub preview: bool,
    /// Whether one bad row keeps all others out.
    pub whole: bool,
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// Line of the file, the header being 1.
    pub line: u64,
    pub code: String,
    pub text: String,
}

/// An upload with its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    pub id: String,
    pub category: Category,
    /// The table, or the process of packets.
    pub table: String,
    pub operation: Operation,
    pub file_name: String,
    pub status: Status,
    pub whole: bool,
    /// Rows of the file.
    pub rows: u64,
    /// Rows that cannot be stored.
    pub bad: u64,
    /// Rows that were stored.
    pub stored: u64,
    /// The first of what is wrong.
    pub faults: Vec<RowFault>,
    /// Why it failed as a whole; empty else.
    pub message: String,
    pub uploaded_by: String,
    pub uploaded_at: Timestamp,
}

/// Bulk uploads. Callers need the right to change master data, for packets [`BRING_PACKETS`]; rows that lie outside the caller's zone are refused.
#[async_trait]
pub trait BulkUploads: Send + Sync {
    /// Takes a file; it is checked, and stored unless a preview is wanted, by a job. Gives the upload's id.
    async fn upload(&self, caller: &Caller, new: NewUpload) -> Result<String, Failure>;
    /// Takes packets; a job announces those that nobody did, where the caller may read data (`DATA_READ`), and hands them to
    /// the receiver. Each must be of a centre in the caller's zone. Gives the upload's id.
    async fn upload_packets(&self, caller: &Caller, new: NewPackets) -> Result<String, Failure>;
    /// Stores the rows of an upload that was checked.
    async fn apply(&self, caller: &Caller, id: &str, whole: bool) -> Result<(), Failure>;
    /// One upload.
    async fn get(&self, caller: &Caller, id: &str) -> Result<Option<Upload>, Failure>;
    /// Uploads of a category, newest first: those of a page counted from 0, and how many there are.
    async fn list(
        &self,
        caller: &Caller,
        category: Category,
        page: u64,
        size: u64,
    ) -> Result<(Vec<Upload>, u64), Failure>;
    /// A CSV file with the header of a table and its rows, as exports write them.
    async fn export(&self, caller: &Caller, table: &str, rows: bool) -> Result<String, Failure>;
}
