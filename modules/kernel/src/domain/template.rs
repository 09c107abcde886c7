//! Templates in the part of Velocity that MOSIP's templates use: `$name`, `${name}`, `$!name`, `$a.b`, `$a.get("b")`, `#if`,
//! `#elseif`, `#else`, `#foreach`, `#set`, `#end` and comments.
//!
//! Values are put in as they are and never read as template text. A name without a value stays as it is written, with `$!` it
//! becomes empty. After a plain text the rest of a path is text again: `$VID.Thank you` ends a sentence.

mod expression;
mod parse;

use serde_json::{Map, Value};

use parse::{Node, Reference};

/// Why a template cannot be rendered, with the byte where reading stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The text is not well formed.
    #[error("{what} at byte {at}")]
    Syntax {
        /// What is wrong.
        what: &'static str,
        /// Where.
        at: usize,
    },
    /// The result would be too large.
    #[error("the result is too large")]
    TooLarge,
}

/// The largest result in bytes.
const MAX_BYTES: usize = 1 << 20;
/// The most nodes that are walked.
const MAX_STEPS: usize = 500_000;

/// Renders `template` with the members of `values`. With `escape` the values are made safe for HTML.
///
/// # Errors
/// [`TemplateError`] when the template is not well formed or grows beyond 1 MiB.
pub fn render(template: &str, values: &Map<String, Value>, escape: bool) -> Result<String, TemplateError> {
    let nodes = parse::parse(template)?;
    let mut output = Output { text: String::with_capacity(template.len() * 2), escape, steps: 0 };
    let mut scope = Scope { values: values.clone() };
    walk(&nodes, &mut scope, &mut output)?;
    Ok(output.text)
}

struct Output {
    text: String,
    escape: bool,
    /// Nodes walked so far.
    steps: usize,
}

impl Output {
    fn push(&mut self, text: &str) -> Result<(), TemplateError> {
        if self.text.len() + text.len() > MAX_BYTES {
            return Err(TemplateError::TooLarge);
        }
        self.text.push_str(text);
        Ok(())
    }

    fn push_value(&mut self, text: &str) -> Result<(), TemplateError> {
        if !self.escape {
            return self.push(text);
        }
        for c in text.chars() {
            match c {
                '&' => self.push("&amp;")?,
                '<' => self.push("&lt;")?,
                '>' => self.push("&gt;")?,
                '"' => self.push("&quot;")?,
                '\'' => self.push("&#39;")?,
                c => self.push(c.encode_utf8(&mut [0; 4]))?,
            }
        }
        Ok(())
    }
}

pub(super) struct Scope {
    values: Map<String, Value>,
}

fn walk(nodes: &[Node], scope: &mut Scope, output: &mut Output) -> Result<(), TemplateError> {
    for node in nodes {
        output.steps += 1;
        if output.steps > MAX_STEPS {
            return Err(TemplateError::TooLarge);
        }
        match node {
            Node::Text(text) => output.push(text)?,
            Node::Reference(reference) => write_reference(reference, scope, output)?,
            Node::If(branches) => {
                let chosen = branches.iter().find(|(condition, _)| {
                    condition.as_ref().is_none_or(|condition| expression::is_true(&condition.value(scope)))
                });
                if let Some((_, body)) = chosen {
                    walk(body, scope, output)?;
                }
            }
            Node::Foreach { name, list, body } => {
                let items: Vec<Value> = match list.value(scope) {
                    Value::Array(items) => items,
                    Value::Object(members) => members.into_iter().map(|(_, value)| value).collect(),
                    _ => Vec::new(),
                };
                let outer: Vec<_> =
                    [name.as_str(), "velocityCount"].map(|n| (n.to_owned(), scope.values.get(n).cloned())).into();
                for (index, item) in items.into_iter().enumerate() {
                    scope.values.insert(name.clone(), item);
                    scope.values.insert("velocityCount".into(), Value::from(index + 1));
                    walk(body, scope, output)?;
                }
                for (name, value) in outer {
                    match value {
                        Some(value) => scope.values.insert(name, value),
                        None => scope.values.remove(&name),
                    };
                }
            }
            Node::Set { name, expression } => {
                let value = expression.value(scope);
                scope.values.insert(name.clone(), value);
            }
        }
    }
    Ok(())
}

fn write_reference(reference: &Reference, scope: &Scope, output: &mut Output) -> Result<(), TemplateError> {
    match reference.resolve(scope) {
        (Value::Null, _) if reference.quiet => Ok(()),
        (Value::Null, _) => output.push(&reference.source),
        (value, rest) => {
            output.push_value(&expression::text_of(&value))?;
            output.push(&rest)
        }
    }
}

#[cfg(test)]
mod tests;
