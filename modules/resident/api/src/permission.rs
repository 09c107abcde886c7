//! Who may do what: everybody may ask and sign in; what follows is for the holder of the identity alone.

use types::Permission;

/// The role of a session whose holder proved by a code to be the person of an identity. Ours: MOSIP's RESIDENT is the role of the
/// resident service's machine client, which may read everybody's data.
pub const HOLDER: &str = "IDENTITY_HOLDER";

const OWN: &[&str] = &[HOLDER];

/// See where a registration is.
pub const STATUS: Permission = Permission::public("resident.status.read");
/// Ask for and bring back a one-time code.
pub const SIGN_IN: Permission = Permission::public("resident.sign-in");
/// See one's own identity in short.
pub const IDENTITY_READ: Permission = Permission::roles("resident.identity.read", OWN);
/// Fetch one's own card and photograph.
pub const CARD_READ: Permission = Permission::roles("resident.card.read", OWN);
/// See who used one's own identity.
pub const HISTORY_READ: Permission = Permission::roles("resident.history.read", OWN);
/// See one's own virtual numbers.
pub const NUMBER_READ: Permission = Permission::roles("resident.number.read", OWN);
/// Make a virtual number for oneself.
pub const NUMBER_CREATE: Permission = Permission::roles("resident.number.create", OWN);
