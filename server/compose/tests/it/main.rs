//! All service, HTTP and flow tests: one binary, one link.

mod iam;
mod lists;
mod support;
