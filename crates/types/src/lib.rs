//! The shared vocabulary of Tessera: identifiers, language codes, MOSIP's envelope and time formats,
//! the caller of a use case, permissions, error catalogues and endpoint descriptors.
//!
//! Wasm-safe and free of I/O: time and randomness are always parameters.

pub mod caller;
pub mod checksum;
pub mod code;
pub mod cx;
pub mod endpoint;
pub mod envelope;
pub mod error;
pub mod id;
pub mod role;
pub mod time;

pub use caller::{Access, AccessError, Caller, CallerKind, FRESH_FOR, Identity, Permission, Seal};
pub use code::{CenterId, LangCode, MachineId, PartnerId};
pub use cx::Cx;
pub use endpoint::{Durability, Endpoint, EndpointInfo};
pub use envelope::{ErrorItem, RequestEnvelope, ResponseEnvelope};
pub use error::{Catalogue, Code, Failure, Fault, Retry};
pub use id::{Id, IdError, Prid, Rid, Uin, Vid, Wire};
pub use time::Timestamp;
