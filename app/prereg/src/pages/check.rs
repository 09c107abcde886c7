//! UI-PRE-08: check your answers, then hand in.

use app_forms::{control_id, pages, problems};
use app_i18n::{Locale, data_language, tr};
use app_kit::{
    BackLink, ErrorSummary, Fact, Facts, Page, Problem, Steps, loaded, use_locale, use_problem, use_query_value,
};
use leptos::prelude::*;
use prereg_api::ApplicationView;
use schema::{Answer, Control, Field};

use super::long_date;
use crate::{
    api,
    frame::steps,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Check(prid: String) -> impl IntoView {
    let locale = use_locale();
    let view = Resource::new_blocking(|| (), move |()| api::application(prid.clone(), api::data_language(locale)));
    loaded(view, SIGN_IN, |view| view! { <Answers view=view/> }.into_any())
}

#[component]
fn Answers(view: ApplicationView) -> impl IntoView {
    let locale = use_locale();
    let prid = view.summary.prid.clone();
    let editable = view.summary.editable;
    let incomplete = use_query_value("incomplete").get_untracked().is_some();
    let mut form = view.form.clone();
    form.check_all();
    let all = pages(&form);
    let mut found = use_problem("");
    let mut sections = Vec::new();
    for (number, fields) in all.iter().enumerate() {
        let place = Place::About(prid.clone(), number + 1).path();
        if incomplete {
            // here a problem leads to the page where it is mended
            found.extend(
                problems(locale, &form, fields)
                    .into_iter()
                    .map(|problem| Problem { field: anchor(&problem.field), ..problem }),
            );
        }
        let shown = fields
            .iter()
            .filter_map(|id| form.field(id))
            .filter(|field| field.visible && (editable || field.answer != Answer::Empty));
        sections.extend(
            shown.map(|field| fact(locale, field, editable.then(|| format!("{place}#{}", first_control(field))))),
        );
    }
    let documents: Vec<_> = view
        .documents
        .iter()
        .map(|need| {
            let value = need
                .uploaded
                .as_ref()
                .map_or_else(|| tr::prereg::document_none(locale).to_owned(), |document| document.file_name.clone());
            if incomplete && need.required && need.uploaded.is_none() {
                found.push(Problem {
                    field: "documents".to_owned(),
                    text: tr::prereg::document_missing(locale, &need.name),
                });
            }
            let fact = Fact::view(need.name.clone(), view! { <bdi>{value}</bdi> });
            if editable {
                fact.action(change_link(locale, Place::Documents(prid.clone()).path(), &need.name))
            } else {
                fact
            }
        })
        .collect();
    let action = format!("/_ui/prereg/{prid}/submit");
    view! {
        <Page title=tr::prereg::check_title(locale) width="max-w-text!">
            <Steps steps=steps(locale) current=3/>
            <BackLink href=Place::Tasks(prid.clone()).path()/>
            <ErrorSummary problems=found/>
            <h1 class="page-title mt-2">{tr::prereg::check_title(locale)}</h1>
            <h2 class="section-title mt-6">{tr::prereg::step_about(locale)}</h2>
            <Facts facts=sections class="dl card mt-2 px-5"/>
            <h2 class="section-title mt-8" id="documents" tabindex="-1">{tr::prereg::step_documents(locale)}</h2>
            <Facts facts=documents class="dl card mt-2 px-5"/>
            {editable.then(|| view! {
                <form class="mt-8 grid gap-4" method="post" action=action>
                    <p class="text-ink-2">{tr::prereg::check_text(locale)}</p>
                    <div class="btn-row"><button class="btn">{tr::prereg::hand_in(locale)}</button></div>
                </form>
            })}
        </Page>
    }
}

fn anchor(control: &str) -> String {
    format!("check-{control}")
}

fn first_control(field: &Field) -> String {
    match &field.answer {
        Answer::PerLanguage(texts) => control_id(field.id(), texts.keys().next().map(String::as_str)),
        _ => control_id(field.id(), None),
    }
}

fn change_link(locale: Locale, href: String, what: &str) -> impl IntoView + use<> {
    let what = what.to_owned();
    view! { <a class="link" href=href>{tr::common::change(locale)}<span class="sr-only">" "{what}</span></a> }
}

fn fact(locale: Locale, field: &Field, change: Option<String>) -> Fact {
    let label = field.label(locale.code()).to_owned();
    // every control a problem may name leads here
    let anchors: Vec<_> = field
        .issues
        .iter()
        .map(
            |issue| view! { <span id=anchor(&control_id(field.id(), issue.language.as_deref())) tabindex="-1"></span> },
        )
        .collect();
    let fact = Fact::view(label.clone(), view! { {anchors}{value(locale, field)} });
    match change {
        Some(href) => fact.action(change_link(locale, href, &label)),
        None => fact,
    }
}

fn value(locale: Locale, field: &Field) -> AnyView {
    match &field.answer {
        Answer::Empty => view! { <span class="text-ink-3">{tr::prereg::nothing_said(locale)}</span> }.into_any(),
        Answer::PerLanguage(texts) => texts
            .iter()
            .map(|(language, text)| {
                let (tag, direction) = data_language(language);
                view! { <bdi class="block" lang=tag.to_owned() dir=direction.as_str()>{text.clone()}</bdi> }
            })
            .collect_view()
            .into_any(),
        Answer::Choice(code) => {
            let choice = field.choices.iter().flatten().find(|choice| choice.code == *code);
            let text =
                choice.and_then(|choice| choice.labels.get(locale.code()).or_else(|| choice.labels.values().next()));
            view! { <bdi>{text.unwrap_or(code).clone()}</bdi> }.into_any()
        }
        Answer::Text(text) if matches!(field.spec.control, Control::Date | Control::AgeDate) => {
            let words = chrono::NaiveDate::parse_from_str(text, "%Y/%m/%d")
                .map_or_else(|_| text.clone(), |date| long_date(locale, date));
            words.into_any()
        }
        Answer::Text(text) => view! { <bdi>{text.clone()}</bdi> }.into_any(),
        Answer::Document { file, .. } => view! { <bdi>{file.clone()}</bdi> }.into_any(),
        Answer::List(items) => view! { <bdi>{items.join(", ")}</bdi> }.into_any(),
    }
}
