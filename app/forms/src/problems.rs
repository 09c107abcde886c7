//! What is wrong with a form, in words.

use app_i18n::{Locale, tr};
use app_kit::Problem;
use schema::{Field, FormModel, Issue, IssueCode};

use crate::names::control_id;

/// The words for one issue; they name the field, because the summary shows them away from it.
pub fn issue_text(locale: Locale, field: &Field, issue: &Issue) -> String {
    let label = match &issue.language {
        Some(language) => {
            let own = Locale::parse(language).map_or_else(|| language.clone(), |locale| locale.own_name().to_owned());
            format!("{} ({own})", field.label(locale.code()))
        }
        None => field.label(locale.code()).to_owned(),
    };
    let argument = issue.arguments.first().map_or("", String::as_str);
    match issue.code {
        IssueCode::Required if field.spec.control.chooses() => tr::issue::required_choice(locale, &label),
        IssueCode::Required => tr::issue::required(locale, &label),
        IssueCode::Pattern => tr::issue::pattern(locale, &label),
        IssueCode::TooLong => tr::issue::too_long(locale, &label, &argument),
        IssueCode::InvalidDate => tr::issue::invalid_date(locale, &label),
        IssueCode::DateInFuture => tr::issue::date_in_future(locale, &label),
        IssueCode::AgeTooHigh => tr::issue::age_too_high(locale, &label, &argument),
        IssueCode::OutOfRange => {
            let highest = issue.arguments.get(1).map_or("", String::as_str);
            tr::issue::out_of_range(locale, &label, &argument, &highest)
        }
        IssueCode::NotANumber => tr::issue::not_a_number(locale, &label),
        IssueCode::BlockedWord => tr::issue::blocked_word(locale, &label, &argument),
        IssueCode::UnknownOption => tr::issue::unknown_option(locale, &label),
        IssueCode::DocumentIncomplete => tr::issue::document_incomplete(locale, &label),
    }
}

/// The problems of the given fields, in their order, for the summary.
pub fn problems(locale: Locale, form: &FormModel, page: &[String]) -> Vec<Problem> {
    page.iter()
        .filter_map(|id| form.field(id))
        .filter(|field| field.visible)
        .flat_map(|field| {
            field.issues.iter().map(move |issue| Problem {
                field: control_id(field.id(), issue.language.as_deref()),
                text: issue_text(locale, field, issue),
            })
        })
        .collect()
}
