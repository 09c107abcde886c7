//! How alike two captured values are: a hint for the eyes of whoever decides.

use registration_api::adjudication::{CapturedText, Likeness};

/// The best likeness over the languages both sides have; over all pairs where they have none in common.
pub(crate) fn of(new: &[CapturedText], earlier: &[CapturedText]) -> Likeness {
    if new.is_empty() || earlier.is_empty() {
        return Likeness::OneSided;
    }
    let pairs = || new.iter().flat_map(|a| earlier.iter().map(move |b| (a, b)));
    let common: Vec<_> = pairs().filter(|(a, b)| a.language == b.language).collect();
    let compared = if common.is_empty() { pairs().collect() } else { common };
    let grades: Vec<Likeness> = compared.into_iter().map(|(a, b)| texts(&a.text, &b.text)).collect();
    if grades.iter().all(|grade| *grade == Likeness::Same) {
        Likeness::Same
    } else if grades.iter().any(|grade| *grade != Likeness::Different) {
        Likeness::Close
    } else {
        Likeness::Different
    }
}

fn texts(a: &str, b: &str) -> Likeness {
    let (words_a, words_b) = (words(a), words(b));
    let (a, b) = (words_a.concat(), words_b.concat());
    if a == b {
        return Likeness::Same;
    }
    let mut sorted = (words_a, words_b);
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 == sorted.1 {
        return Likeness::Close;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // one slip in five letters; a digit more or less is another house, day or number
    let allowed = if a.iter().chain(&b).any(char::is_ascii_digit) { 1 } else { a.len().max(b.len()) / 5 };
    if a.len().max(b.len()) > 3 && distance(&a, &b) <= allowed { Likeness::Close } else { Likeness::Different }
}

/// Lower-case words of letters and digits.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Insertions, deletions and replacements between two texts (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(language: Option<&str>, text: &str) -> CapturedText {
        CapturedText { language: language.map(str::to_owned), text: text.to_owned() }
    }

    fn alike(a: &str, b: &str) -> Likeness {
        of(&[text(Some("eng"), a)], &[text(Some("eng"), b)])
    }

    // RPR-15
    #[test]
    fn names_dates_and_places_are_graded() {
        assert_eq!(alike("Samuel Adeyo", " samuel  ADEYO"), Likeness::Same);
        assert_eq!(alike("Samuel Adeyo", "Samwel Adeyo"), Likeness::Close);
        assert_eq!(alike("Samuel Adeyo", "Adeyo, Samuel"), Likeness::Close);
        assert_eq!(alike("Samuel Adeyo", "Meera Nair"), Likeness::Different);
        assert_eq!(alike("Ada", "Ida"), Likeness::Different);
        assert_eq!(alike("1968/05/02", "1968/05/03"), Likeness::Close);
        assert_eq!(alike("1968/05/02", "1971/11/12"), Likeness::Different);
        assert_eq!(alike("ليلى بن هادي", "ليلى بن هادى"), Likeness::Close);
    }

    #[test]
    fn languages_are_compared_with_themselves_first() {
        let new = [text(Some("eng"), "Samuel"), text(Some("ara"), "صمويل")];
        assert_eq!(of(&new, &[text(Some("eng"), "Samuel"), text(Some("ara"), "خالد")]), Likeness::Close);
        assert_eq!(of(&new, &[text(Some("eng"), "samuel")]), Likeness::Same);
        assert_eq!(of(&new, &[text(None, "Samuel")]), Likeness::Close);
        assert_eq!(of(&new, &[]), Likeness::OneSided);
    }
}
