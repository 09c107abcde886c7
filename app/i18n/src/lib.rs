//! The languages of the portals: locales, typed texts, dates.
//!
//! The language of the page (`Locale`, one, the reader's) and the languages of data (several at once) are two notions:
//! a field in Arabic stands on an English page. A text is a function, `tr::common::back(locale)`; the build fails when
//! one language lacks a key, a placeholder or a plural form.

mod dates;
mod locale;
mod plural;

pub use dates::{date_long, date_short, month_year, weekday_of, weekday_short};
pub use locale::{Direction, Locale, data_language};
pub use plural::Forms;

/// The texts, one function each, generated from `locales/`.
pub mod tr {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// Puts values into a text; each stands in a directional isolate, so that a Latin name does not tear an Arabic sentence.
fn fill(text: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    const FIRST_STRONG_ISOLATE: char = '\u{2068}';
    const POP_ISOLATE: char = '\u{2069}';
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        // the build has checked that every brace is closed and every name is known
        let Some((name, tail)) = after.split_once('}') else { break };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            let value = value.to_string();
            if value.bytes().all(|byte| byte.is_ascii_digit()) {
                filled.push_str(&value);
            } else {
                filled.push(FIRST_STRONG_ISOLATE);
                filled.push_str(&value);
                filled.push(POP_ISOLATE);
            }
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::{Locale, fill, tr};

    /// Without the isolates around values.
    fn plain(text: &str) -> String {
        text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn arguments_stand_where_the_english_text_names_them() {
        let hours = tr::prereg::hours_with_lunch(Locale::Eng, &"08:00", &"16:00", &"12:00", &"13:00");
        assert_eq!(plain(&hours), "08:00 to 16:00, lunch 12:00 to 13:00");
        let arabic = plain(&tr::prereg::hours(Locale::Ara, &"08:00", &"16:00"));
        assert!(arabic.find("08:00") < arabic.find("16:00"), "{arabic}");
        let state = plain(&tr::prereg::state_incomplete(Locale::Fra, &1, &4));
        assert!(state.find('1') < state.find('4'), "{state}");
    }

    #[test]
    fn values_stand_in_isolates_and_digits_do_not() {
        assert_eq!(
            fill("{n} free at {place}.", &[("n", &3), ("place", &"Port Amel")]),
            "3 free at \u{2068}Port Amel\u{2069}."
        );
    }
}
