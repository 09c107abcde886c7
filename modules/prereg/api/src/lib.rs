//! Contract of the prereg module: applications, documents, appointments and the desk's data sync, under MOSIP's
//! `/preregistration/v1`, and the service behind the pre-registration portal.

pub mod application;
pub mod appointment;
pub mod datasync;
pub mod document;
pub mod error;
pub mod login;
pub mod other;
pub mod permission;
pub mod service;

pub use error::PreregError;
pub use service::{
    ApplicationSummary, ApplicationView, Booking, CenterChoice, CenterQuery, CodeSent, ConsentGiven, DayAvailability,
    DocumentNeed, DocumentSummary, FreeSlot, NewDocument, Prereg, Seat, Slip, SlipCenter, SlipText, SlotChoice, Status,
    StoredDocument, Submission,
};
