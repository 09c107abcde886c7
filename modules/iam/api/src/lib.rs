//! Contract of the iam module: staff, roles, machine clients and sessions.

pub mod account;
pub mod error;
pub mod service;
pub mod staff;
pub mod staff_tokens;
pub mod wire;

pub use account::Accounts;
pub use error::IamError;
pub use service::{Iam, PortalSession, StaffSummary};
pub use staff::StaffAdministration;
pub use staff_tokens::StaffTokens;
