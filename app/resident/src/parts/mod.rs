//! Parts of the portal's pages.

pub mod card_front;
pub mod resend;
pub mod uses;
pub mod when;
