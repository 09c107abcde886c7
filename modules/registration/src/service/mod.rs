//! Use cases.

pub(crate) mod adjudication;
pub(crate) mod announce;
mod bulk;
pub(crate) mod capture;
pub(crate) mod contact;
pub(crate) mod gallery;
mod history;
pub(crate) mod lost;
pub(crate) mod machine_key;
pub(crate) mod packet;
pub(crate) mod packet_manager;
pub(crate) mod pipeline;
pub(crate) mod receive;
pub(crate) mod registrations;
pub(crate) mod status;
pub(crate) mod workflow;
