//! UI-PRE-07: documents, one plain upload form per category.

use app_i18n::{Locale, tr};
use app_kit::{
    BackLink, ErrorSummary, Field, FileInput, Icon, Input, Page, Problem, Select, Steps, Tag, Tile, loaded, use_locale,
    use_problem, use_query_value,
};
use leptos::prelude::*;
use prereg_api::{ApplicationView, DocumentNeed, DocumentSummary};

use crate::{
    api,
    frame::steps,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Documents(prid: String) -> impl IntoView {
    let locale = use_locale();
    let view = Resource::new_blocking(|| (), move |()| api::application(prid.clone(), api::data_language(locale)));
    loaded(view, SIGN_IN, |view| view! { <List view=view/> }.into_any())
}

fn file_id(category: &str) -> String {
    format!("file-{category}")
}

#[component]
fn List(view: ApplicationView) -> impl IntoView {
    let locale = use_locale();
    let at = use_query_value("at").get_untracked();
    let mut problems = use_problem("");
    if let Some(category) = &at {
        for problem in &mut problems {
            problem.field = file_id(category);
        }
    }
    let prid = view.summary.prid.clone();
    let needs: Vec<_> = view
        .documents
        .into_iter()
        .map(|need| {
            let error = Problem::of(&problems, &file_id(&need.category));
            view! { <Need prid=prid.clone() need=need error=error/> }
        })
        .collect();
    view! {
        <Page title=tr::prereg::documents_title(locale) width="max-w-text!">
            <Steps steps=steps(locale) current=2/>
            <BackLink href=Place::Tasks(prid.clone()).path()/>
            <ErrorSummary problems=problems/>
            <h1 class="page-title mt-2">{tr::prereg::documents_title(locale)}</h1>
            <p class="mt-2 text-ink-2">{tr::prereg::documents_text(locale)}</p>
            <div class="mt-6 grid gap-5">{needs}</div>
            <div class="btn-row mt-8">
                <a class="btn" href=Place::Check(prid.clone()).path()>{tr::common::go_on(locale)}</a>
                <a class="btn" data-kind="plain" href="/prereg?saved=1">{tr::common::finish_later(locale)}</a>
            </div>
        </Page>
    }
}

#[component]
fn Need(prid: String, need: DocumentNeed, error: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let category = need.category.clone();
    let title_id = format!("need-{category}");
    let labelled_by = title_id.clone();
    let uploaded = need.uploaded.is_some();
    let (tile, words) = match (uploaded, need.required) {
        (true, _) => (Tile::Done, tr::prereg::task_done(locale)),
        (false, true) => (Tile::Waits, tr::prereg::document_needed(locale)),
        (false, false) => (Tile::None, tr::prereg::document_optional(locale)),
    };
    let type_name = need
        .uploaded
        .as_ref()
        .and_then(|found| need.types.iter().find(|(code, _)| *code == found.type_code))
        .map(|(_, name)| name.clone());
    view! {
        <section class="card card-pad" aria-labelledby=labelled_by>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h2 class="section-title" id=title_id>{need.name.clone()}</h2>
                <Tag tile=tile text=words/>
            </div>
            {need.uploaded.map(|document| view! { <Uploaded prid=prid.clone() document=document type_name=type_name/> })}
            <details class="mt-3" open=!uploaded>
                <summary class="link cursor-pointer py-2" class:sr-only=!uploaded>{tr::prereg::replace_document(locale)}</summary>
                <Upload prid=prid.clone() category=category types=need.types error=error locale=locale/>
            </details>
        </section>
    }
}

#[component]
fn Uploaded(prid: String, document: DocumentSummary, type_name: Option<String>) -> impl IntoView {
    let locale = use_locale();
    let kilobytes = document.bytes.div_ceil(1024);
    let base = format!("/_ui/prereg/{prid}/document/{}", document.id);
    let remove = format!("{base}/remove");
    view! {
        <div class="mt-3 flex items-center gap-3">
            <span class="glyph" data-size="sm" data-kind="ok"><Icon name="icon-file-text"/></span>
            <span class="min-w-0">
                <a class="link block truncate font-semibold" href=base target="_blank" rel="external noopener"><bdi>{document.file_name.clone()}</bdi></a>
                <span class="text-base text-ink-3">{type_name.map(|name| format!("{name}, "))}<bdi>{format!("{kilobytes} KB")}</bdi></span>
            </span>
            <form class="ms-auto" method="post" action=remove>
                <button class="btn" data-kind="plain" data-icon="" aria-label=format!("{}: {}", tr::common::remove(locale), document.file_name)>
                    <Icon name="icon-trash"/>
                </button>
            </form>
        </div>
    }
}

#[component]
fn Upload(
    prid: String,
    category: String,
    types: Vec<(String, String)>,
    error: Option<String>,
    locale: Locale,
) -> impl IntoView {
    let action = format!("/_ui/prereg/{prid}/upload/{category}");
    let only = if let [(code, _)] = types.as_slice() { code.clone() } else { String::new() };
    view! {
        <form class="mt-2 grid gap-5" method="post" action=action enctype="multipart/form-data">
            <Field id=format!("type-{category}") label=tr::prereg::document_type(locale)>
                <Select name="type" options=types value=only/>
            </Field>
            <Field id=format!("reference-{category}") label=tr::prereg::document_reference(locale) optional=true>
                <Input name="reference" is_id=true maxlength=50/>
            </Field>
            <Field id=file_id(&category) label=tr::prereg::document_file(locale) hint=tr::prereg::document_file_hint(locale) error=error>
                <FileInput name="file" accept=".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"/>
            </Field>
            <div class="btn-row"><button class="btn" data-kind="quiet"><Icon name="icon-file-arrow-up"/>{tr::prereg::upload(locale)}</button></div>
        </form>
    }
}
