//! The module's own right over what a use case has already allowed.
//!
//! A person's session has no right to read identities: it may only see what these use cases show of its own. They read in the
//! name of the platform, traced to the person's request.

use types::{Caller, Seal};

/// The platform, working for a caller whose right was checked.
pub(crate) fn on_behalf_of(caller: &Caller) -> Caller {
    Caller::system(&Seal::of_edge(), caller.cx().clone().with_module("resident"))
}
