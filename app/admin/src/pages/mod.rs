//! The pages.

mod case;
mod cases;
mod messages;
mod packet;
mod packets;
mod sign_in;

pub use case::Case;
pub use cases::Cases;
pub use messages::Messages;
pub use packet::Packet;
pub use packets::Packets;
pub use sign_in::SignIn;

/// The sign-in page that leads back here.
fn sign_in_for(path: &str) -> String {
    format!("{}?next={path}&ended=1", crate::place::SIGN_IN)
}
