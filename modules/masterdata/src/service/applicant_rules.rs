//! Rules that find the applicant type, as text that an administrator edits.
//!
//! A rule is a line `CODE: attribute=value|value attribute=value …`; the first whose conditions all hold gives the type.
//! `residence`, `gender` and `exception` are MOSIP's attributes under either of their names, `age=from-to` is whole years, any
//! other name is an attribute as the form sends it. Lines that begin with `#` are remarks.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Whole years since birth.
pub(crate) const AGE: &str = "age";
/// Whether the person has a biometric exception; `false` when nobody says so.
pub(crate) const EXCEPTION: &str = "exception";

/// Answer when no rule speaks.
pub(crate) const NONE: &str = "000";

/// Attributes with two names in MOSIP's requests, and which values of them are asked for.
const NAMES: [(&str, [&str; 2]); 3] = [
    ("residence", ["residenceStatusCode", "residenceStatus"]),
    ("gender", ["genderCode", "gender"]),
    (EXCEPTION, ["isBioException", "biometricAvailable"]),
];

/// Longest code of a type, as the table of documents by type keeps it.
const LONGEST_CODE: usize = 36;

/// The rules' name of an attribute of a request.
pub(crate) fn rule_name(attribute: &str) -> &str {
    NAMES.iter().find(|(_, names)| names.contains(&attribute)).map_or(attribute, |(name, _)| name)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    OneOf(BTreeSet<String>),
    /// Both ends belong to it.
    Years(u32, u32),
}

impl Condition {
    /// Whether everything that `other` lets through, this does too.
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::OneOf(all), Self::OneOf(some)) => some.is_subset(all),
            (Self::Years(from, to), Self::Years(first, last)) => from <= first && last <= to,
            _ => false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    line: usize,
    code: String,
    conditions: BTreeMap<String, Condition>,
}

impl Rule {
    /// Whether nothing gets past this rule to `later`.
    fn shadows(&self, later: &Self) -> bool {
        self.conditions
            .iter()
            .all(|(name, condition)| later.conditions.get(name).is_some_and(|other| condition.covers(other)))
    }

    fn holds(&self, age: Option<u32>, values: &BTreeMap<String, String>) -> bool {
        self.conditions.iter().all(|(name, condition)| match condition {
            Condition::Years(from, to) => age.is_some_and(|age| (*from..=*to).contains(&age)),
            Condition::OneOf(wanted) => value_of(values, name).is_some_and(|value| wanted.contains(value)),
        })
    }
}

/// A value that was sent; a biometric exception is one only when somebody says so.
fn value_of<'a>(values: &'a BTreeMap<String, String>, name: &str) -> Option<&'a str> {
    let default = (name == EXCEPTION).then_some("false");
    values.get(name).map(String::as_str).or(default)
}

/// Rules in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rules(Vec<Rule>);

impl Rules {
    /// Reads the rules; an error says which line is wrong and why.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut rules: Vec<Rule> = Vec::new();
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let rule = rule(number, line).map_err(|why| format!("line {number}: {why}"))?;
            if let Some(earlier) = rules.iter().find(|earlier| earlier.shadows(&rule)) {
                return Err(format!("line {number} never speaks: line {} does before it", earlier.line));
            }
            rules.push(rule);
        }
        if rules.is_empty() { Err("one rule at least is needed".to_owned()) } else { Ok(Self(rules)) }
    }

    /// Attributes that rules ask for, with the values they know; none for the age.
    fn asked(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut asked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (name, condition) in self.0.iter().flat_map(|rule| &rule.conditions) {
            let known = asked.entry(name).or_default();
            if let Condition::OneOf(values) = condition {
                known.extend(values.iter().map(String::as_str));
            }
        }
        asked
    }

    /// Whether everything that a rule asks for is known: what no rule has a word for was not said.
    pub(crate) fn can_decide(&self, born: bool, values: &BTreeMap<String, String>) -> bool {
        self.asked().iter().all(|(name, known)| match *name {
            AGE => born,
            EXCEPTION => true,
            name => value_of(values, name).is_some_and(|value| known.contains(value)),
        })
    }

    /// The type of the first rule that holds. `age` is absent when it is no number of years that anybody lives.
    pub(crate) fn code(&self, age: Option<u32>, values: &BTreeMap<String, String>) -> &str {
        self.0.iter().find(|rule| rule.holds(age, values)).map_or(NONE, |rule| &rule.code)
    }

    /// The function `getApplicantType()` of MOSIP's script for desks, which decides as these rules do.
    pub(crate) fn script(&self) -> String {
        let mut script = "def getApplicantType() {\n".to_owned();
        let asked = self.asked();
        for name in asked.keys().filter(|name| **name != AGE) {
            let names = NAMES
                .iter()
                .find(|(own, _)| own == name)
                .map_or_else(|| format!("\"{name}\""), |(_, [first, second])| format!("\"{first}\", \"{second}\""));
            let _ = match *name {
                EXCEPTION => writeln!(script, "    v_{name} = text([{names}]) == \"true\" ? \"true\" : \"false\";"),
                _ => writeln!(script, "    v_{name} = text([{names}]);"),
            };
        }
        for (name, known) in asked.iter().filter(|(name, _)| **name != AGE && **name != EXCEPTION) {
            let none: Vec<String> = known.iter().map(|value| format!("v_{name} != \"{value}\"")).collect();
            let _ = writeln!(script, "    if ({}) {{ return \"{NONE}\"; }}", none.join(" && "));
        }
        if asked.contains_key(AGE) {
            script += "    dateOfBirth = text([\"dateOfBirth\"]);\n";
            let _ = writeln!(script, "    if (dateOfBirth == \"\") {{ return \"{NONE}\"; }}");
            script += "    v_age = ageInYears(dateOfBirth);\n";
        }
        for rule in &self.0 {
            let conditions: Vec<String> =
                rule.conditions.iter().map(|(name, condition)| in_script(name, condition)).collect();
            let test = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" && ") };
            let _ = writeln!(script, "    if ({test}) {{ return \"{}\"; }}", rule.code);
        }
        let _ = writeln!(script, "    return \"{NONE}\";\n}}\n\nreturn getApplicantType();");
        script
    }
}

fn in_script(name: &str, condition: &Condition) -> String {
    match condition {
        Condition::Years(from, to) => format!("v_{name} >= {from} && v_{name} <= {to}"),
        Condition::OneOf(values) => {
            let any: Vec<String> = values.iter().map(|value| format!("v_{name} == \"{value}\"")).collect();
            format!("({})", any.join(" || "))
        }
    }
}

/// Letters, digits and what names of codes have; nothing that could end a text in a script.
fn word(text: &str, most: usize) -> bool {
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    !text.is_empty() && text.len() <= most && text.bytes().all(sound)
}

fn rule(line: usize, text: &str) -> Result<Rule, String> {
    let (code, rest) = text.split_once(':').ok_or("a rule is written CODE: attribute=value")?;
    let code = code.trim();
    if !word(code, LONGEST_CODE) {
        return Err(format!("{code:?} is no code: letters and digits, at most {LONGEST_CODE}"));
    }
    let mut conditions = BTreeMap::new();
    for part in rest.split_whitespace() {
        let (name, value) = part.split_once('=').ok_or_else(|| format!("{part:?} is no condition: attribute=value"))?;
        let name = rule_name(name);
        if !word(name, 64) || name.contains(['-', '.']) {
            return Err(format!("{name:?} is no attribute"));
        }
        if conditions.insert(name.to_owned(), condition(name, value)?).is_some() {
            return Err(format!("{name} is asked for twice"));
        }
    }
    Ok(Rule { line, code: code.to_owned(), conditions })
}

fn condition(name: &str, value: &str) -> Result<Condition, String> {
    if name == AGE {
        let years = value.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        let (from, to): (u32, u32) = years.ok_or("age is written from-to in whole years, such as 0-5")?;
        return if from <= to { Ok(Condition::Years(from, to)) } else { Err(format!("no age lies in {value}")) };
    }
    let values: BTreeSet<String> = value.split('|').map(str::to_owned).collect();
    match values.iter().find(|value| !word(value, 64)) {
        Some(wrong) => Err(format!("{wrong:?} is no value of {name}: letters and digits, several with | between")),
        None if name == EXCEPTION && !values.iter().all(|value| value == "true" || value == "false") => {
            Err("exception is true or false".to_owned())
        }
        None => Ok(Condition::OneOf(values)),
    }
}

#[cfg(test)]
mod tests {
    use masterdata_api::settings::APPLICANT_TYPES;

    use super::*;

    fn wrong(text: &str) -> String {
        Rules::parse(text).expect_err("refused")
    }

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    // PRE-22: rules are data
    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        assert_eq!(wrong(""), "one rule at least is needed");
        assert_eq!(wrong("# nothing\n"), "one rule at least is needed");
        assert!(wrong("001: gender=MLE\nnonsense").starts_with("line 2: a rule is written"));
        assert!(wrong("0 1: gender=MLE").contains("is no code"));
        assert!(wrong("001: gender").contains("is no condition"));
        assert!(wrong("001: gender=MLE gender=FLE").contains("twice"));
        // both of MOSIP's names are the same attribute
        assert!(wrong("001: gender=MLE genderCode=FLE").contains("gender is asked for twice"));
        assert!(wrong("001: age=5").contains("from-to"));
        assert!(wrong("001: age=6-5").contains("no age lies in 6-5"));
        assert!(wrong("001: exception=maybe").contains("true or false"));
        assert!(wrong("001: gender=\"MLE").contains("is no value of gender"));
        assert_eq!(wrong("001: gender=MLE\n\n002: gender=MLE age=0-5"), "line 3 never speaks: line 1 does before it");
    }

    // PRE-22
    #[test]
    fn own_rules_over_own_attributes_decide() {
        let rules = Rules::parse("REF: status=REFUGEE\r\nKID: age=0-11\r\nALL:\r\n").expect("rules");
        let refugee = values(&[("status", "REFUGEE")]);
        assert_eq!(rules.code(Some(3), &refugee), "REF");
        assert_eq!(rules.code(Some(3), &values(&[("status", "OTHER")])), "KID");
        assert_eq!(rules.code(Some(30), &values(&[])), "ALL");
        // a status that no rule knows was not said
        assert!(rules.can_decide(true, &refugee) && !rules.can_decide(true, &values(&[("status", "OTHER")])));
        assert!(!rules.can_decide(false, &refugee));
    }

    // PRE-22, ADM-25
    #[test]
    fn the_desks_script_has_every_rule_in_its_order() {
        let rules = Rules::parse(APPLICANT_TYPES).expect("the default rules are sound");
        let script = rules.script();
        let codes: Vec<&str> = rules.0.iter().map(|rule| rule.code.as_str()).collect();
        let at: Vec<usize> = script.match_indices("{ return \"").map(|(at, _)| at).collect();
        let returned: Vec<&str> = at.iter().map(|at| &script[at + 10..at + 13]).filter(|code| *code != NONE).collect();
        assert_eq!(returned, codes);
        let first = "if (v_age >= 0 && v_age <= 5 && (v_exception == \"false\") && (v_gender == \"MLE\") && (v_residence == \"FR\"))";
        assert!(script.contains(first), "{script}");
        assert!(
            script.contains("if (v_residence != \"FR\" && v_residence != \"NFR\") { return \"000\"; }"),
            "{script}"
        );
    }
}
