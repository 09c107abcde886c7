//! The pages.

mod case;
mod cases;
mod key;
mod keys;
mod messages;
mod packet;
mod packets;
mod sign_in;
mod trust;

pub use case::Case;
pub use cases::Cases;
pub use key::Key;
pub use keys::Keys;
pub use messages::Messages;
pub use packet::Packet;
pub use packets::Packets;
pub use sign_in::SignIn;
pub use trust::Trust;

/// The sign-in page that leads back here.
pub(crate) fn sign_in_for(path: &str) -> String {
    format!("{}?next={path}&ended=1", crate::place::SIGN_IN)
}
