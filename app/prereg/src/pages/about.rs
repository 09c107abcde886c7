//! UI-PRE-06: a page of the form, generated from the country's specification.

use app_forms::{FormPage, Need, pages, problems};
use app_i18n::tr;
use app_kit::{BackLink, ErrorSummary, NotFound, Page, Steps, loaded, use_locale, use_problem, use_query_value};
use leptos::{prelude::*, task::spawn_local};
use prereg_api::ApplicationView;
use schema::{Change, FormModel};
use types::LangCode;

use crate::{
    api,
    frame::steps,
    place::{Place, SIGN_IN},
};

#[component]
pub fn About(prid: String, page: usize) -> impl IntoView {
    let locale = use_locale();
    let view = Resource::new_blocking(|| (), move |()| api::application(prid.clone(), api::data_language(locale)));
    loaded(view, SIGN_IN, move |view| view! { <FormOf view=view page=page/> }.into_any())
}

#[component]
fn FormOf(view: ApplicationView, page: usize) -> impl IntoView {
    let locale = use_locale();
    let all = pages(&view.form);
    let Some(fields) = all.get(page - 1).cloned() else { return view! { <NotFound/> }.into_any() };
    let checked = use_query_value("checked").get_untracked().is_some();
    let mut form = view.form;
    if checked {
        form.check_all();
    }
    let mut found = use_problem("");
    found.extend(problems(locale, &form, &fields));
    let has_places = fields
        .iter()
        .filter_map(|id| form.field(id))
        .any(|field| matches!(field.source, Some(schema::OptionSource::Locations { parent_field: Some(_), .. })));
    let model = RwSignal::new(form);
    let on_need = Callback::new(move |need: Need| fetch(model, need));
    let prid = view.summary.prid.clone();
    let back = if page == 1 { Place::Tasks(prid.clone()) } else { Place::About(prid.clone(), page - 1) };
    let title = tr::prereg::task_about_page(locale, &page, &all.len());
    let action = format!("/_ui/prereg/{prid}/save/{page}");
    view! {
        <Page title=title.clone() width="max-w-citizen!">
            <Steps steps=steps(locale) current=1/>
            <BackLink href=back.path()/>
            <ErrorSummary problems=found/>
            <div class="mt-2 grid gap-x-12 lg:grid-cols-[minmax(0,1fr)_15rem]">
                <div class="min-w-0">
                    <h1 class="page-title">{if page == 1 { tr::prereg::about_title(locale) } else { tr::prereg::address_title(locale) }}</h1>
                    <p class="mt-2 text-base text-ink-3">{title}</p>
                    // the browser would check in its own words and language
                    <form class="mt-6 grid gap-7" method="post" action=action novalidate>
                        <FormPage model=model page=fields on_need=on_need/>
                        {has_places.then(|| view! {
                            <div class="without-script"><button class="btn" data-kind="quiet" name="then" value="stay">{tr::form::show_places(locale)}</button></div>
                        })}
                        <div class="btn-row mt-1">
                            <button class="btn" name="then" value="next">{tr::common::save_and_go_on(locale)}</button>
                            <button class="btn" data-kind="plain" name="then" value="later">{tr::common::finish_later(locale)}</button>
                        </div>
                    </form>
                </div>
                <Help/>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Help() -> impl IntoView {
    let locale = use_locale();
    view! {
        <aside class="mt-10 border-t border-line pt-5 text-base text-ink-2 lg:mt-0 lg:border-s lg:border-t-0 lg:ps-6 lg:pt-1">
            <h2 class="font-semibold text-ink">{tr::prereg::why_languages(locale)}</h2>
            <p class="mt-1">{tr::prereg::why_languages_text(locale)}</p>
            <h2 class="mt-5 font-semibold text-ink">{tr::prereg::need_help(locale)}</h2>
            <p class="mt-1">{tr::common::help_line(locale)}</p>
        </aside>
    }
}

/// Fetches the options a field needs and offers them; in the browser only.
fn fetch(model: RwSignal<FormModel>, need: Need) {
    let languages: Vec<LangCode> = model.with_untracked(|model| {
        model.context().languages.iter().filter_map(|code| LangCode::parse(code).ok()).collect()
    });
    spawn_local(async move {
        // without an answer the button for pages without scripts, or the next save, brings them
        if let Ok(choices) = api::choices(need.source, need.parent, languages).await {
            model.update(|model| {
                model.apply(Change::Offer { field: need.field, choices });
            });
        }
    });
}
