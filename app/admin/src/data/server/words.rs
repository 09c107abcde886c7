//! Names, values and errors in words.

use app_i18n::{Locale, date_short, tr};
use masterdata_api::Kind as ColumnKind;
use serde_json::Value;

use super::kinds::{Group, Kind};
use super::text;
use crate::data::shape::Cell;

pub fn group(locale: Locale, group: Group) -> &'static str {
    match group {
        Group::Places => tr::data::group_places(locale),
        Group::Equipment => tr::data::group_equipment(locale),
        Group::Documents => tr::data::group_documents(locale),
        Group::Texts => tr::data::group_texts(locale),
        Group::Lists => tr::data::group_lists(locale),
    }
}

/// An entity's name.
pub fn entity(locale: Locale, slug: &str) -> String {
    tr::data_entity::find(locale, slug).unwrap_or(slug).to_owned()
}

/// A member's name; an entity may have a name of its own for it.
pub fn member(locale: Locale, kind: &Kind, wire: &str) -> String {
    let own = format!("{}_{wire}", kind.slug);
    tr::data_member::find(locale, &own).or_else(|| tr::data_member::find(locale, wire)).unwrap_or(wire).to_owned()
}

/// A member's hint, where it has one.
pub fn hint(locale: Locale, kind: &Kind, wire: &str) -> Option<String> {
    let own = format!("{}_{wire}_hint", kind.slug);
    let any = format!("{wire}_hint");
    tr::data_member::find(locale, &own).or_else(|| tr::data_member::find(locale, &any)).map(str::to_owned)
}

/// A day, or an instant with its minute.
pub fn instant(locale: Locale, text: &str) -> String {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return text.to_owned();
    };
    let date = date_short(locale, year.cast_signed(), month, day);
    match text.get(11..16) {
        Some(time) => format!("{date} {time}"),
        None => date,
    }
}

/// A value of a row as it is drawn.
pub fn cell(locale: Locale, wire: &str, kind: Option<ColumnKind>, value: &Value, language: &str) -> Cell {
    if wire == "isActive" {
        return Cell::Status(value.as_bool().unwrap_or(false));
    }
    if wire == "fieldVal" {
        let said = text(&value["value"]);
        return if language.is_empty() { Cell::Text(said) } else { Cell::Spoken(language.to_owned(), said) };
    }
    if wire == "mapStatus" {
        let mapped = value == "Assigned";
        return Cell::Text(if mapped { tr::data::assigned(locale) } else { tr::data::unassigned(locale) }.to_owned());
    }
    let said = text(value);
    if said.is_empty() {
        return Cell::Nothing;
    }
    if is_id(wire) {
        return Cell::Id(said);
    }
    match kind {
        Some(ColumnKind::Date | ColumnKind::Stamp) => Cell::Text(instant(locale, &said)),
        Some(ColumnKind::Time) => Cell::Id(said.get(..5).unwrap_or(&said).to_owned()),
        Some(ColumnKind::Number | ColumnKind::Decimal) => Cell::Number(said),
        Some(ColumnKind::Flag) => {
            Cell::Text(if said == "true" { tr::data::yes(locale) } else { tr::data::no(locale) }.to_owned())
        }
        Some(ColumnKind::Text(_)) if wire == "fileText" => Cell::Long(language.to_owned(), said),
        None if value.is_number() => Cell::Number(said),
        _ if language.is_empty() => Cell::Text(said),
        _ => Cell::Spoken(language.to_owned(), said),
    }
}

/// What is read from left to right whatever the page: codes, addresses, numbers people copy.
pub fn is_id(wire: &str) -> bool {
    matches!(
        wire,
        "id" | "code"
            | "holidayId"
            | "userId"
            | "serialNum"
            | "macAddress"
            | "ipAddress"
            | "publicKey"
            | "signPublicKey"
            | "keyIndex"
            | "signKeyIndex"
            | "latitude"
            | "longitude"
            | "contactPhone"
            | "createdBy"
            | "updatedBy"
            | "langCode"
            | "model"
            | "minDriverversion"
            | "timeZone"
    ) || wire.ends_with("Code")
        || wire.ends_with("SpecId")
        || wire == "regCenterId"
        || wire == "moduleId"
}

/// A language's own name, else its code.
pub fn language(code: &str) -> String {
    Locale::parse(code).map_or_else(|| code.to_owned(), |locale| locale.own_name().to_owned())
}

/// An error in the reader's language; a code without words of its own gets the general ones and is named.
pub fn error(locale: Locale, code: &str, args: &[String]) -> String {
    match tr::data_error::find(locale, code) {
        Some(found) => {
            args.iter().enumerate().fold(found.to_owned(), |text, (at, arg)| text.replace(&format!("{{{at}}}"), arg))
        }
        None => app_kit::error_text(locale, code, args),
    }
}

/// What was done, by the name the address carries.
pub fn done(locale: Locale, what: &str) -> Option<String> {
    let text = match what {
        "created" => tr::data::done_created(locale),
        "changed" => tr::data::done_changed(locale),
        "activate" => tr::data::done_activated(locale),
        "deactivate" => tr::data::done_deactivated(locale),
        "delete" => tr::data::done_deleted(locale),
        "decommission" => tr::data::done_decommissioned(locale),
        "mapped" => tr::data::done_mapped(locale),
        "unmapped" => tr::data::done_unmapped(locale),
        _ => return None,
    };
    Some(text.to_owned())
}
