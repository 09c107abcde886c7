//! A button that asks before it posts: in a dialog, or, without scripts, on the same page.

use app_i18n::tr;
use app_kit::{Dialog, use_locale, use_query_value};
use leptos::prelude::*;

/// Posts `fields` to `action` after the question was answered. `id` tells it from others on the page.
#[component]
pub fn Asked(
    #[prop(into)] id: String,
    #[prop(into)] action: String,
    fields: Vec<(&'static str, String)>,
    #[prop(into)] text: String,
    #[prop(into)] question: String,
    #[prop(into)] explain: String,
    /// The page that asks without scripts.
    #[prop(into)]
    page: String,
    /// The words of the answer, where they are others than the button's.
    #[prop(optional, into)]
    answer: Option<String>,
) -> impl IntoView {
    let locale = use_locale();
    let asked = use_query_value("ask").get_untracked().as_deref() == Some(id.as_str());
    let answer = answer.unwrap_or_else(|| text.clone());
    let form = move || {
        let (fields, action) = (fields.clone(), action.clone());
        let answer = answer.clone();
        view! {
            <form method="post" action=action>
                {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                <button class="btn" data-kind="danger">{answer}</button>
            </form>
        }
    };
    if asked {
        let name = question.clone();
        return view! {
            <div class="notice" data-kind="warn" role="group" aria-label=name>
                <b>{question}</b>
                <span class="text-base">{explain}</span>
                <div class="btn-row mt-2">
                    {form()}
                    <a class="btn" data-kind="quiet" href=page rel="external">{tr::common::cancel(locale)}</a>
                </div>
            </div>
        }
        .into_any();
    }
    let fallback = format!("{page}?ask={id}");
    view! {
        <Dialog id=format!("{id}-dialog") open_text=text open_kind="quiet" title=question text=explain fallback=fallback>
            {form()}
            <form method="dialog">
                <button class="btn" data-kind="quiet">{tr::common::cancel(locale)}</button>
            </form>
        </Dialog>
    }
    .into_any()
}
