//! Words about schemas and forms.

use app_i18n::{Locale, tr};
use app_kit::Tile;
use masterdata_api::definitions::DefinitionEntry;
use schema::edit::Family;

/// Where a version stands.
pub fn state(locale: Locale, entry: &DefinitionEntry) -> (Tile, &'static str) {
    match (entry.published, entry.in_effect) {
        (false, _) => (Tile::None, tr::schemas::draft(locale)),
        (true, true) => (Tile::Done, tr::schemas::in_effect(locale)),
        (true, false) => (Tile::Waits, tr::schemas::published(locale)),
    }
}

/// What it is.
pub fn family(locale: Locale, family: Family) -> &'static str {
    match family {
        Family::Schema => tr::schemas::schema(locale),
        Family::Form => tr::schemas::form(locale),
    }
}

/// Which form it is, for people.
pub fn form(entry: &DefinitionEntry) -> String {
    format!("{}/{}", entry.domain, entry.kind)
}

/// The version, or that there is none yet.
pub fn version(locale: Locale, entry: &DefinitionEntry) -> String {
    if entry.published { entry.version.to_string() } else { tr::schemas::no_version(locale).to_owned() }
}

/// An instant as its row keeps it.
pub fn moment(locale: Locale, at: &str) -> String {
    types::time::parse(at).map_or_else(|| at.to_owned(), |at| crate::words::moment(locale, at))
}
