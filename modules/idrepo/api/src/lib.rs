//! Contract of the idrepo module: identities, UIN, VID and locks.

pub mod service;

pub use service::{
    AuthTypeLock, CreateIdentity, Created, IdRef, IdRepo, IdentityDocument, IdentityEvent, IdentityListener,
    IdentityRecord, IdentityStatus, VidInfo,
};
