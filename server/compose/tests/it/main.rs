//! All service, HTTP and flow tests: one binary, one link.

mod auth;
mod credential;
mod doctor;
mod iam;
mod idrepo;
mod journey;
mod keys;
mod lists;
mod masterdata;
mod prereg;
mod resident;
mod support;
