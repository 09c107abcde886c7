//! Plural forms (Unicode CLDR 46, cardinal rules, integers).

use crate::Locale;

/// The forms of one text; a language without a form has it empty and never chooses it.
pub struct Forms<'a> {
    /// Arabic: 0.
    pub zero: &'a str,
    /// One thing (English 1, French 0 and 1, Arabic 1).
    pub one: &'a str,
    /// Arabic: 2.
    pub two: &'a str,
    /// Arabic: 3 to 10 of each hundred.
    pub few: &'a str,
    /// Arabic: 11 to 99 of each hundred.
    pub many: &'a str,
    /// Everything else.
    pub other: &'a str,
}

impl<'a> Forms<'a> {
    /// The form for `n` things.
    pub fn choose(&self, locale: Locale, n: u64) -> &'a str {
        match (locale, n) {
            (Locale::Eng, 1) | (Locale::Fra, 0 | 1) | (Locale::Ara, 1) => self.one,
            (Locale::Eng | Locale::Fra, _) => self.other,
            (Locale::Ara, 0) => self.zero,
            (Locale::Ara, 2) => self.two,
            (Locale::Ara, n) => match n % 100 {
                3..=10 => self.few,
                11..=99 => self.many,
                _ => self.other,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_has_six_forms() {
        let forms = Forms { zero: "0", one: "1", two: "2", few: "few", many: "many", other: "other" };
        let chosen: Vec<_> =
            [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111, 1000].map(|n| forms.choose(Locale::Ara, n)).into();
        assert_eq!(chosen, ["0", "1", "2", "few", "few", "many", "many", "other", "other", "few", "many", "other"]);
        assert_eq!(forms.choose(Locale::Fra, 0), "1");
        assert_eq!(forms.choose(Locale::Eng, 0), "other");
    }
}
