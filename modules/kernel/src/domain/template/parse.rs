//! From text to nodes.

use serde_json::Value;

use super::expression::{self, Expression};
use super::{Scope, TemplateError};

/// How deep blocks may be nested.
const MAX_DEPTH: usize = 32;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Text(String),
    Reference(Reference),
    /// Branches with their conditions; the last may have none.
    If(Vec<(Option<Expression>, Vec<Node>)>),
    Foreach {
        name: String,
        list: Expression,
        body: Vec<Node>,
    },
    Set {
        name: String,
        expression: Expression,
    },
}

/// `$name.path.get("x")`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reference {
    /// As written, for names without a value.
    pub(super) source: String,
    pub(super) quiet: bool,
    /// Written with braces: what follows is surely not part of it.
    braces: bool,
    name: String,
    path: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    source: String,
    name: String,
    /// Arguments of a call; `None` for a member.
    arguments: Option<Vec<Expression>>,
}

impl Reference {
    /// The value, and the part of the path that turned out to be text. Null when there is no such value.
    pub(super) fn resolve(&self, scope: &Scope) -> (Value, String) {
        let mut value = scope.values.get(&self.name).cloned().unwrap_or(Value::Null);
        for (at, part) in self.path.iter().enumerate() {
            let next = part.apply(&value, scope);
            if next.is_null() && !self.braces && !matches!(value, Value::Object(_) | Value::Array(_) | Value::Null) {
                let rest = self.path[at..].iter().map(|part| part.source.as_str()).collect();
                return (value, rest);
            }
            value = next;
        }
        (value, String::new())
    }
}

impl Part {
    fn apply(&self, value: &Value, scope: &Scope) -> Value {
        let argument = |n: usize| self.arguments.as_ref().and_then(|all| all.get(n)).map(|e| e.value(scope));
        match (self.name.as_str(), &self.arguments, value) {
            ("get", Some(_), Value::Object(members)) => {
                let key = argument(0).map(|key| expression::text_of(&key)).unwrap_or_default();
                members.get(&key).cloned().unwrap_or(Value::Null)
            }
            ("get", Some(_), Value::Array(items)) => {
                let index = argument(0).and_then(|index| index.as_u64()).and_then(|index| usize::try_from(index).ok());
                index.and_then(|index| items.get(index)).cloned().unwrap_or(Value::Null)
            }
            ("keySet", Some(_), Value::Object(members)) => members.keys().cloned().map(Value::String).collect(),
            ("values", Some(_), Value::Object(members)) => members.values().cloned().collect(),
            ("size", Some(_), Value::Object(members)) => Value::from(members.len()),
            ("size", Some(_), Value::Array(items)) => Value::from(items.len()),
            ("length", Some(_), Value::String(text)) => Value::from(text.chars().count()),
            ("isEmpty", Some(_), Value::Object(members)) => Value::from(members.is_empty()),
            ("isEmpty", Some(_), Value::Array(items)) => Value::from(items.is_empty()),
            ("isEmpty", Some(_), Value::String(text)) => Value::from(text.is_empty()),
            (_, Some(arguments), Value::Object(members)) if arguments.is_empty() => {
                // a getter: getFullName() reads fullName
                let name = self.name.strip_prefix("get").unwrap_or(&self.name);
                let mut letters = name.chars();
                let member =
                    letters.next().map(|c| c.to_lowercase().chain(letters).collect::<String>()).unwrap_or_default();
                members.get(&member).cloned().unwrap_or(Value::Null)
            }
            (name, None, Value::Object(members)) => members.get(name).cloned().unwrap_or(Value::Null),
            _ => Value::Null,
        }
    }
}

pub(super) fn parse(text: &str) -> Result<Vec<Node>, TemplateError> {
    let mut parser = Parser { text, at: 0 };
    let (nodes, end) = parser.block(0)?;
    if end != End::Text {
        return Err(parser.error("a block ends that never began"));
    }
    Ok(nodes)
}

/// What ended a block.
#[derive(Debug, Clone, PartialEq)]
enum End {
    Text,
    Close,
    Else,
    ElseIf(Expression),
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn error(&self, what: &'static str) -> TemplateError {
        TemplateError::Syntax { what, at: self.at }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn eat(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    pub(super) fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    pub(super) fn expect(&mut self, token: &str, what: &'static str) -> Result<(), TemplateError> {
        self.blanks();
        if self.eat(token) { Ok(()) } else { Err(self.error(what)) }
    }

    pub(super) fn identifier(&mut self) -> Option<String> {
        let rest = self.rest();
        let first = rest.chars().next().filter(|c| c.is_ascii_alphabetic() || *c == '_')?;
        let end = rest[first.len_utf8()..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .map_or(rest.len(), |at| at + 1);
        self.at += end;
        Some(rest[..end].to_owned())
    }

    fn block(&mut self, depth: usize) -> Result<(Vec<Node>, End), TemplateError> {
        if depth > MAX_DEPTH {
            return Err(self.error("blocks are nested too deep"));
        }
        let mut nodes = Vec::new();
        loop {
            let rest = self.rest();
            let plain = rest.find(['$', '#']).unwrap_or(rest.len());
            if plain > 0 {
                nodes.push(Node::Text(rest[..plain].to_owned()));
                self.at += plain;
            }
            if self.rest().is_empty() {
                return Ok((nodes, End::Text));
            }
            if self.rest().starts_with('$') {
                let start = self.at;
                match self.reference()? {
                    Some(reference) => nodes.push(Node::Reference(reference)),
                    None => {
                        self.at = start + 1;
                        nodes.push(Node::Text("$".into()));
                    }
                }
                continue;
            }
            if let Some(end) = self.directive(&mut nodes, depth)? {
                return Ok((nodes, end));
            }
        }
    }

    /// Reads what begins with `#`; returns what ended the block, if it did.
    fn directive(&mut self, nodes: &mut Vec<Node>, depth: usize) -> Result<Option<End>, TemplateError> {
        if self.eat("##") {
            let rest = self.rest();
            self.at += rest.find('\n').map_or(rest.len(), |at| at + 1);
            return Ok(None);
        }
        if self.eat("#*") {
            let rest = self.rest();
            self.at += rest.find("*#").map_or(rest.len(), |at| at + 2);
            return Ok(None);
        }
        let start = self.at;
        self.at += 1;
        let braces = self.eat("{");
        let word = self.identifier().unwrap_or_default();
        if braces && !self.eat("}") {
            self.at = start + 1;
            nodes.push(Node::Text("#".into()));
            return Ok(None);
        }
        match word.as_str() {
            "end" => return Ok(Some(End::Close)),
            "else" => return Ok(Some(End::Else)),
            "elseif" => return Ok(Some(End::ElseIf(self.condition()?))),
            "if" => nodes.push(self.branches(depth)?),
            "foreach" => {
                self.expect("(", "a list in parentheses is expected")?;
                self.expect("$", "a name is expected")?;
                let name = self.identifier().ok_or_else(|| self.error("a name is expected"))?;
                self.blanks();
                if self.identifier().as_deref() != Some("in") {
                    return Err(self.error("the word in is expected"));
                }
                let list = expression::parse(self)?;
                self.expect(")", "a closing parenthesis is expected")?;
                let (body, end) = self.block(depth + 1)?;
                if end != End::Close {
                    return Err(self.error("a list has no end"));
                }
                nodes.push(Node::Foreach { name, list, body });
            }
            "set" => {
                self.expect("(", "an assignment in parentheses is expected")?;
                self.expect("$", "a name is expected")?;
                let name = self.identifier().ok_or_else(|| self.error("a name is expected"))?;
                self.expect("=", "an equals sign is expected")?;
                let expression = expression::parse(self)?;
                self.expect(")", "a closing parenthesis is expected")?;
                nodes.push(Node::Set { name, expression });
            }
            // a colour (#ffffff) or a number sign is text
            _ => {
                self.at = start + 1;
                nodes.push(Node::Text("#".into()));
            }
        }
        Ok(None)
    }

    fn condition(&mut self) -> Result<Expression, TemplateError> {
        self.expect("(", "a condition in parentheses is expected")?;
        let condition = expression::parse(self)?;
        self.expect(")", "a closing parenthesis is expected")?;
        Ok(condition)
    }

    fn branches(&mut self, depth: usize) -> Result<Node, TemplateError> {
        let mut condition = Some(self.condition()?);
        let mut branches = Vec::new();
        loop {
            let last = condition.is_none();
            let (body, end) = self.block(depth + 1)?;
            branches.push((condition, body));
            condition = match end {
                End::Close => return Ok(Node::If(branches)),
                End::Else if !last => None,
                End::ElseIf(next) if !last => Some(next),
                _ => return Err(self.error("a condition has no end")),
            };
        }
    }

    /// Reads `$name…`; `None` when the dollar sign is just a dollar sign.
    pub(super) fn reference(&mut self) -> Result<Option<Reference>, TemplateError> {
        let start = self.at;
        self.at += 1;
        let quiet = self.eat("!");
        let braces = self.eat("{");
        let Some(name) = self.identifier() else { return Ok(None) };
        let mut path = Vec::new();
        loop {
            let before = self.at;
            if !self.eat(".") {
                break;
            }
            let Some(name) = self.identifier() else {
                self.at = before;
                break;
            };
            let arguments = if self.rest().starts_with('(') { Some(self.arguments()?) } else { None };
            path.push(Part { source: self.text[before..self.at].to_owned(), name, arguments });
        }
        if braces && !self.eat("}") {
            return Ok(None);
        }
        let source = self.text[start..self.at].to_owned();
        Ok(Some(Reference { source, quiet, braces, name, path }))
    }

    fn arguments(&mut self) -> Result<Vec<Expression>, TemplateError> {
        self.expect("(", "arguments are expected")?;
        let mut arguments = Vec::new();
        self.blanks();
        while !self.eat(")") {
            if !arguments.is_empty() {
                self.expect(",", "a comma or closing parenthesis is expected")?;
            }
            arguments.push(expression::parse(self)?);
            self.blanks();
        }
        Ok(arguments)
    }
}
