//! Contract of the keymgr module: keys, certificates, trust and signatures. Private keys never cross this door.

pub mod access;
pub mod admin;
pub mod client;
pub mod cose;
pub mod data;
pub mod error;
pub mod keys;
pub mod license;
pub mod migration;
pub mod service;
pub mod signatures;
pub mod trust;
pub mod trust_changes;
pub mod zero_knowledge;

pub use admin::KeyAdministration;
pub use error::KeymgrError;
pub use service::{
    AtRest, JwsOptions, KeyManager, KeyRef, PartnerCertificates, SignedCertificate, StoredPartnerCertificate,
    TrustDomain, Verified,
};
pub use trust_changes::{TrustChanges, TrustedAuthority};
