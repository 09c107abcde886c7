//! Conditions of UI specifications: the part of MVEL that they use, with a tokenizer, parser and evaluator of its own.
//!
//! ```text
//! or      = and { "||" and }                 compare = operand [ ("==" "!=" "<" "<=" ">" ">=" "contains") operand ]
//! and     = not { "&&" not }                 operand = text | number | true | false | nil | null | empty | name | "(" or ")"
//! not     = "!" not | compare                name    = word { "." word } [ ".get" "(" text ")" ]
//! ```
//!
//! `identity.get('x')` and `identity.x` both read the value `x`. There are no assignments, no arithmetic and no other calls:
//! they fail when the specification is read.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest condition accepted, in bytes.
const LONGEST: usize = 8_000;
/// Deepest nesting accepted; recursion of the parser and the evaluator is bounded by it.
const DEEPEST: usize = 64;

/// A condition is not in the supported language; the position is a byte offset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("condition {text:?}: {reason} at {at}")]
pub struct ExprError {
    /// The condition as it stands in the document.
    pub text: String,
    /// What was not understood.
    pub reason: String,
    /// Where, in bytes from the start.
    pub at: usize,
}

/// What a name in a condition stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing is known under the name.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Several texts, for example the field groups of an update.
    List(Vec<String>),
}

/// Where names get their values from.
pub trait Scope {
    /// The value of `name`; `identity.` has been taken off.
    fn value_of(&self, name: &str) -> Value;
}

impl<F: Fn(&str) -> Value> Scope for F {
    fn value_of(&self, name: &str) -> Value {
        self(name)
    }
}

/// A condition that has been read.
#[derive(Clone, PartialEq)]
pub struct Expr {
    text: String,
    root: Node,
}

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expr").field(&self.text).finish()
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Literal(Value),
    Empty,
    Name(String),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Compare(Box<Node>, Comparison, Box<Node>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
}

impl Expr {
    /// Reads a condition.
    pub fn parse(text: &str) -> Result<Self, ExprError> {
        let fail = |(at, reason): (usize, String)| ExprError { text: text.into(), reason, at };
        if text.len() > LONGEST {
            return Err(fail((LONGEST, format!("longer than {LONGEST} bytes"))));
        }
        let tokens = tokenize(text).map_err(fail)?;
        let mut parser = Parser { tokens, next: 0, end: text.len(), depth: 0 };
        let root = parser.or().map_err(fail)?;
        if let Some((at, token)) = parser.tokens.get(parser.next) {
            return Err(fail((*at, format!("{token} is not expected"))));
        }
        Ok(Self { text: text.into(), root })
    }

    /// The condition as it stands in the document.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the condition holds. Whatever has no meaning as yes or no (a missing value, a text) does not hold.
    pub fn holds(&self, scope: &dyn Scope) -> bool {
        truth(&evaluate(&self.root, scope))
    }

    /// The names the condition depends on, without repetition.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        collect_names(&self.root, &mut names);
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn collect_names<'a>(node: &'a Node, names: &mut Vec<&'a str>) {
    match node {
        Node::Name(name) => names.push(name),
        Node::Not(inner) => collect_names(inner, names),
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| collect_names(part, names)),
        Node::Compare(left, _, right) => {
            collect_names(left, names);
            collect_names(right, names);
        }
        Node::Literal(_) | Node::Empty => {}
    }
}

fn truth(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::Text(text) => text.eq_ignore_ascii_case("true"),
        Value::Null | Value::Number(_) | Value::List(_) => false,
    }
}

fn evaluate(node: &Node, scope: &dyn Scope) -> Value {
    match node {
        Node::Literal(value) => value.clone(),
        Node::Empty => Value::Null,
        Node::Name(name) => scope.value_of(name),
        Node::Not(inner) => Value::Bool(!truth(&evaluate(inner, scope))),
        Node::And(parts) => Value::Bool(parts.iter().all(|part| truth(&evaluate(part, scope)))),
        Node::Or(parts) => Value::Bool(parts.iter().any(|part| truth(&evaluate(part, scope)))),
        Node::Compare(left, comparison, right) => Value::Bool(compare(left, *comparison, right, scope)),
    }
}

fn compare(left: &Node, comparison: Comparison, right: &Node, scope: &dyn Scope) -> bool {
    let equal = || match (left, right) {
        (Node::Empty, Node::Empty) => true,
        (Node::Empty, other) | (other, Node::Empty) => is_empty(&evaluate(other, scope)),
        _ => same(&evaluate(left, scope), &evaluate(right, scope)),
    };
    let ordering = || order(&evaluate(left, scope), &evaluate(right, scope));
    match comparison {
        Comparison::Equal => equal(),
        Comparison::NotEqual => !equal(),
        Comparison::Less => ordering().is_some_and(std::cmp::Ordering::is_lt),
        Comparison::LessOrEqual => ordering().is_some_and(std::cmp::Ordering::is_le),
        Comparison::Greater => ordering().is_some_and(std::cmp::Ordering::is_gt),
        Comparison::GreaterOrEqual => ordering().is_some_and(std::cmp::Ordering::is_ge),
        Comparison::Contains => contains(&evaluate(left, scope), &evaluate(right, scope)),
    }
}

/// MVEL's `empty`: nothing, a blank text, an empty list, zero, no.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(yes) => !yes,
        Value::Number(number) => *number == 0.0,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
    }
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        Value::Null | Value::Bool(_) | Value::List(_) => None,
    }
}

fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::Number(_), _) | (_, Value::Number(_)) => {
            matches!((number_of(left), number_of(right)), (Some(a), Some(b)) if a == b)
        }
        (Value::Bool(_), Value::Text(_)) | (Value::Text(_), Value::Bool(_)) => {
            let word = |value: &Value| match value {
                Value::Bool(yes) => yes.to_string(),
                Value::Text(text) => text.to_ascii_lowercase(),
                _ => String::new(),
            };
            word(left) == word(right)
        }
        _ => left == right,
    }
}

fn order(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (number_of(left), number_of(right)) {
        (Some(a), Some(b)) => a.partial_cmp(&b),
        _ => match (left, right) {
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            _ => None,
        },
    }
}

fn contains(left: &Value, right: &Value) -> bool {
    let Value::Text(wanted) = right else { return false };
    match left {
        Value::Text(text) => text.contains(wanted.as_str()),
        Value::List(items) => items.contains(wanted),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Number(f64),
    Symbol(&'static str),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "{word:?}"),
            Self::Text(text) => write!(f, "the text {text:?}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Symbol(symbol) => write!(f, "{symbol:?}"),
        }
    }
}

type Failure = (usize, String);

/// Longest first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 12] = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "."];

fn tokenize(text: &str) -> Result<Vec<(usize, Token)>, Failure> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
        } else if first == '\'' || first == '"' {
            let inner = &rest[1..];
            let end = inner.find(first).ok_or((at, "a text is not closed".to_owned()))?;
            if inner[..end].contains('\\') {
                return Err((at, "escapes in texts are not supported".into()));
            }
            tokens.push((at, Token::Text(inner[..end].into())));
            rest = &inner[end + 1..];
        } else if first.is_ascii_digit() || first == '-' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            let length =
                rest[1..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |found| found + 1);
            let number = rest[..length].parse().map_err(|_| (at, format!("{:?} is not a number", &rest[..length])))?;
            tokens.push((at, Token::Number(number)));
            rest = &rest[length..];
        } else if first.is_ascii_alphabetic() || first == '_' || first == '$' {
            let length =
                rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(rest.len());
            tokens.push((at, Token::Word(rest[..length].into())));
            rest = &rest[length..];
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            tokens.push((at, Token::Symbol(symbol)));
            rest = &rest[symbol.len()..];
        } else {
            return Err((at, format!("{first:?} is not supported")));
        }
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn accept(&mut self, symbol: &str) -> bool {
        let found = matches!(self.tokens.get(self.next), Some((_, Token::Symbol(found))) if *found == symbol);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &str) -> Result<(), Failure> {
        if self.accept(symbol) { Ok(()) } else { Err((self.at(), format!("{symbol:?} is missing"))) }
    }

    fn or(&mut self) -> Result<Node, Failure> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err((self.at(), format!("nested deeper than {DEEPEST}")));
        }
        let mut parts = vec![self.and()?];
        while self.accept("||") {
            parts.push(self.and()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::Or(parts) })
    }

    fn and(&mut self) -> Result<Node, Failure> {
        let mut parts = vec![self.not()?];
        while self.accept("&&") {
            parts.push(self.not()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::And(parts) })
    }

    fn not(&mut self) -> Result<Node, Failure> {
        if !self.accept("!") {
            return self.comparison();
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err((self.at(), format!("nested deeper than {DEEPEST}")));
        }
        let inner = self.not()?;
        self.depth -= 1;
        Ok(Node::Not(Box::new(inner)))
    }

    fn comparison(&mut self) -> Result<Node, Failure> {
        let left = self.operand()?;
        let comparison = match self.tokens.get(self.next) {
            Some((_, Token::Symbol("=="))) => Comparison::Equal,
            Some((_, Token::Symbol("!="))) => Comparison::NotEqual,
            Some((_, Token::Symbol("<"))) => Comparison::Less,
            Some((_, Token::Symbol("<="))) => Comparison::LessOrEqual,
            Some((_, Token::Symbol(">"))) => Comparison::Greater,
            Some((_, Token::Symbol(">="))) => Comparison::GreaterOrEqual,
            Some((_, Token::Word(word))) if word == "contains" => Comparison::Contains,
            _ => return Ok(left),
        };
        self.next += 1;
        Ok(Node::Compare(Box::new(left), comparison, Box::new(self.operand()?)))
    }

    fn operand(&mut self) -> Result<Node, Failure> {
        let at = self.at();
        if self.accept("(") {
            let inner = self.or()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let Some((_, token)) = self.tokens.get(self.next).cloned() else {
            return Err((at, "a value is missing".into()));
        };
        self.next += 1;
        match token {
            Token::Text(text) => Ok(Node::Literal(Value::Text(text))),
            Token::Number(number) => Ok(Node::Literal(Value::Number(number))),
            Token::Word(word) => match word.as_str() {
                "true" => Ok(Node::Literal(Value::Bool(true))),
                "false" => Ok(Node::Literal(Value::Bool(false))),
                "nil" | "null" => Ok(Node::Literal(Value::Null)),
                "empty" => Ok(Node::Empty),
                "contains" | "instanceof" | "new" | "if" | "return" | "in" | "is" | "strsim" | "soundslike" => {
                    Err((at, format!("{word:?} is not expected")))
                }
                _ => self.name(word),
            },
            Token::Symbol(symbol) => Err((at, format!("{symbol:?} is not expected"))),
        }
    }

    /// The rest of a name behind its first word: `.word`, `.get('word')`.
    fn name(&mut self, first: String) -> Result<Node, Failure> {
        let mut path = vec![first];
        while self.accept(".") {
            let at = self.at();
            let Some((_, Token::Word(word))) = self.tokens.get(self.next).cloned() else {
                return Err((at, "a name is missing".into()));
            };
            self.next += 1;
            if !self.accept("(") {
                path.push(word);
                continue;
            }
            match (word.as_str(), self.tokens.get(self.next).cloned()) {
                ("get", Some((_, Token::Text(key)))) => {
                    self.next += 1;
                    self.expect(")")?;
                    path.push(key);
                }
                _ => return Err((at, format!("the call {word:?} is not supported"))),
            }
        }
        if matches!(self.tokens.get(self.next), Some((_, Token::Symbol("(")))) {
            return Err((self.at(), "calls are not supported".into()));
        }
        if path.len() > 1 && path[0] == "identity" {
            path.remove(0);
        }
        Ok(Node::Name(path.join(".")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(name: &str) -> Value {
        match name {
            "isNew" | "leftEye" => Value::Bool(true),
            "isUpdate" | "face" => Value::Bool(false),
            "ageGroup" => Value::Text("MINOR".into()),
            "age" => Value::Number(12.0),
            "postalCode" => Value::Text("00123".into()),
            "introducerName" => Value::Text("Ada".into()),
            "introducerRID" => Value::Text("  ".into()),
            "updatableFieldGroups" => Value::List(vec!["Biometrics".into(), "Address".into()]),
            _ => Value::Null,
        }
    }

    fn holds(text: &str) -> bool {
        Expr::parse(text).expect(text).holds(&scope)
    }

    #[test] // SCH: conditions of published UI specifications
    fn published_forms() {
        assert!(holds("identity.get('ageGroup') == 'INFANT' || identity.get('ageGroup') == 'MINOR'"));
        assert!(holds("( identity.isNew && !identity.isChild ) || ( identity.isUpdate && identity.isChild)"));
        assert!(holds("!(identity.get('introducerName') == nil || identity.get('introducerName') == empty)"));
        assert!(holds("(identity.get('introducerRID') == nil || identity.get('introducerRID') == empty)"));
        assert!(holds("identity.updatableFieldGroups contains 'Biometrics' && leftEye"));
        assert!(!holds("!(identity.updatableFieldGroups contains 'Biometrics')"));
        assert!(!holds("face && leftEye"));
    }

    #[test]
    fn comparisons() {
        assert!(holds("age >= 12 && age < 13 && age != 11"));
        assert!(holds("postalCode == '00123'"));
        assert!(holds("postalCode == 123"), "a number makes it a comparison of numbers");
        assert!(!holds("postalCode == '123'"));
        assert!(!holds("missing > 1 || missing < 1"));
        assert!(holds("missing == null && missing == empty && missing != 'x'"));
        assert!(holds("introducerName contains 'd'"));
        assert!(holds("isNew == true && isNew == 'true' && !(isUpdate != false)"));
    }

    #[test]
    fn and_binds_stronger_than_or() {
        assert!(holds("isNew || isUpdate && isUpdate"));
        assert!(!holds("(isNew || isUpdate) && isUpdate"));
    }

    #[test]
    fn a_missing_value_never_holds() {
        assert!(!holds("identity.nothing"));
        assert!(!holds("ageGroup"), "a text is neither yes nor no");
    }

    #[test]
    fn names_are_listed() {
        let expr = Expr::parse("identity.b == 'x' || identity.get('a') contains b").unwrap();
        assert_eq!(expr.names(), ["a", "b"]);
    }

    #[test]
    fn what_is_not_supported_fails_when_read() {
        for text in [
            "",
            "a =",
            "a = 'b'",
            "a + 1 == 2",
            "a.size() > 1",
            "identity.put('a')",
            "f(a)",
            "'open",
            "(a",
            "a)",
            "a b",
            "a ? b : c",
            "System.exit(0)",
            "a; b",
            "identity.get(a)",
            "a contains",
            "== a",
            "'it\\'s'",
            "identity.",
            "a[0]",
        ] {
            assert!(Expr::parse(text).is_err(), "{text:?} was read");
        }
        assert!(Expr::parse(&"(".repeat(100_000)).is_err());
        assert!(Expr::parse(&"!".repeat(5_000)).is_err());
    }
}
