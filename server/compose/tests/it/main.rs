//! All service, HTTP and flow tests: one binary, one link.

mod audit_search;
mod auth;
mod credential;
mod doctor;
mod health;
mod hotlist;
mod iam;
mod idrepo;
mod jobs;
mod journey;
mod keys;
mod lists;
mod masterdata;
mod prereg;
mod relocate;
mod resident;
mod support;
