//! Words about settings and uploads.

use app_i18n::{Locale, tr};
use app_kit::Tile;
use masterdata_api::bulk::{Operation, Status};
use masterdata_api::settings::{SettingKind, SettingView};

/// What a setting is for, in the reader's language.
pub fn about(locale: Locale, setting: &SettingView) -> String {
    tr::setting::find(locale, &setting.name).map_or_else(|| setting.about.clone(), str::to_owned)
}

/// The value that holds now.
pub fn in_force(setting: &SettingView) -> &str {
    setting.value.as_deref().unwrap_or(&setting.default)
}

/// A value in words.
pub fn value(locale: Locale, kind: SettingKind, value: &str) -> String {
    match (kind, value) {
        (SettingKind::Flag, "true") => tr::policy::yes(locale).to_owned(),
        (SettingKind::Flag, "false") => tr::policy::no(locale).to_owned(),
        (_, "") => tr::policy::empty(locale).to_owned(),
        _ => value.to_owned(),
    }
}

/// What may be written.
pub fn hint(locale: Locale, kind: SettingKind) -> &'static str {
    match kind {
        SettingKind::Text => tr::policy::hint_text(locale),
        SettingKind::Number => tr::policy::hint_number(locale),
        SettingKind::Flag => tr::policy::hint_flag(locale),
        SettingKind::Languages => tr::policy::hint_languages(locale),
        SettingKind::ApplicantTypes => tr::policy::hint_applicant_types(locale),
    }
}

/// An instant as its row keeps it, to the minute.
pub fn moment(locale: Locale, at: &str) -> String {
    types::time::parse(at).map_or_else(|| at.to_owned(), |at| crate::words::moment(locale, at))
}

/// Where an upload stands.
pub fn status(locale: Locale, status: Status) -> (Tile, &'static str) {
    match status {
        Status::Checking => (Tile::Moving, tr::upload::checking(locale)),
        Status::Checked => (Tile::Waits, tr::upload::checked(locale)),
        Status::Processing => (Tile::Moving, tr::upload::processing(locale)),
        Status::Completed => (Tile::Done, tr::upload::completed(locale)),
        Status::Failed => (Tile::Failed, tr::upload::failed(locale)),
    }
}

/// What is done with the rows of a file.
pub fn operation(locale: Locale, operation: Operation) -> &'static str {
    match operation {
        Operation::Insert => tr::upload::insert(locale),
        Operation::Update => tr::upload::update(locale),
        Operation::Delete => tr::upload::delete(locale),
    }
}
