//! All service, HTTP and flow tests: one binary, one link.

mod credential;
mod iam;
mod idrepo;
mod journey;
mod lists;
mod support;
