//! What operators do to keys: list, rotate, import, publish, back up, restore, renew before the end, warn of it.
//!
//! What only reads names and certificates takes the keys database alone, so that neither master key nor PIN is asked for.

mod backup;
mod chain;
mod expiry;
mod import;
mod list;
mod publish;
mod renew;
mod request;
mod restore;
mod rotate;
mod sealed_file;

pub use backup::Backup;
pub use chain::verify_platform_token;
pub(crate) use expiry::Authorities;
pub use expiry::{Expiry, expiring};
pub use import::ImportError;
pub use list::{KeyListing, KeyState, list};
pub use publish::{PublicCertificate, public_certificates, published_keys};
pub use renew::jobs;
pub use restore::{RestoreError, Restored};
pub use rotate::Rotated;
pub use sealed_file::SealedFileError;
