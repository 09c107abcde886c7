//! Contract of the auth module: ID authentication over its own copy of identities.

pub mod error;
pub mod service;
pub mod wire;

pub use error::AuthError;
pub use service::{AuthHistory, AuthUse};
