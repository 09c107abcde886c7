//! Conditions and values inside directives.

use serde_json::Value;

use super::parse::{Parser, Reference};
use super::{Scope, TemplateError};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Literal(Value),
    Reference(Reference),
    Not(Box<Expression>),
    Binary(Box<Expression>, Operator, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Expression {
    pub(super) fn value(&self, scope: &Scope) -> Value {
        match self {
            Self::Literal(value) => value.clone(),
            Self::Reference(reference) => reference.resolve(scope).0,
            Self::Not(inner) => Value::Bool(!is_true(&inner.value(scope))),
            Self::Binary(left, operator, right) => {
                let (left, right) = (left.value(scope), right.value(scope));
                let order = || match (number_of(&left), number_of(&right)) {
                    (Some(a), Some(b)) => a.partial_cmp(&b),
                    _ => Some(text_of(&left).cmp(&text_of(&right))),
                };
                Value::Bool(match operator {
                    Operator::Or => is_true(&left) || is_true(&right),
                    Operator::And => is_true(&left) && is_true(&right),
                    Operator::Equal => equal(&left, &right),
                    Operator::Unequal => !equal(&left, &right),
                    Operator::Less => order().is_some_and(|o| o.is_lt()),
                    Operator::LessOrEqual => order().is_some_and(|o| o.is_le()),
                    Operator::Greater => order().is_some_and(|o| o.is_gt()),
                    Operator::GreaterOrEqual => order().is_some_and(|o| o.is_ge()),
                })
            }
        }
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Null, _) | (_, Value::Null) => false,
        _ => text_of(left) == text_of(right),
    }
}

fn number_of(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// Null, false and the empty text are false.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::String(text) => !text.is_empty(),
        _ => true,
    }
}

/// A value as text: what stands in the result.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Reads an expression: `or` binds weakest, then `and`, comparison, `not`.
pub(super) fn parse(parser: &mut Parser<'_>) -> Result<Expression, TemplateError> {
    binary(parser, 0, 0)
}

const LEVELS: [&[(&str, Operator)]; 3] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::Unequal),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ],
];

fn binary(parser: &mut Parser<'_>, level: usize, depth: usize) -> Result<Expression, TemplateError> {
    let Some(operators) = LEVELS.get(level) else { return unary(parser, depth) };
    let mut left = binary(parser, level + 1, depth)?;
    loop {
        parser.blanks();
        let Some((_, operator)) = operators.iter().find(|(token, _)| parser.eat(token)) else { return Ok(left) };
        let right = binary(parser, level + 1, depth)?;
        left = Expression::Binary(Box::new(left), *operator, Box::new(right));
    }
}

fn unary(parser: &mut Parser<'_>, depth: usize) -> Result<Expression, TemplateError> {
    if depth > 32 {
        return Err(parser.error("an expression is nested too deep"));
    }
    parser.blanks();
    if parser.eat("!") {
        return Ok(Expression::Not(Box::new(unary(parser, depth + 1)?)));
    }
    if parser.eat("(") {
        let inner = binary(parser, 0, depth + 1)?;
        parser.expect(")", "a closing parenthesis is expected")?;
        return Ok(inner);
    }
    if parser.rest().starts_with('$') {
        let reference = parser.reference()?.ok_or_else(|| parser.error("a name is expected"))?;
        return Ok(Expression::Reference(reference));
    }
    for quote in ["\"", "'"] {
        if parser.eat(quote) {
            let rest = parser.rest();
            let end = rest.find(quote).ok_or_else(|| parser.error("a text has no end"))?;
            parser.at += end + 1;
            return Ok(Expression::Literal(Value::String(rest[..end].to_owned())));
        }
    }
    if let Some(word) = parser.identifier() {
        // MOSIP's dashboard compares with a word without quotes
        return Ok(Expression::Literal(match word.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => Value::String(word),
        }));
    }
    let rest = parser.rest();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(rest.len());
    let number: serde_json::Number = rest[..end].parse().map_err(|_| parser.error("a value is expected"))?;
    parser.at += end;
    Ok(Expression::Literal(Value::Number(number)))
}
