//! SCH-02: the question before a draft is published: nothing that was published changes any more.

use app_i18n::tr;
use app_kit::{ConsolePage, ErrorSummary, loaded, use_locale, use_problem, use_query_value};
use leptos::prelude::*;
use masterdata_api::definitions::Definition;
use schema::edit::Family;

use super::detail::DoesNotFit;
use super::{api, slug};
use crate::pages::{FirstConfirm, sign_in_for};
use crate::parts::Breadcrumb;
use crate::place::Place;

#[component]
pub fn Publish(family: Family, id: String) -> impl IntoView {
    let back = sign_in_for(&Place::Publish(family, id.clone()).path());
    let found = Resource::new_blocking(|| (), move |()| api::one(family, id.clone()));
    loaded(found, back, |found: Definition| view! { <Question found=found/> }.into_any())
}

#[component]
fn Question(found: Definition) -> impl IntoView {
    let locale = use_locale();
    let entry = found.entry;
    let (family, id) = (entry.family, entry.id.clone());
    let page = Place::Definition(family, id.clone()).path();
    let here = view! { <span>{tr::schemas::publish(locale)}</span> }.into_any();
    let from = use_query_value("from").get_untracked().unwrap_or_default();
    let when = match from.as_str() {
        "" => tr::schemas::publish_now(locale).to_owned(),
        from => tr::schemas::publish_at(locale, &from.replace('T', " ")),
    };
    view! {
        <ConsolePage title=format!("{} · {}", tr::schemas::publish(locale), entry.title)>
            <Breadcrumb href=page.clone() above=entry.title.clone() here=here/>
            <ErrorSummary problems=use_problem("")/>
            <div class="max-w-text">
                <h1 class="page-title mt-1">{tr::schemas::publish_question(locale, &entry.title)}</h1>
                <p class="mt-2">{when}</p>
                <p class="mt-1 text-ink-2">{tr::schemas::publish_text(locale)}</p>
                <div class="mt-4"><DoesNotFit mismatches=found.mismatches/></div>
                {if found.fresh {
                    view! {
                        <form class="btn-row mt-6" method="post" action="/_ui/admin/schemas/publish">
                            <input type="hidden" name="family" value=slug(family)/>
                            <input type="hidden" name="id" value=id/>
                            <input type="hidden" name="from" value=from/>
                            <button class="btn">{tr::schemas::publish(locale)}</button>
                            <a class="btn" data-kind="quiet" href=page>{tr::common::cancel(locale)}</a>
                        </form>
                    }
                    .into_any()
                } else {
                    view! { <FirstConfirm next=Place::Publish(family, id).path()/> }.into_any()
                }}
            </div>
        </ConsolePage>
    }
}
