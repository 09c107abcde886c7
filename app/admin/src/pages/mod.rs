//! The pages.

mod case;
mod cases;
mod key;
mod keys;
mod messages;
mod packet;
mod packets;
mod setting;
mod settings;
mod sign_in;
mod trust;
mod upload;
mod uploads;

pub use case::Case;
pub use cases::Cases;
pub use key::Key;
pub use keys::Keys;
pub use messages::Messages;
pub use packet::Packet;
pub use packets::Packets;
pub use setting::Setting;
pub use settings::Settings;
pub use sign_in::SignIn;
pub use trust::Trust;
pub use upload::Upload;
pub use uploads::Uploads;

/// The sign-in page that leads back here.
fn sign_in_for(path: &str) -> String {
    format!("{}?next={path}&ended=1", crate::place::SIGN_IN)
}
