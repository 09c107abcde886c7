//! Contract of the iam module: staff, roles, machine clients and sessions.

pub mod error;
pub mod service;
pub mod staff_tokens;
pub mod wire;

pub use error::IamError;
pub use service::{Iam, PortalSession, StaffSummary};
pub use staff_tokens::StaffTokens;
