//! Contract of the idrepo module: identities, UIN, VID and locks.

pub mod error;
pub mod identity;
pub mod service;
pub mod vid;

pub use error::IdRepoError;
pub use service::{
    AuthTypeLock, CreateIdentity, Created, IdRef, IdRepo, IdentityDocument, IdentityEvent, IdentityListener,
    IdentityRecord, IdentityStatus, VidInfo, VidKind,
};
