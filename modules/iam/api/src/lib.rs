//! Contract of the iam module: staff, roles, machine clients and sessions.

pub mod error;
pub mod service;
pub mod wire;

pub use error::IamError;
pub use service::{Iam, PortalSession, StaffSummary};
