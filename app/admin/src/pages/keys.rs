//! UI-ADM-26: keys by application, how long they are valid and what comes after them.

use app_i18n::tr;
use app_kit::{ConsolePage, Empty, FilterLink, Pager, Table, Tag, loaded, use_locale, use_query_value};
use keymgr_api::admin::{KeyPage, KeySummary};
use leptos::prelude::*;
use types::Timestamp;

use crate::{api, key_words as words, place::Place};

#[component]
pub fn Keys() -> impl IntoView {
    let (application, after) = (use_query_value("app"), use_query_value("after"));
    let keys = Resource::new_blocking(
        move || (application.get(), after.get()),
        |(application, after)| api::keys(application, after),
    );
    loaded(keys, super::sign_in_for(&Place::Keys.path()), move |page: KeyPage| {
        view! { <List page=page asked=application.get_untracked() later=after.get_untracked().is_some()/> }.into_any()
    })
}

/// The list's address for an application.
fn href(application: Option<&str>, after: Option<&KeySummary>) -> String {
    let pairs = [
        application.map(|name| format!("app={name}")),
        after.map(|key| format!("after={}/{}", key.application_id, key.reference_id)),
    ];
    let query: Vec<String> = pairs.into_iter().flatten().collect();
    let path = Place::Keys.path();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

#[component]
fn List(page: KeyPage, asked: Option<String>, later: bool) -> impl IntoView {
    let locale = use_locale();
    let KeyPage { keys, applications, more, now } = page;
    let heads = vec![
        (tr::keys::key(locale).to_owned(), false),
        (tr::keys::purpose(locale).to_owned(), false),
        (tr::keys::state(locale).to_owned(), false),
        (tr::keys::next_key(locale).to_owned(), false),
        (tr::keys::earlier(locale).to_owned(), true),
    ];
    let next = keys.last().filter(|_| more).map(|last| href(asked.as_deref(), Some(last)));
    let first = later.then(|| href(asked.as_deref(), None));
    let body = if keys.is_empty() {
        view! { <div class="p-4"><Empty title=tr::keys::none(locale) text=tr::keys::none_text(locale)/></div> }
            .into_any()
    } else {
        view! {
            <Table caption=tr::keys::caption(locale) heads=heads>
                {keys.into_iter().map(|key| view! { <Row key=key now=now/> }).collect_view()}
            </Table>
            <Pager previous=first next=next/>
        }
        .into_any()
    };
    view! {
        <ConsolePage title=tr::keys::title(locale)>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::keys::title(locale)}</h1>
                <div class="btn-row">
                    <a class="btn" data-kind="quiet" href="/.well-known/jwks.json" rel="external">{tr::keys::public_keys(locale)}</a>
                    <a class="btn" data-kind="quiet" href=Place::Trust.path()>{tr::keys::to_trust(locale)}</a>
                </div>
            </div>
            <p class="mt-1 text-ink-2">{tr::keys::text(locale)}</p>
            <section class="card mt-4 min-w-0" aria-label=tr::keys::title(locale)>
                <div class="card-head flex-wrap" role="group" aria-label=tr::admin::filter(locale)>
                    <FilterLink href=href(None, None) text=tr::admin::all(locale) current=asked.is_none()/>
                    {applications
                        .into_iter()
                        .map(|name| {
                            let current = asked.as_deref() == Some(name.as_str());
                            view! { <FilterLink href=href(Some(&name), None) text=name current=current/> }
                        })
                        .collect_view()}
                </div>
                {body}
            </section>
        </ConsolePage>
    }
}

#[component]
fn Row(key: KeySummary, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let href = Place::Key(key.application_id.clone(), key.reference_id.clone()).path();
    let (tile, state) = words::state(locale, &key, now);
    let reference = if key.reference_id.is_empty() {
        view! { <span class="text-2xs text-ink-3">{words::no_reference(locale, key.purpose)}</span> }.into_any()
    } else {
        view! { <span class="id text-xs">{key.reference_id.clone()}</span> }.into_any()
    };
    let earlier = (key.earlier > 0).then_some(key.earlier);
    view! {
        <tr>
            <td class="min-w-48">
                <a class="link font-medium" href=href><span class="id">{key.application_id.clone()}</span></a>
                <br/>
                {reference}
            </td>
            <td class="min-w-48 text-ink-2">{words::purpose(locale, key.purpose)}</td>
            <td class="min-w-40">
                <Tag tile=tile text=state/>
                <span class="mt-0.5 block text-xs text-ink-2">
                    {tr::keys::valid_until(locale)}" "{words::day(locale, key.valid_until)}
                </span>
            </td>
            <td class="min-w-40 text-ink-2">{words::renewal(locale, &key, now)}</td>
            <td class="num">{earlier}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_application_and_place() {
        assert_eq!(href(None, None), "/admin/keys");
        assert_eq!(href(Some("IDA"), None), "/admin/keys?app=IDA");
    }
}
