//! SCH-02: every version and draft of the identity schema and of the forms.

use app_i18n::tr;
use app_kit::{ConsolePage, Empty, ErrorSummary, Notice, Table, Tag, loaded, use_locale, use_problem, use_query_value};
use leptos::prelude::*;
use masterdata_api::definitions::DefinitionEntry;
use schema::edit::Family;

use super::{api, slug, words};
use crate::pages::sign_in_for;
use crate::place::Place;

#[component]
pub fn List() -> impl IntoView {
    let all = Resource::new_blocking(|| (), |()| api::list());
    loaded(all, sign_in_for(&Place::Schemas.path()), |all: Vec<DefinitionEntry>| view! { <Whole all=all/> }.into_any())
}

#[component]
fn Whole(all: Vec<DefinitionEntry>) -> impl IntoView {
    let locale = use_locale();
    let discarded = use_query_value("done").get_untracked().as_deref() == Some("discarded");
    let (schemas, forms): (Vec<_>, Vec<_>) = all.into_iter().partition(|entry| entry.family == Family::Schema);
    view! {
        <ConsolePage title=tr::schemas::title(locale)>
            <ErrorSummary problems=use_problem("")/>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::schemas::title(locale)}</h1>
                <a class="btn" data-kind="quiet" href=Place::CrossCheck.path()>{tr::cross::title(locale)}</a>
            </div>
            <p class="mt-1 max-w-text text-ink-2">{tr::schemas::text(locale)}</p>
            {discarded.then(|| view! { <div class="mt-4"><Notice kind="ok" live=true title=tr::schemas::discarded(locale)/></div> })}
            <Family family=Family::Schema entries=schemas/>
            <Family family=Family::Form entries=forms/>
        </ConsolePage>
    }
}

#[component]
fn Family(family: Family, entries: Vec<DefinitionEntry>) -> impl IntoView {
    let locale = use_locale();
    let (title, caption) = match family {
        Family::Schema => (tr::schemas::schemas(locale), tr::schemas::schemas_caption(locale)),
        Family::Form => (tr::schemas::forms(locale), tr::schemas::forms_caption(locale)),
    };
    let heads = vec![
        (tr::schemas::name(locale).to_owned(), false),
        (tr::schemas::version(locale).to_owned(), true),
        (tr::schemas::state(locale).to_owned(), false),
        (tr::schemas::changed(locale).to_owned(), false),
        (tr::schemas::action(locale).to_owned(), false),
    ];
    let body = if entries.is_empty() {
        view! { <div class="p-4"><Empty title=tr::schemas::none(locale) text=tr::schemas::none_text(locale)/></div> }
            .into_any()
    } else {
        view! {
            <Table caption=caption heads=heads>
                {entries.into_iter().map(|entry| view! { <Row entry=entry/> }).collect_view()}
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="card mt-4 min-w-0" aria-labelledby=slug(family)>
            <div class="card-head"><h2 class="section-title" id=slug(family)>{title}</h2></div>
            {body}
        </section>
    }
}

#[component]
fn Row(entry: DefinitionEntry) -> impl IntoView {
    let locale = use_locale();
    let href = Place::Definition(entry.family, entry.id.clone()).path();
    let (tile, state) = words::state(locale, &entry);
    let from = entry.effective_from.as_deref().filter(|_| entry.published);
    let from = from.map(|at| tr::schemas::from(locale, &words::moment(locale, at)));
    let below = (entry.family == Family::Form)
        .then(|| format!("{} · {}", words::form(&entry), tr::schemas::fills(locale, &entry.schema_version)));
    let name = tr::schemas::draft_from(locale, &entry.title);
    view! {
        <tr>
            <td class="min-w-56">
                <a class="link font-medium" href=href dir="auto">{entry.title.clone()}</a>
                {below.map(|below| view! { <span class="mt-0.5 block text-2xs text-ink-3">{below}</span> })}
            </td>
            <td class="num">{words::version(locale, &entry)}</td>
            <td class="min-w-40">
                <Tag tile=tile text=state/>
                {from.map(|from| view! { <span class="mt-0.5 block text-xs text-ink-2">{from}</span> })}
            </td>
            <td class="min-w-40 text-ink-2">
                <bdi>{entry.changed_by.clone()}</bdi>
                <span class="mt-0.5 block text-2xs text-ink-3">{words::moment(locale, &entry.changed_at)}</span>
            </td>
            <td>
                <form method="post" action="/_ui/admin/schemas/draft">
                    <input type="hidden" name="family" value=slug(entry.family)/>
                    <input type="hidden" name="id" value=entry.id/>
                    <button class="btn" data-kind="quiet" aria-label=name>{tr::schemas::new_draft(locale)}</button>
                </form>
            </td>
        </tr>
    }
}
