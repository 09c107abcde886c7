//! Contract of the auth module: ID authentication over its own copy of identities.

pub mod service;

pub use service::{AuthHistory, AuthUse};
