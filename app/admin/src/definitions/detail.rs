//! SCH-01, SCH-02: one version or draft: its fields, how it looks, what does not fit, and what can be done with it.

use app_i18n::tr;
use app_kit::{
    ConsolePage, Empty, ErrorSummary, Fact, Facts, Field, Input, Notice, Problem, Table, Tag, TextArea, loaded,
    use_locale, use_problem, use_query_value,
};
use leptos::prelude::*;
use masterdata_api::cross_check::Mismatch;
use masterdata_api::definitions::Definition;
use schema::edit::{Family, FieldDraft};

use super::preview::Preview;
use super::{api, slug, words};
use crate::pages::{mismatch_words, sign_in_for};
use crate::parts::{Asked, Breadcrumb};
use crate::place::Place;

/// The control of the document's text: problems lead here.
const JSON: &str = "json";

#[component]
pub fn Detail(family: Family, id: String) -> impl IntoView {
    let back = sign_in_for(&Place::Definition(family, id.clone()).path());
    let found = Resource::new_blocking(|| (), move |()| api::one(family, id.clone()));
    loaded(found, back, |found: Definition| view! { <Whole found=found/> }.into_any())
}

#[component]
fn Whole(found: Definition) -> impl IntoView {
    let locale = use_locale();
    let entry = found.entry.clone();
    let page = Place::Definition(entry.family, entry.id.clone()).path();
    let here = view! { <span dir="auto">{entry.title.clone()}</span> }.into_any();
    let (tile, state) = words::state(locale, &entry);
    let problems = use_problem(if found.may_change { JSON } else { "" });
    let done = match use_query_value("done").get_untracked().as_deref() {
        Some("drafted") => Some(tr::schemas::drafted(locale)),
        Some("saved") => Some(tr::schemas::saved(locale)),
        Some("published") => Some(tr::schemas::published_done(locale)),
        _ => None,
    };
    let (may_change, fields, preview) = (found.may_change, found.fields.clone(), found.preview.clone());
    let mismatches = found.mismatches.clone();
    view! {
        <ConsolePage title=format!("{} · {}", entry.title, tr::schemas::title(locale))>
            <Breadcrumb href=Place::Schemas.path() above=tr::schemas::title(locale) here=here/>
            <ErrorSummary problems=problems.clone()/>
            <div class="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
                <h1 class="page-title" dir="auto">{entry.title.clone()}</h1>
                <Tag tile=tile text=state/>
            </div>
            {done.map(|title| view! { <div class="mt-4"><Notice kind="ok" live=true title=title/></div> })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
                <div class="grid min-w-0 gap-4">
                    <About found=found.clone()/>
                    <DoesNotFit mismatches=mismatches/>
                    <Fields family=entry.family id=entry.id.clone() fields=fields may_change=may_change/>
                    <Document found=found problems=problems/>
                </div>
                <div class="grid min-w-0 gap-4">
                    {may_change.then(|| view! { <Publish family=entry.family id=entry.id.clone() page=page/> })}
                    {preview.map(|form| view! { <Preview form=form/> })}
                </div>
            </div>
        </ConsolePage>
    }
}

#[component]
fn About(found: Definition) -> impl IntoView {
    let locale = use_locale();
    let entry = found.entry;
    let is_form = entry.family == Family::Form;
    let facts = [
        Some(Fact::new(tr::schemas::kind(locale), words::family(locale, entry.family))),
        Some(Fact::new(tr::schemas::version(locale), words::version(locale, &entry))),
        is_form.then(|| {
            Fact::view(
                tr::schemas::form(locale),
                view! { <span class="id wrap-anywhere whitespace-normal!">{words::form(&entry)}</span> },
            )
        }),
        is_form.then(|| Fact::new(tr::schemas::for_schema(locale), entry.schema_version.to_string())),
        entry.effective_from.as_deref().map(|at| Fact::new(tr::schemas::effective(locale), words::moment(locale, at))),
        Some(Fact::view(tr::schemas::description(locale), view! { <span dir="auto">{found.description}</span> })),
    ];
    view! {
        <section class="card card-pad min-w-0" aria-label=tr::schemas::about(locale)>
            <Facts facts=facts.into_iter().flatten().collect()/>
        </section>
    }
}

/// What would be wrong if it were in effect.
#[component]
pub(super) fn DoesNotFit(mismatches: Vec<Mismatch>) -> impl IntoView {
    let locale = use_locale();
    (!mismatches.is_empty()).then(|| {
        view! {
            <Notice kind="warn" title=tr::cross::wrong(locale, mismatches.len() as u64)>
                <ul class="list-disc ps-5">
                    {mismatches.iter().map(|one| view! { <li class="wrap-anywhere">{mismatch_words(locale, one)}</li> }).collect_view()}
                </ul>
            </Notice>
        }
    })
}

#[component]
fn Fields(family: Family, id: String, fields: Vec<FieldDraft>, may_change: bool) -> impl IntoView {
    let locale = use_locale();
    let mut heads = vec![
        (tr::schemas::field(locale).to_owned(), false),
        (
            if family == Family::Schema { tr::schemas::field_type(locale) } else { tr::schemas::control(locale) }
                .to_owned(),
            false,
        ),
        (tr::schemas::required(locale).to_owned(), false),
    ];
    if may_change {
        heads.push((tr::schemas::action(locale).to_owned(), false));
    }
    let add = Place::DefinitionField(family, id.clone(), None).path();
    let body = if fields.is_empty() {
        view! { <div class="p-4"><Empty title=tr::schemas::no_fields(locale) text=tr::schemas::no_fields_text(locale)/></div> }
            .into_any()
    } else {
        view! {
            <Table caption=tr::schemas::fields_caption(locale) heads=heads>
                {fields
                    .into_iter()
                    .map(|field| view! { <FieldRow family=family id=id.clone() field=field may_change=may_change/> })
                    .collect_view()}
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="card min-w-0" aria-labelledby="fields">
            <div class="card-head justify-between">
                <h2 class="section-title" id="fields">{tr::schemas::fields(locale)}</h2>
                {may_change.then(|| view! { <a class="btn" data-kind="quiet" href=add>{tr::schemas::add_field(locale)}</a> })}
            </div>
            {body}
        </section>
    }
}

#[component]
fn FieldRow(family: Family, id: String, field: FieldDraft, may_change: bool) -> impl IntoView {
    let locale = use_locale();
    let label = field.labels.get(locale.code()).or_else(|| field.labels.values().next()).cloned();
    let what = if family == Family::Schema { field.type_name.clone() } else { field.control.clone() };
    let more = if family == Family::Schema { field.category.clone() } else { field.sub_type.clone() };
    let href = Place::DefinitionField(family, id.clone(), Some(field.id.clone())).path();
    let name = field.id.clone();
    let required = if field.required { tr::policy::yes(locale) } else { tr::policy::no(locale) };
    let moves = (may_change && family == Family::Form).then(|| {
        let one = |up: bool, text: &'static str, label: String| {
            view! {
                <form method="post" action="/_ui/admin/schemas/shift">
                    <input type="hidden" name="family" value=slug(family)/>
                    <input type="hidden" name="id" value=id.clone()/>
                    <input type="hidden" name="field" value=field.id.clone()/>
                    <input type="hidden" name="up" value=if up { "1" } else { "" }/>
                    <button class="btn" data-kind="plain" aria-label=label>{text}</button>
                </form>
            }
        };
        view! {
            {one(true, tr::schemas::up(locale), tr::schemas::up_field(locale, &field.id))}
            {one(false, tr::schemas::down(locale), tr::schemas::down_field(locale, &field.id))}
        }
    });
    view! {
        <tr>
            <td class="min-w-44">
                {if may_change {
                    view! { <a class="link font-medium" href=href><span class="id">{name}</span></a> }.into_any()
                } else {
                    view! { <span class="id font-medium">{name}</span> }.into_any()
                }}
                {label.map(|label| view! { <span class="mt-0.5 block text-xs text-ink-2" dir="auto">{label}</span> })}
            </td>
            <td><span class="id">{what}</span>{(!more.is_empty()).then(|| view! { <span class="mt-0.5 block text-2xs text-ink-3"><span class="id">{more}</span></span> })}</td>
            <td>{required}</td>
            {may_change.then(|| view! { <td><div class="flex flex-wrap gap-1">{moves}</div></td> })}
        </tr>
    }
}

#[component]
fn Publish(family: Family, id: String, page: String) -> impl IntoView {
    let locale = use_locale();
    let fields = vec![("family", slug(family).to_owned()), ("id", id.clone())];
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="publish">
            <h2 class="section-title" id="publish">{tr::schemas::publish(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::schemas::publish_text(locale)}</p>
            <form class="mt-3 grid gap-4" method="get" action=format!("{page}/publish")>
                <Field id="from" label=tr::schemas::publish_from(locale) hint=tr::schemas::publish_hint(locale) optional=true>
                    <Input name="from" kind="datetime-local"/>
                </Field>
                <div class="btn-row"><button class="btn">{tr::schemas::publish(locale)}</button></div>
            </form>
            <div class="mt-4 border-t border-line pt-4">
                <Asked
                    id="discard"
                    action="/_ui/admin/schemas/discard"
                    fields=fields
                    text=tr::schemas::discard(locale)
                    question=tr::schemas::discard_question(locale)
                    explain=tr::schemas::discard_text(locale)
                    page=page
                />
            </div>
        </section>
    }
}

/// The document itself: to read, and in a draft to change.
#[component]
fn Document(found: Definition, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let open = !problems.is_empty();
    let body = if found.may_change {
        view! {
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/schemas/json">
                <input type="hidden" name="family" value=slug(found.entry.family)/>
                <input type="hidden" name="id" value=found.entry.id/>
                <Field id="title" label=tr::schemas::name(locale)><Input name="title" value=found.entry.title maxlength=64/></Field>
                <Field id="description" label=tr::schemas::description(locale)>
                    <Input name="description" value=found.description maxlength=256/>
                </Field>
                <Field id=JSON label=tr::schemas::json(locale) hint=tr::schemas::json_hint(locale) error=Problem::of(&problems, JSON) lang="eng">
                    <TextArea name="json" value=found.json rows=20/>
                </Field>
                <div class="btn-row"><button class="btn">{tr::policy::save(locale)}</button></div>
            </form>
        }
        .into_any()
    } else {
        view! { <pre class="mt-3 max-h-120 overflow-auto text-xs" dir="ltr" tabindex="0" role="region" aria-label=tr::schemas::json(locale)>{found.json}</pre> }
            .into_any()
    };
    view! {
        <details class="card card-pad min-w-0" open=open>
            <summary class="section-title">{tr::schemas::json_view(locale)}</summary>
            {body}
        </details>
    }
}
