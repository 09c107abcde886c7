//! Tables of registration.

pub(crate) mod announced;
pub(crate) mod case;
pub(crate) mod counter;
pub(crate) mod demographic;
pub(crate) mod lost;
pub(crate) mod part;
pub(crate) mod reference;
pub(crate) mod registration;
pub(crate) mod step;
