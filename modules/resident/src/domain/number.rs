//! The number a person signs in with, as people type it.

use idrepo_api::IdRef;
use types::{Rid, Uin, Vid};

/// Digits in a registration number, the longest there is; more is not read at all.
const LONGEST: usize = 29;

/// The digits of what was typed: blanks, dots and dashes are passed over, Arabic digits are digits. `None` for anything else.
pub(crate) fn digits(typed: &str) -> Option<String> {
    let mut found = String::with_capacity(LONGEST);
    for c in typed.chars() {
        match c {
            '0'..='9' => found.push(c),
            '٠'..='٩' => found.push(western(c, '٠')),
            '۰'..='۹' => found.push(western(c, '۰')),
            '-' | '.' | '/' => {}
            // marks of direction travel along when a number is copied from an Arabic text
            c if c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2066}'..='\u{2069}') => {}
            _ => return None,
        }
        if found.len() > LONGEST {
            return None;
        }
    }
    Some(found)
}

fn western(digit: char, zero: char) -> char {
    char::from_digit(u32::from(digit) - u32::from(zero), 10).unwrap_or('0')
}

/// What number it is, by its length and check digit.
pub(crate) fn parse(typed: &str) -> Option<IdRef> {
    let digits = digits(typed)?;
    match digits.len() {
        10 => Uin::parse(&digits).ok().map(IdRef::Uin),
        16 => Vid::parse(&digits).ok().map(IdRef::Vid),
        29 => Rid::parse(&digits).ok().map(IdRef::Rid),
        _ => None,
    }
}

/// The digits of a number, for sealing it and for its index.
pub(crate) fn reveal(number: &IdRef) -> &str {
    match number {
        IdRef::Uin(uin) => uin.reveal(),
        IdRef::Vid(vid) => vid.reveal(),
        IdRef::Rid(rid) => rid.reveal(),
    }
}

/// Enough to recognise it.
pub(crate) fn ending(digits: &str) -> String {
    digits[digits.len().saturating_sub(3)..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RID: &str = "10001100010000120260105090000";

    // RES-27: registration number 29 digits, UIN 10, VID 16
    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert!(matches!(parse(RID), Some(IdRef::Rid(_))));
        assert!(matches!(parse(" 10001 10001-00001 20260105.090000 "), Some(IdRef::Rid(_))));
        assert!(matches!(parse("١٠٠٠١١٠٠٠١٠٠٠٠١٢٠٢٦٠١٠٥٠٩٠٠٠٠"), Some(IdRef::Rid(_))));
        assert!(matches!(parse("\u{2066}10001100010000120260105090000\u{2069}"), Some(IdRef::Rid(_))));
        assert_eq!(digits("۱۲۳ ٤"), Some("1234".to_owned()));
    }

    #[test]
    fn what_is_no_number_is_told_apart_without_looking_anything_up() {
        for wrong in ["", "1234567890", "12345", "abc", "8129450730a", "99999999999999999999999999999", "²³"] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
        assert_eq!(digits(&"1".repeat(30)), None);
    }

    #[test]
    fn an_ending_reminds_and_no_more() {
        assert_eq!(ending(RID), "000");
        assert_eq!(ending("7"), "7");
    }
}
