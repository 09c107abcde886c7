//! What a form was refused for, at its field and in the reader's language.

use app_i18n::{Locale, tr};
use masterdata_api::form::{Chars, Form, Member};
use types::{Failure, Fault};

use super::kinds::{Kind, code_of};
use super::words;

/// Refusals that belong to a field though they do not name it.
const PLACES: &[(&str, &str)] = &[
    ("KER-MSD-307", "latitude"),
    ("KER-MSD-309", "centerEndTime"),
    ("KER-MSD-308", "lunchEndTime"),
    ("KER-MSD-260", "lunchEndTime"),
    ("KER-MSD-259", "lunchStartTime"),
    ("ADM-MSD-445", "locationCode"),
    ("ADM-MSD-446", "locationCode"),
    ("KER-MSD-340", "zoneCode"),
    ("KER-MSD-346", "zoneCode"),
    ("ADM-PKT-001", "zoneCode"),
    ("KER-MSD-255", "zoneCode"),
    ("KER-MSD-439", "zoneCode"),
    ("KER-MSD-221", "holidayLocationCode"),
    ("KER-MSD-280", "centerTypeCode"),
    ("KER-MSD-281", "numberOfKiosks"),
    ("KER-MSD-803", "week"),
    ("KER-MSD-413", "name"),
    ("KER-MSD-414", "publicKey"),
    ("KER-MSD-257", "publicKey"),
    ("KER-MSD-410", "signPublicKey"),
    ("KER-MSD-219", "regCenterId"),
    ("KER-MSD-222", "regCenterId"),
    ("KER-MSD-385", "name"),
    ("KER-MSD-244", "hierarchyLevel"),
    ("KER-MSD-389", "hierarchyLevel"),
    ("KER-MSD-243", "parentLocCode"),
    ("KER-MSD-027", "parentLocCode"),
    ("KER-MSD-730", "locationCode"),
    ("KER-MSD-732", "locationCode"),
    ("KER-MSD-714", "deviceTypeCode"),
    ("KER-MSD-722", "machineTypeCode"),
    ("KER-MSD-012", "deviceSpecId"),
    ("KER-MSD-117", "machineSpecId"),
    ("KER-MSD-145", "templateTypeCode"),
    ("KER-MSD-240", "holidayDate"),
    ("KER-DYN-001", "fieldVal.value"),
    ("KER-SCH-012", "fieldVal.code"),
    ("KER-USR-012", "regCenterId"),
    ("KER-USR-013", "id"),
    ("KER-USR-015", "regCenterId"),
    ("KER-USR-008", "id"),
    ("KER-USR-011", "zoneCode"),
    ("KER-USR-014", "zoneCode"),
    ("KER-USR-018", "zoneCode"),
    ("KER-USR-021", "userId"),
    ("KER-LANG-ERR", "langCode"),
    ("KER-MSD-705", "langCode"),
];

/// Each fault with the control it belongs to; an empty control is the whole form.
pub fn of(locale: Locale, kind: &Kind, form: &Form, members: &[Member], failure: &Failure) -> Vec<(String, String)> {
    failure.faults.iter().map(|fault| one(locale, kind, form, members, fault)).collect()
}

fn one(locale: Locale, kind: &Kind, form: &Form, members: &[Member], fault: &Fault) -> (String, String) {
    let said = fault.message.as_str();
    if let Some((wire, what)) = said.strip_prefix("request.").and_then(|rest| rest.split_once(": ")) {
        let member = members.iter().find(|member| member.wire == wire);
        return (wire.to_owned(), violated(locale, &words::member(locale, kind, wire), member, what));
    }
    if let Some(wire) = said.strip_prefix("Invalid Format in field : ") {
        let wire = wire.rsplit(',').next().unwrap_or(wire);
        return (wire.to_owned(), tr::data::unreadable(locale, &words::member(locale, kind, wire)));
    }
    let code = fault.code.code;
    let taken = Failure::of(form.taken).code() == code;
    let place = PLACES.iter().find(|(own, _)| *own == code).map(|(_, wire)| *wire);
    let wire = place.or_else(|| taken.then(|| code_of(form))).unwrap_or_default();
    (wire.to_owned(), words::error(locale, code, &fault.args))
}

/// What a rule about one member asks for. Masterdata says it in MOSIP's English; here it is said from the form itself.
fn violated(locale: Locale, label: &str, member: Option<&Member>, what: &str) -> String {
    if what.contains("letters") {
        let letters = member.is_some_and(|member| member.chars == Chars::Alphabetic);
        return if letters { tr::data::letters_only(locale, &label) } else { tr::data::plain_only(locale, &label) };
    }
    if what.contains("greater than") {
        return tr::data::not_negative(locale, &label);
    }
    match member {
        Some(member) if what.contains("size") && member.max > 0 && member.min > 1 => {
            tr::data::size_between(locale, &label, &member.min, &member.max)
        }
        Some(member) if what.starts_with("size") && member.max > 0 => tr::data::size_most(locale, &label, &member.max),
        Some(member) if what.contains("size") && member.max > 0 => tr::data::say_within(locale, &label, &member.max),
        _ => tr::data::say(locale, &label),
    }
}
