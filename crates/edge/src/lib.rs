//! The border of the system: turns HTTP requests into a `Caller` and a checked command, and results into MOSIP's
//! envelope. Also the one outgoing HTTP client, deployment settings and blobs.

pub mod auth;
pub mod blobs;
pub mod call;
pub mod client;
pub mod reply;
pub mod routes;
pub mod rules;
pub mod server;
pub mod settings;

pub use auth::{AuthRefusal, Authenticator, Credentials, Edge};
pub use axum::http;
pub use blobs::{BlobError, BlobKey, Blobs};
pub use call::{Call, EnvelopeHead};
pub use reply::Reply;
pub use routes::Routes;
pub use rules::{BadBody, Rules};
pub use settings::{Keystore, Profile, Settings, SignInProvider, TrustedIssuer, WebSubHub};
