//! Pure rules: what an identity says on a card and in its QR, which types there are, how requests move.

pub(crate) mod claims;
pub(crate) mod subject;
pub(crate) mod types;
