//! Names and addresses made comparable (MOSIP's `ida.demo.*.normalization.regex.*`, spec ida-crypto B.8).

use std::sync::LazyLock;

use regex_lite::Regex;

/// Which rules a value takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    Name,
    Address,
    /// As it is.
    None,
}

/// English address rules, in order; each is applied until nothing changes.
static ENGLISH_ADDRESS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let rules = [
        ("[CcSsDdWwHh]/[Oo]", ""),
        ("(M|m|D|d)(rs?)(.)", ""),
        ("(N|n)(O|o)(\\.)?", ""),
        ("(?i)apartment", "apt"),
        ("(?i)street", "st"),
        ("(?i)road", "rd"),
        ("(?i)main", "mn"),
        ("(?i)cross", "crs"),
        ("(?i)opposite", "opp"),
        ("(?i)market", "mkt"),
        ("1[sS][tT]", "1"),
        ("1[tT][hH]", "1"),
        ("2[nN][dD]", "2"),
        ("2[tT][hH]", "2"),
        ("3[rR][dD]", "3"),
        ("3[tT][hH]", "3"),
        ("4[tT][hH]", "4"),
        ("5[tT][hH]", "5"),
        ("6[tT][hH]", "6"),
        ("7[tT][hH]", "7"),
        ("8[tT][hH]", "8"),
        ("9[tT][hH]", "9"),
        ("0[tT][hH]", "0"),
    ];
    rules.into_iter().filter_map(|(pattern, into)| Regex::new(pattern).ok().map(|regex| (regex, into))).collect()
});

/// More rounds than any text needs; a rule that feeds itself ends here.
const ROUNDS: usize = 64;

/// Normalises one value. `titles` are the language's, for names.
pub(crate) fn normalise(text: &str, rules: Rules, language: Option<&str>, titles: &[String]) -> String {
    let mut text = text.to_owned();
    match rules {
        Rules::None => return text,
        Rules::Name => text = without_titles(&text, titles),
        Rules::Address if language == Some("eng") => {
            for (regex, into) in ENGLISH_ADDRESS.iter() {
                for _ in 0..ROUNDS {
                    let next = regex.replace_all(&text, *into);
                    if next == text {
                        break;
                    }
                    text = next.into_owned();
                }
            }
        }
        Rules::Address => {}
    }
    let special = |c: char| ".,-*()[]`'/\\#\"|".contains(c) || c.is_whitespace();
    text.split(special).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Takes away words that are titles, with or without a dot, in any case.
fn without_titles(text: &str, titles: &[String]) -> String {
    let folded: Vec<String> = titles.iter().map(|title| title.trim().to_lowercase()).collect();
    let is_title = |word: &str| {
        let word = word.to_lowercase();
        let word = word.strip_suffix('.').unwrap_or(&word);
        folded.iter().any(|title| title.strip_suffix('.').unwrap_or(title) == word)
    };
    text.split_whitespace().filter(|word| !is_title(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    // IDA-07
    #[test]
    fn addresses_in_english_are_shortened_and_stripped() {
        let eng = |text| normalise(text, Rules::Address, Some("eng"), &[]);
        assert_eq!(eng("Apartment 4, 8th Cross Road"), "apt 4 8 crs rd");
        assert_eq!(eng("C/O Mrs. Smith, No. 12, Main Street"), "Smith 12 mn st");
        assert_eq!(eng("1st-2nd [3rd] (4th)"), "1 2 3 4");
        let fra = normalise("8, rue de l'Église", Rules::Address, Some("fra"), &[]);
        assert_eq!(fra, "8 rue de l Église");
    }

    // IDA-07
    #[test]
    fn titles_of_names_are_words_not_syllables() {
        let titles = ["Mir".to_owned(), "Mrs.".to_owned()];
        let name = |text| normalise(text, Rules::Name, Some("eng"), &titles);
        assert_eq!(name("MIR. Samir  O'Neill"), "Samir O Neill");
        assert_eq!(name("mrs Ada"), "Ada");
        assert_eq!(normalise("a.b@c", Rules::None, None, &[]), "a.b@c");
    }
}
