//! What happened: the summary of problems, notices, the panel of a finished thing.

use app_i18n::tr;
use leptos::prelude::*;

use crate::{Icon, Problem, field::MaybeText, use_locale};

/// The problems of a form, above its title; focus comes here, and each line leads to its field. Nothing without problems.
#[component]
pub fn ErrorSummary(problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    (!problems.is_empty()).then(|| {
        let title = tr::common::problems(locale, problems.len() as u64);
        view! {
            <div class="summary mt-3 mb-6" role="alert" tabindex="-1" autofocus>
                <h2>{title}</h2>
                <ul class="grid gap-1">
                    {problems
                        .into_iter()
                        .map(|problem| {
                            if problem.field.is_empty() {
                                view! { <li class="font-semibold text-bad">{problem.text}</li> }.into_any()
                            } else {
                                view! { <li><a href=format!("#{}", problem.field) rel="external">{problem.text}</a></li> }.into_any()
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}

/// A message in the page. `kind`: `ok`, `warn`, `bad`, or nothing for a neutral one.
#[component]
pub fn Notice(
    #[prop(optional)] kind: &'static str,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: MaybeText,
    /// Read out when it appears: for results, not for what always stands there.
    #[prop(optional)]
    live: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let icon = match kind {
        "ok" => "icon-check-circle",
        "warn" => "icon-warning",
        "bad" => "icon-warning-octagon",
        _ => "icon-info",
    };
    let role = live.then_some(if kind == "bad" { "alert" } else { "status" });
    view! {
        <div class="notice" data-kind=(!kind.is_empty()).then_some(kind) role=role>
            <Icon name=icon/>
            <b>{title}</b>
            {text.0.map(|text| view! { <span class="text-base">{text}</span> })}
            {children.map(|children| view! { <div class="text-base">{children()}</div> })}
        </div>
    }
}

/// The head of a page that says something is done.
#[component]
pub fn DonePanel(#[prop(into)] title: String, #[prop(optional, into)] text: MaybeText) -> impl IntoView {
    view! {
        <div class="done-panel no-print flex items-start gap-4">
            <Icon name="icon-seal-check" class="text-ok text-3xl"/>
            <div>
                <h1 class="page-title">{title}</h1>
                {text.0.map(|text| view! { <p class="mt-1 text-ink-2">{text}</p> })}
            </div>
        </div>
    }
}
