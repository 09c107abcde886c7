//! Tables of partner.

pub(crate) mod api_key;
pub(crate) mod group;
pub(crate) mod licence;
pub(crate) mod mapping;
pub(crate) mod partner;
pub(crate) mod policy;
