//! Pure rules: no database, no clock, no keys.

pub(crate) mod attributes;
pub(crate) mod capture;
pub(crate) mod demographic;
pub(crate) mod factor;
pub(crate) mod individual;
pub(crate) mod kyc;
pub(crate) mod lock;
pub(crate) mod mask;
pub(crate) mod normalise;
pub(crate) mod policy;
pub(crate) mod token;
pub(crate) mod window;
