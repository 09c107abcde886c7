//! Contract of the resident module: what a person may do with their own identity.

pub mod error;
pub mod permission;
pub mod service;

pub use error::ResidentError;
pub use service::{
    CardState, CodeSent, History, Home, NumberKind, Offer, PendingSignIn, Progress, RegistrationStatus, Residents, Use,
    VirtualNumber, VirtualNumbers,
};
