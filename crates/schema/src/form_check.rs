//! What is wrong with one field of a form.

use crate::date::CivilDate;
use crate::form::{Answer, Context, Field};
use crate::identity::ValueKind;
use crate::issue::{Issue, IssueCode};
use crate::ui_spec::Control;

/// Longest text any field takes, in characters; nothing in an identity is longer.
const LONGEST_TEXT: usize = 1_000;

/// The issues of a field in these circumstances; visibility is the caller's business.
pub(crate) fn issues_of(field: &Field, context: &Context) -> Vec<Issue> {
    let id = field.id();
    match &field.answer {
        Answer::Empty if !field.required => Vec::new(),
        Answer::Empty if field.kind == ValueKind::PerLanguage && !field.spec.control.chooses() => {
            context.languages.iter().map(|language| Issue::new(id, IssueCode::Required).in_language(language)).collect()
        }
        Answer::Empty => vec![Issue::new(id, IssueCode::Required)],
        Answer::PerLanguage(texts) => context
            .languages
            .iter()
            .filter_map(|language| match texts.get(language) {
                Some(text) => text_issue(field, text, Some(language), context).map(|issue| issue.in_language(language)),
                None if field.required => Some(Issue::new(id, IssueCode::Required).in_language(language)),
                None => None,
            })
            .collect(),
        Answer::Text(text) => text_issue(field, text, None, context).into_iter().collect(),
        Answer::Choice(code) => {
            let unknown =
                field.choices.as_ref().is_some_and(|choices| !choices.iter().any(|choice| choice.code == *code));
            // patterns of chosen values speak about codes, which the country itself has entered
            if unknown { vec![Issue::new(id, IssueCode::UnknownOption)] } else { Vec::new() }
        }
        Answer::Document { type_code, file, .. } => {
            let unknown =
                field.choices.as_ref().is_some_and(|types| !types.iter().any(|choice| choice.code == *type_code));
            if type_code.is_empty() || file.is_empty() {
                vec![Issue::new(id, IssueCode::DocumentIncomplete)]
            } else if unknown {
                vec![Issue::new(id, IssueCode::UnknownOption)]
            } else {
                Vec::new()
            }
        }
        Answer::List(items) => {
            items.iter().find_map(|item| text_issue(field, item, None, context)).into_iter().collect()
        }
    }
}

/// The first thing that is wrong with a text.
fn text_issue(field: &Field, text: &str, language: Option<&str>, context: &Context) -> Option<Issue> {
    let issue = |code| Issue::new(field.id(), code);
    if text.chars().count() > LONGEST_TEXT {
        return Some(issue(IssueCode::TooLong).with(LONGEST_TEXT.to_string()));
    }
    if matches!(field.spec.control, Control::Date | Control::AgeDate)
        && let Some(wrong) = date_issue(field, text, context)
    {
        return Some(wrong);
    }
    if field.kind == ValueKind::Number && text.parse::<f64>().ok().is_none_or(|number| !number.is_finite()) {
        return Some(issue(IssueCode::NotANumber));
    }
    let validators = field.spec.validators.iter().filter(|validator| validator.applies_to(language));
    if let Some(failed) = validators.into_iter().find(|validator| !validator.pattern.matches(text)) {
        return Some(issue(IssueCode::Pattern).with(failed.pattern.as_str()));
    }
    let blocked = context.blocked_words.iter().find(|blocked| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|word| word.to_lowercase() == blocked.to_lowercase())
    });
    blocked.map(|word| issue(IssueCode::BlockedWord).with(word))
}

fn date_issue(field: &Field, text: &str, context: &Context) -> Option<Issue> {
    let issue = |code| Issue::new(field.id(), code);
    let Some(date) = CivilDate::parse(text) else {
        return Some(issue(IssueCode::InvalidDate));
    };
    if field.spec.control != Control::AgeDate && field.id() != context.birth_date_field {
        return None;
    }
    let Some(age) = CivilDate::parse(&context.today).and_then(|today| date.age_on(today)) else {
        return Some(issue(IssueCode::DateInFuture));
    };
    let highest = context.age_groups.0.iter().map(|group| group.to_years).max()?;
    (age > highest).then(|| issue(IssueCode::AgeTooHigh).with(highest.to_string()))
}
