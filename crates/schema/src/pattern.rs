//! Field patterns of the identity schema: the part of Java's regular expressions that schemas use, matched in linear time.
//!
//! `regex-lite` has no look-around, which published schemas use at the start of a pattern (`^(?=.{3,50}$).*`). Such leading
//! groups are conditions on the same text, so each becomes an expression of its own; the meaning is the same because a
//! pattern always has to cover the whole value. Everything else that is not understood is refused when the schema is read.

use std::fmt;

use regex_lite::Regex;

/// Longest pattern accepted, in bytes; schemas are uploaded by people and read by every browser.
const LONGEST_PATTERN: usize = 2_000;

/// A pattern cannot be used: it is malformed, or uses something outside the common subset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("pattern {pattern:?}: {reason}")]
pub struct PatternError {
    /// The pattern as it stands in the document.
    pub pattern: String,
    /// What is not understood.
    pub reason: String,
}

/// A pattern that a whole value has to match.
#[derive(Clone)]
pub struct Pattern {
    source: String,
    alternatives: Vec<Alternative>,
}

#[derive(Clone)]
struct Alternative {
    must: Vec<Regex>,
    must_not: Vec<Regex>,
    whole: Regex,
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Pattern {
    /// Reads a pattern; look-ahead is allowed at the start of each alternative only.
    pub fn parse(source: &str) -> Result<Self, PatternError> {
        let fail = |reason: String| PatternError { pattern: source.into(), reason };
        if source.len() > LONGEST_PATTERN {
            return Err(fail(format!("longer than {LONGEST_PATTERN} bytes")));
        }
        let translated = translate(source).map_err(fail)?;
        let mut flags = String::new();
        let mut body = translated.as_str();
        for flag in ["(?i)", "(?s)", "(?m)"] {
            if let Some(rest) = body.strip_prefix(flag) {
                flags.push_str(flag);
                body = rest;
            }
        }
        let compile = |text: String| {
            Regex::new(&text).map_err(|error| PatternError { pattern: source.into(), reason: error.to_string() })
        };
        let mut alternatives = Vec::new();
        for branch in top_level_branches(body) {
            let mut rest = branch.strip_prefix('^').unwrap_or(branch);
            let (mut must, mut must_not) = (Vec::new(), Vec::new());
            while let Some((negative, inner, after)) = leading_lookahead(rest) {
                let condition = compile(format!("{flags}^(?:{inner})"))?;
                if negative {
                    must_not.push(condition)
                } else {
                    must.push(condition)
                }
                rest = after;
            }
            alternatives.push(Alternative { must, must_not, whole: compile(format!("{flags}^(?:{rest})$"))? });
        }
        Ok(Self { source: source.into(), alternatives })
    }

    /// Whether the whole of `text` matches.
    pub fn matches(&self, text: &str) -> bool {
        self.alternatives.iter().any(|alternative| {
            alternative.must.iter().all(|condition| condition.is_match(text))
                && !alternative.must_not.iter().any(|condition| condition.is_match(text))
                && alternative.whole.is_match(text)
        })
    }

    /// The pattern as it stands in the document.
    pub fn as_str(&self) -> &str {
        &self.source
    }
}

/// Rewrites what Java allows and `regex-lite` spells differently; refuses what would silently mean something else.
fn translate(source: &str) -> Result<String, String> {
    let mut out = String::with_capacity(source.len() + 8);
    let mut chars = source.chars().peekable();
    let mut in_class = false;
    let mut class_start = false; // directly behind `[` or `[^`
    let mut after_class_escape = false; // behind \w, \d, \s inside a class: a hyphen there is a hyphen
    let mut last_is_quantifier = false;
    while let Some(c) = chars.next() {
        let hyphen_is_literal = std::mem::take(&mut after_class_escape);
        let at_class_start = std::mem::take(&mut class_start);
        let quantified = std::mem::take(&mut last_is_quantifier);
        match c {
            '\\' => {
                let escaped = chars.next().ok_or("ends with a backslash")?;
                match escaped {
                    'p' | 'P' => {
                        let name = braced(&mut chars).ok_or("incomplete \\p{…}")?;
                        let ranges =
                            property(&name).ok_or_else(|| format!("\\{escaped}{{{name}}} is not supported"))?;
                        match (in_class, escaped) {
                            (true, 'p') => out.push_str(ranges),
                            (false, 'p') => out.push_str(&format!("[{ranges}]")),
                            (false, _) => out.push_str(&format!("[^{ranges}]")),
                            (true, _) => return Err(format!("\\P{{{name}}} inside […] is not supported")),
                        }
                    }
                    'Q' | 'E' | 'G' | 'Z' | 'R' | 'h' | 'H' | 'k' | 'c' => {
                        return Err(format!("\\{escaped} is not supported"));
                    }
                    '1'..='9' => return Err("back references are not supported".into()),
                    'w' | 'd' | 's' | 'W' | 'D' | 'S' => {
                        out.extend(['\\', escaped]);
                        after_class_escape = in_class;
                    }
                    _ if escaped.is_ascii() => out.extend(['\\', escaped]),
                    _ => out.push(escaped),
                }
            }
            '[' if in_class => return Err("a class inside a class is not supported".into()),
            '[' => {
                in_class = true;
                class_start = true;
                out.push(c);
                if chars.peek() == Some(&'^') {
                    out.extend(chars.next());
                }
            }
            ']' if in_class && !at_class_start => {
                in_class = false;
                out.push(c);
            }
            '-' if in_class && (hyphen_is_literal || chars.peek() == Some(&'\\') && at_class_start) => {
                out.push_str("\\-")
            }
            '&' if in_class && chars.peek() == Some(&'&') => return Err("&& inside […] is not supported".into()),
            '+' if !in_class && quantified => return Err("possessive quantifiers are not supported".into()),
            '*' | '+' | '?' | '}' if !in_class => {
                last_is_quantifier = true;
                out.push(c);
            }
            _ => out.push(c),
        }
        // `(?` opens a group; its question mark is not a quantifier
        if !in_class && c == '(' && chars.peek() == Some(&'?') {
            out.extend(chars.next());
        }
    }
    if in_class {
        return Err("a class is not closed".into());
    }
    Ok(out)
}

fn braced(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    if chars.next()? != '{' {
        return None;
    }
    let mut name = String::new();
    loop {
        match chars.next()? {
            '}' => return Some(name),
            c => name.push(c),
        }
    }
}

/// Character ranges of the properties that can be written down shortly: Java's POSIX classes and two scripts.
fn property(name: &str) -> Option<&'static str> {
    Some(match name {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "Alpha" => "A-Za-z",
        "Digit" => "0-9",
        "Alnum" => "A-Za-z0-9",
        "Space" => r" \t\n\x0B\x0C\r",
        "Punct" => r"!-/:-@\[-`{-~",
        "IsArabic" | "InArabic" => r"\u{600}-\u{6FF}\u{750}-\u{77F}\u{8A0}-\u{8FF}\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFF}",
        "IsLatin" => r"A-Za-z\u{AA}\u{BA}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2B8}\u{1E00}-\u{1EFF}",
        _ => return None,
    })
}

/// Splits at the `|` that stand outside all groups and classes.
fn top_level_branches(body: &str) -> Vec<&str> {
    let (mut depth, mut in_class, mut escaped, mut start) = (0usize, false, false, 0);
    let mut branches = Vec::new();
    for (at, c) in body.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' => escaped = true,
            '[' if !in_class => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth = depth.saturating_sub(1),
            '|' if !in_class && depth == 0 => {
                branches.push(&body[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&body[start..]);
    branches
}

/// `(?=A)rest` gives `(false, A, rest)`, `(?!A)rest` gives `(true, A, rest)`.
fn leading_lookahead(text: &str) -> Option<(bool, &str, &str)> {
    let (negative, inner) = match (text.strip_prefix("(?="), text.strip_prefix("(?!")) {
        (Some(inner), _) => (false, inner),
        (None, Some(inner)) => (true, inner),
        (None, None) => return None,
    };
    let (mut depth, mut in_class, mut escaped) = (1usize, false, false);
    for (at, c) in inner.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' => escaped = true,
            '[' if !in_class => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => {
                depth -= 1;
                if depth == 0 {
                    return Some((negative, &inner[..at], &inner[at + 1..]));
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        let pattern = Pattern::parse(pattern).unwrap();
        for text in yes {
            assert!(pattern.matches(text), "{pattern:?} should match {text:?}");
        }
        for text in no {
            assert!(!pattern.matches(text), "{pattern:?} should not match {text:?}");
        }
    }

    #[test] // SCH: patterns of published schemas
    fn published_forms() {
        check("^(?=.{3,50}$).*", &["abc", "سلام"], &["ab", "", &"x".repeat(51)]);
        check("^([6-9]{1})([0-9]{9})$", &["9876543210"], &["1234567890", "98765432101"]);
        check(r"^[\w-\+]+(\.[\w]+)*@[\w-]+(\.[\w]+)*(\.[a-zA-Z]{2,})$", &["a-b+c@d-e.org"], &["a b@c.org", "a@b"]);
        check("^[(?i)A-Z0-9]{5}$|^NA$", &["AB123", "NA"], &["ab123", "N"]);
        check("^[+]*([0-9]{1})([0-9]{9})$", &["+0123456789", "0123456789"], &["012345678"]);
        check("(^eng$)", &["eng"], &["engl"]);
        check(
            "^(1869|18[7-9][0-9]|19[0-9][0-9]|20[0-9][0-9])/([0][1-9]|1[0-2])/([0][1-9]|[1-2][0-9]|3[01])$",
            &["1990/12/31"],
            &["1868/01/01", "1990/13/01"],
        );
    }

    #[test]
    fn the_whole_value_has_to_match() {
        check("[0-9]+", &["42"], &["a42", "42 "]);
        check("a|b", &["a", "b"], &["ab", "c"]);
    }

    #[test]
    fn lookaheads_of_each_alternative() {
        check("^(?=.*[0-9])(?!.*x)[a-z0-9]{2,}$|^ok$", &["a1", "ok"], &["ab", "x1", "1"]);
        check("(?i)^(?=a)abc$", &["ABC", "abc"], &["xbc"]);
    }

    #[test]
    fn scripts_and_posix_classes() {
        check(r"^\p{IsArabic}+$", &["سلام"], &["salam"]);
        check(r"^[\p{Alpha} '-]+$", &["O'Neil-Kay"], &["Kay1"]);
        check(r"^[a\-z]+$", &["a-z"], &["m"]);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for pattern in ["(", "[a", "a(?=b)c", r"(a)\1", "a*+", r"\p{L}+", "[a-z&&[^b]]", r"\Qa\E", &"a".repeat(3000)] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn nested_repetition_stays_fast() {
        let pattern = Pattern::parse("^(a+)+$").unwrap();
        assert!(!pattern.matches(&format!("{}b", "a".repeat(2_000))));
    }
}
