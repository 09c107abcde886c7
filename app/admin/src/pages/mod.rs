//! The pages.

mod account;
mod audit;
mod audit_entry;
mod case;
mod cases;
mod codes;
mod confirm;
mod cross_check;
mod first_password;
mod health;
mod job;
mod jobs;
mod key;
mod keys;
mod lost;
mod messages;
mod new_user;
mod packet;
mod packets;
mod setting;
mod settings;
mod sign_in;
mod sign_in_steps;
mod trust;
mod upload;
mod uploads;
mod user;
mod users;

pub use account::{Account, FirstConfirm};
pub use audit::Audit;
pub use audit_entry::AuditRow;
pub use case::Case;
pub use cases::Cases;
pub use codes::Codes;
pub use confirm::Confirm;
pub use cross_check::{CrossCheck, mismatch_words};
pub use first_password::FirstPassword;
pub use health::Health;
pub use job::Job;
pub use jobs::Jobs;
pub use key::Key;
pub use keys::Keys;
pub use lost::Lost;
pub use messages::Messages;
pub use new_user::NewUser;
pub use packet::Packet;
pub use packets::Packets;
pub use setting::Setting;
pub use settings::Settings;
pub use sign_in::SignIn;
pub use sign_in_steps::{ChoosePassword, Recovery, SecondFactor};
pub use trust::Trust;
pub use upload::Upload;
pub use uploads::Uploads;
pub use user::User;
pub use users::Users;

/// The sign-in page that leads back here.
pub(crate) fn sign_in_for(path: &str) -> String {
    format!("{}?next={path}&ended=1", crate::place::SIGN_IN)
}
