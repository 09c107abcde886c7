//! Pure rules: hashes, VID policies and states, merging of identities, checks of requests.

pub(crate) mod document;
pub(crate) mod handle;
pub(crate) mod hash;
pub(crate) mod lock;
pub(crate) mod merge;
pub(crate) mod vid_policy;
