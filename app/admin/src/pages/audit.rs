//! UI-ADM audit: what happened, who did it, and to what. Rows name nobody; they are looked up letter by letter.

use app_i18n::tr;
use app_kit::{ConsolePage, Empty, Field, Input, Notice, Pager, Table, loaded, use_locale, use_query_value};
use kernel_api::audit_search::{AuditEntry, AuditList};
use leptos::prelude::*;

use crate::{api, audit_filter::Filter, place::Place, words};

#[component]
pub fn Audit() -> impl IntoView {
    let value = |name: &'static str| {
        let value = use_query_value(name);
        move || value.get().unwrap_or_default()
    };
    let (from, until, event, actor) = (value("from"), value("until"), value("event"), value("actor"));
    let (module, reference, after) = (value("module"), value("ref"), value("after"));
    let filter = Memo::new(move |_| Filter {
        from: from(),
        until: until(),
        event: event(),
        actor: actor(),
        module: module(),
        reference: reference(),
        after: after(),
    });
    let rows = Resource::new_blocking(move || filter.get(), api::audit);
    loaded(rows, super::sign_in_for(&Place::Audit.path()), move |list: AuditList| {
        view! { <Whole list=list filter=filter.get_untracked()/> }.into_any()
    })
}

#[component]
fn Whole(list: AuditList, filter: Filter) -> impl IntoView {
    let locale = use_locale();
    let path = Place::Audit.path();
    let export = filter.href("/_ui/admin/audit/export", None);
    view! {
        <ConsolePage title=tr::audit::title(locale)>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::audit::title(locale)}</h1>
                <a class="btn" data-kind="quiet" href=export rel="external" download="audit.csv">{tr::audit::export(locale)}</a>
            </div>
            <p class="mt-1 text-ink-2">{tr::audit::text(locale)}</p>
            <Conditions filter=filter.clone()/>
            {list.cut.then(|| view! {
                <div class="mt-4"><Notice kind="warn" title=tr::audit::cut(locale) text=tr::audit::cut_text(locale)/></div>
            })}
            <Rows list=list filter=filter path=path/>
        </ConsolePage>
    }
}

/// A plain GET form: what is looked for stands in the address.
#[component]
fn Conditions(filter: Filter) -> impl IntoView {
    let locale = use_locale();
    let path = Place::Audit.path();
    let is_set = filter.is_set();
    view! {
        <form class="card card-pad mt-4 grid gap-4 sm:grid-cols-2 xl:grid-cols-3" method="get" action=path>
            <Field id="from" label=tr::audit::from(locale) hint=tr::audit::utc(locale) optional=true>
                <Input name="from" kind="date" value=filter.from/>
            </Field>
            <Field id="until" label=tr::audit::until(locale) hint=tr::audit::utc(locale) optional=true>
                <Input name="until" kind="date" value=filter.until/>
            </Field>
            <Field id="event" label=tr::audit::event_id(locale) optional=true>
                <Input name="event" value=filter.event is_id=true maxlength=64/>
            </Field>
            <Field id="actor" label=tr::audit::actor(locale) optional=true>
                <Input name="actor" value=filter.actor is_id=true maxlength=256/>
            </Field>
            <Field id="module" label=tr::audit::module(locale) optional=true>
                <Input name="module" value=filter.module is_id=true maxlength=128/>
            </Field>
            <Field id="ref" label=tr::audit::reference(locale) optional=true>
                <Input name="ref" value=filter.reference is_id=true maxlength=128/>
            </Field>
            <div class="btn-row sm:col-span-2 xl:col-span-3">
                <button class="btn">{tr::admin::find(locale)}</button>
                {is_set.then(|| view! { <a class="btn" data-kind="plain" href=Place::Audit.path()>{tr::admin::clear(locale)}</a> })}
            </div>
        </form>
    }
}

#[component]
fn Rows(list: AuditList, filter: Filter, path: String) -> impl IntoView {
    let locale = use_locale();
    let next = list.next.as_deref().map(|next| filter.href(&path, Some(next)));
    let first = (!filter.after.is_empty()).then(|| filter.href(&path, None));
    if list.entries.is_empty() {
        let (title, text) = match (list.cut, filter.is_set()) {
            (true, _) => (tr::audit::none_yet(locale), tr::audit::cut_text(locale)),
            (false, true) => (tr::audit::no_match(locale), tr::audit::no_match_text(locale)),
            (false, false) => (tr::audit::none(locale), tr::audit::none_text(locale)),
        };
        return view! {
            <div class="mt-4"><Empty title=title text=text/></div>
            <Pager previous=first next=next/>
        }
        .into_any();
    }
    let heads = vec![
        (tr::audit::when(locale).to_owned(), false),
        (tr::audit::event(locale).to_owned(), false),
        (tr::audit::actor(locale).to_owned(), false),
        (tr::audit::about(locale).to_owned(), false),
    ];
    view! {
        <section class="card mt-4 min-w-0" aria-label=tr::audit::title(locale)>
            <Table caption=tr::audit::caption(locale) heads=heads>
                {list.entries.into_iter().map(|entry| view! { <Row entry=entry/> }).collect_view()}
            </Table>
            <Pager previous=first next=next/>
        </section>
    }
    .into_any()
}

#[component]
fn Row(entry: AuditEntry) -> impl IntoView {
    let locale = use_locale();
    let href = Place::AuditEntry(entry.source.clone(), entry.id.clone()).path();
    let when = format!("{} · {}", words::moment(locale, entry.logged_at), words::clock(entry.logged_at));
    view! {
        <tr>
            <td class="min-w-40"><bdi>{when}</bdi></td>
            <td class="min-w-64">
                <a class="link font-medium" href=href><span class="id wrap-anywhere">{entry.event_name}</span></a>
                <span class="mt-0.5 block text-2xs text-ink-3">
                    <span class="id">{entry.event_id}</span>" · "<bdi>{entry.module_name}</bdi>
                </span>
            </td>
            <td class="min-w-32"><bdi class="wrap-anywhere">{entry.session_user_id}</bdi></td>
            <td class="min-w-48">
                {entry.ref_type.map(|kind| view! { <span class="text-2xs text-ink-3"><bdi>{kind}</bdi></span><br/> })}
                {entry.ref_id.map(|id| view! { <span class="id text-xs wrap-anywhere whitespace-normal!">{id}</span> })}
            </td>
        </tr>
    }
}
