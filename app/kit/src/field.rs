//! A field: label above, hint and error bound to the control; and the groups of radios, dates and columns.

use app_i18n::{data_language, tr};
use leptos::{context::Provider, prelude::*};

use crate::{Icon, use_locale};

/// What a control inside `Field` needs to know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bound {
    pub id: String,
    pub described_by: Option<String>,
    pub invalid: bool,
    pub required: bool,
}

/// A message that belongs to a field: the summary links to `field`, the field shows the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Id of the control.
    pub field: String,
    /// What happened, why if known, what to do.
    pub text: String,
}

impl Problem {
    /// The message for a control, if one of `problems` is its.
    pub fn of(problems: &[Self], field: &str) -> Option<String> {
        problems.iter().find(|problem| problem.field == field).map(|problem| problem.text.clone())
    }
}

/// The ids of the texts that are there.
fn described_by(texts: &[(&Option<String>, &String)]) -> Option<String> {
    let ids: Vec<&str> = texts.iter().filter(|(text, _)| text.is_some()).map(|(_, id)| id.as_str()).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

#[component]
pub(crate) fn ErrorText(id: String, text: String) -> impl IntoView {
    view! {
        <p class="error" id=id>
            <Icon name="icon-warning-circle" class="mt-0.5"/>
            <span><span class="sr-only">{tr::common::error_prefix(use_locale())}</span>{text}</span>
        </p>
    }
}

/// One control with its label, hint and error. `lang` is the language of the data (ISO 639-3), when it has one.
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] lang: MaybeText,
    /// May be left empty; said in words.
    #[prop(optional)]
    optional: bool,
    /// A filter or choice of view: neither demanded nor said to be left out.
    #[prop(optional)]
    lean: bool,
    /// The language's name beside the label, in the columns of a form in two languages.
    #[prop(optional, into)]
    badge: MaybeText,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let (hint, error) = (hint.0, error.0);
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described_by = described_by(&[(&hint, &hint_id), (&error, &error_id)]);
    let invalid = error.is_some();
    let bound = Bound { id: id.clone(), described_by, invalid, required: !optional && !lean };
    let (tag, dir) =
        lang.0.as_deref().map(data_language).map(|(tag, direction)| (tag.to_owned(), direction.as_str())).unzip();
    view! {
        <div class="field content-start" data-invalid=invalid.then_some("") lang=tag dir=dir>
            <label class="label flex flex-wrap items-center justify-between gap-x-2" for=id>
                <span>{label}{optional.then(|| view! { " "<span class="opt">{tr::common::optional(locale)}</span> })}</span>
                {badge.0.map(|badge| view! { <span class="tag">{badge}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|text| view! { <ErrorText id=error_id text=text/> })}
            <Provider value=bound>{children()}</Provider>
        </div>
    }
}

/// Several controls under one question: radios, a date, columns of two languages. The summary's link leads to `id`.
#[component]
pub fn Group(
    #[prop(into)] id: String,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let (hint, error) = (hint.0, error.0);
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described_by = described_by(&[(&hint, &hint_id), (&error, &error_id)]);
    let invalid = error.is_some();
    let bound = Bound { id, described_by: None, invalid, required: !optional };
    view! {
        <fieldset class="field" data-invalid=invalid.then_some("") aria-describedby=described_by>
            <legend class="label">{legend}{optional.then(|| view! { " "<span class="opt">{tr::common::optional(locale)}</span> })}</legend>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|text| view! { <ErrorText id=error_id text=text/> })}
            <Provider value=bound>{children()}</Provider>
        </fieldset>
    }
}

/// A text that may be absent; properties take `"text"`, a `String` or an `Option<String>`.
#[derive(Clone, Debug, Default)]
pub struct MaybeText(pub(crate) Option<String>);

impl From<&str> for MaybeText {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<String> for MaybeText {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

impl From<Option<String>> for MaybeText {
    fn from(text: Option<String>) -> Self {
        Self(text)
    }
}

impl From<Option<&str>> for MaybeText {
    fn from(text: Option<&str>) -> Self {
        Self(text.map(str::to_owned))
    }
}
