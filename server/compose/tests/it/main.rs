//! All service, HTTP and flow tests: one binary, one link.

mod audit_search;
mod auth;
mod credential;
mod doctor;
mod hotlist;
mod iam;
mod idrepo;
mod journey;
mod keys;
mod lists;
mod masterdata;
mod prereg;
mod relocate;
mod resident;
mod support;
