//! Contract of the kernel module: audit, one-time codes, notices, templates, number generators and hotlist.

pub mod attachment;
pub mod audit_search;
pub mod audits;
pub mod error;
pub mod health;
pub mod hotlist;
pub mod hotlist_error;
pub mod jobs;
pub mod number;
pub mod service;
pub mod wire;

pub use attachment::Attachment;
pub use audit_search::AuditSearch;
pub use audits::Audits;
pub use error::KernelError;
pub use health::SystemHealth;
pub use hotlist::{Hotlist, HotlistListener};
pub use hotlist_error::HotlistError;
pub use jobs::JobAdministration;
pub use service::{
    Channel, Message, Notice, Notices, Numbers, OneTimeCodes, OtpIssue, OtpVerdict, SentMessages, Sequences,
};
