//! The portal's pages, one file each.

mod card;
mod code;
mod history;
mod home;
mod start;
mod status;
mod vids;

pub use card::CardPage;
pub use code::Code;
pub use history::HistoryPage;
pub use home::HomePage;
pub use start::Start;
pub use status::Status;
pub use vids::Vids;
