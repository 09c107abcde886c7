//! Words of a registration's steps in the languages of the portals, for MOSIP's services.

use app_i18n::{Locale, tr};

/// What a step's code says in a language. Nothing in English, which MOSIP's own comments are in, and nothing for codes or
/// languages without words.
pub(crate) fn of_step(language: &str, code: &str) -> Option<&'static str> {
    let locale = Locale::ALL.into_iter().find(|locale| locale.code() == language && *locale != Locale::Eng)?;
    tr::reason::find(locale, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    // ADM-18
    #[test]
    fn other_languages_have_words_for_every_code_and_english_keeps_mosips() {
        for code in registration_api::pipeline::SUB_STATUSES {
            assert!(of_step("ara", code).is_some() && of_step("fra", code).is_some(), "{code}");
            assert_ne!(of_step("ara", code), of_step("fra", code));
            assert_eq!(of_step("eng", code), None);
        }
        assert_eq!(of_step("ara", "RPR-NONE"), None);
        assert_eq!(of_step("xxx", "RPR-UIN-SUCCESS-001"), None);
    }
}
