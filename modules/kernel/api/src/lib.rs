//! Contract of the kernel module: audit, one-time codes, notices, templates and number generators.

pub mod error;
pub mod number;
pub mod service;
pub mod wire;

pub use error::KernelError;
pub use service::{
    Channel, Message, Notice, Notices, Numbers, OneTimeCodes, OtpIssue, OtpVerdict, SentMessages, Sequences,
};
