//! Reads the members of a request into a row, as bean validation does: every violation is reported.

use masterdata_api::form::{Chars, Member, Presence};
use masterdata_api::{Column, Kind, MasterdataError, Table};
use serde_json::Value;
use types::{Failure, Fault};

use crate::cell::{Cell, parse_date, parse_stamp, parse_time};
use crate::row::Row;

fn violated(wire: &str, what: &str) -> Fault {
    Fault::worded(MasterdataError::Invalid, format!("request.{wire}: {what}"))
}

fn misformed(wire: &str) -> Failure {
    Fault::worded(MasterdataError::Invalid, format!("Invalid Format in field : {wire}")).into()
}

/// The text of a scalar; `None` for null, an error for lists and objects.
fn scalar(wire: &str, value: Option<&Value>) -> Result<Option<String>, Failure> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Bool(flag)) => Ok(Some(flag.to_string())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(Value::Array(_) | Value::Object(_)) => Err(misformed(wire)),
    }
}

/// What is wrong with a text, by its member.
pub(crate) fn text_fault(member: &Member, text: &str) -> Option<Fault> {
    let length = text.trim().chars().count();
    let (min, max) = (usize::from(member.min), usize::from(member.max));
    if length < min || max > 0 && length > max {
        let what = if min > 0 && max == 0 {
            "must not be blank".to_owned()
        } else if min > 0 {
            format!("Should not be blank or size must be between {min} and {max}")
        } else {
            format!("size must be between {min} and {max}")
        };
        return Some(violated(member.wire, &what));
    }
    let allowed = match member.chars {
        Chars::Any | Chars::Language => return None,
        Chars::Alphanumeric => text.trim().chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')),
        Chars::Alphabetic => text.trim().chars().all(|c| c.is_alphabetic() || is_mark(c)),
    };
    let what = match member.chars {
        Chars::Alphabetic => "must contain letters only",
        _ => "must contain letters and digits only",
    };
    (!allowed).then(|| violated(member.wire, what))
}

/// Vowel signs and other marks that are part of words in many scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{064B}'..='\u{065F}' | '\u{0900}'..='\u{0903}' | '\u{093A}'..='\u{094F}')
        || matches!(c, '\u{0B80}'..='\u{0BFF}' | '\u{0C80}'..='\u{0CFF}' | '\u{200C}' | '\u{200D}')
}

/// A text as its column keeps it.
fn cell(member: &Member, column: &Column, text: &str) -> Result<Cell, Failure> {
    let trimmed = text.trim();
    let wrong = || misformed(member.wire);
    Ok(match column.kind {
        // white space around a text is kept where nothing is said about it, as in the texts of templates
        Kind::Text(_) if member.max == 0 => Cell::text(text),
        Kind::Text(_) => Cell::text(trimmed),
        _ if trimmed.is_empty() => Cell::Null,
        Kind::Number => Cell::Number(trimmed.parse().map_err(|_| wrong())?),
        Kind::Decimal => Cell::Decimal(trimmed.parse().map_err(|_| wrong())?),
        Kind::Flag => Cell::Flag(trimmed.to_ascii_lowercase().parse().map_err(|_| wrong())?),
        Kind::Date => Cell::text(parse_date(trimmed).ok_or_else(wrong)?.to_string()),
        Kind::Time => Cell::text(parse_time(trimmed).ok_or_else(wrong)?.format("%H:%M:%S").to_string()),
        Kind::Stamp => Cell::stamp(parse_stamp(trimmed).ok_or_else(wrong)?),
    })
}

/// Fills the members of a request into a row.
///
/// # Errors
/// `KER-MSD-999`, one fault per violation; the first value that cannot be read at all ends it.
pub(crate) fn fill(row: &mut Row, members: &[Member], body: &Value) -> Result<(), Failure> {
    let Some(body) = body.as_object() else {
        return Err(Fault::worded(MasterdataError::Invalid, "request: must not be null").into());
    };
    let mut faults = Vec::new();
    for member in members {
        let Some(column) = column_of(row.table, member) else { continue };
        let text = scalar(member.wire, body.get(member.wire))?;
        // what is no text has no empty value either
        let text = text.filter(|text| matches!(column.kind, Kind::Text(_)) || !text.trim().is_empty());
        match text {
            None if member.presence == Presence::NotNull && member.chars == Chars::Language => {
                faults.push(Fault::worded(MasterdataError::Invalid, "Language Code is Invalid"));
            }
            None if member.presence == Presence::NotNull => faults.push(violated(member.wire, "must not be null")),
            None => row.set(member.column, Cell::Null),
            Some(text) => match text_fault(member, &text).filter(|_| matches!(column.kind, Kind::Text(_))) {
                Some(fault) => faults.push(fault),
                None => {
                    let cell = cell(member, &column, &text)?;
                    if let Cell::Number(number) = cell {
                        let most = if member.max > 0 { i64::from(member.max) } else { i64::from(i32::MAX) };
                        if number > most {
                            return Err(misformed(member.wire));
                        }
                        if number < 0 {
                            faults.push(violated(member.wire, "must be greater than or equal to 0"));
                        }
                    }
                    row.set(member.column, cell);
                }
            },
        }
    }
    Failure::all(faults).map_or(Ok(()), Err)
}

fn column_of(table: &Table, member: &Member) -> Option<Column> {
    table.position(member.column).and_then(|at| table.all_columns().nth(at)).copied()
}

#[cfg(test)]
mod tests {
    use masterdata_api::forms;
    use serde_json::json;

    use super::*;

    fn faults(body: Value) -> Vec<String> {
        let form = &forms::DEVICE_TYPE;
        let mut row = Row::empty(form.entity.table);
        match fill(&mut row, form.create, &body) {
            Ok(()) => Vec::new(),
            Err(failure) => failure.faults.iter().map(|fault| fault.message.clone()).collect(),
        }
    }

    #[test] // ADM-14: every violation is named with its member
    fn violations_are_all_reported() {
        let good = json!({ "code": "SCN", "name": "Scanner", "description": "", "isActive": true });
        assert_eq!(faults(good), Vec::<String>::new());
        assert_eq!(
            faults(json!({ "code": " ", "name": null, "description": "x".repeat(129), "isActive": true })),
            [
                "request.code: Should not be blank or size must be between 1 and 36",
                "request.name: must not be null",
                "request.description: size must be between 0 and 128",
            ]
        );
        assert_eq!(
            faults(json!({ "code": "a b!", "name": "n" })),
            ["request.code: must contain letters and digits only", "request.isActive: must not be null"]
        );
        assert_eq!(faults(json!({ "code": {} })), ["Invalid Format in field : code"]);
        assert_eq!(faults(json!(null)), ["request: must not be null"]);
    }

    #[test] // ADM-14: a word has letters of any script
    fn words_of_every_script() {
        let member = forms::BLOCKLISTED_WORD.create[0];
        for word in ["mauvais", "سيئ", "बुरा", "மோசமான"] {
            assert!(text_fault(&member, word).is_none(), "{word}");
        }
        assert!(text_fault(&member, "b4d").is_some());
    }
}
