//! ADM-13: who works here: searched, narrowed, one page after the other.

use app_i18n::{Locale, tr};
use app_kit::{ConsolePage, Empty, FilterLink, Icon, Pager, Table, Tag, Tile, loaded, use_locale, use_query_value};
use iam_api::staff::{StaffEntry, StaffPage, StaffState};
use leptos::prelude::*;

use crate::account_api;
use crate::place::{Place, encoded};

const STATES: [StaffState; 4] = [StaffState::Active, StaffState::Locked, StaffState::Invited, StaffState::Inactive];

/// How a state is drawn and named.
pub fn state(locale: Locale, state: StaffState) -> (Tile, &'static str) {
    match state {
        StaffState::Active => (Tile::Done, tr::users::state_active(locale)),
        StaffState::Locked => (Tile::Waits, tr::users::state_locked(locale)),
        StaffState::Invited => (Tile::None, tr::users::state_invited(locale)),
        StaffState::Inactive => (Tile::Failed, tr::users::state_inactive(locale)),
    }
}

#[component]
pub fn Users() -> impl IntoView {
    let (search, state, after) = (use_query_value("q"), use_query_value("state"), use_query_value("after"));
    let users = Resource::new_blocking(
        move || (search.get(), state.get(), after.get()),
        |(search, state, after)| account_api::users(search, state, after),
    );
    loaded(users, super::sign_in_for(&Place::Users.path()), move |page: StaffPage| {
        let asked = Asked {
            search: search.get_untracked().unwrap_or_default(),
            state: state.get_untracked().as_deref().and_then(StaffState::parse),
            later: after.get_untracked().is_some(),
        };
        view! { <List page=page asked=asked/> }.into_any()
    })
}

/// What the address asks for.
#[derive(Clone, Default)]
struct Asked {
    search: String,
    state: Option<StaffState>,
    later: bool,
}

/// The list's address.
fn href(search: &str, state: Option<StaffState>, after: Option<&str>) -> String {
    let pairs = [
        Some(search).filter(|text| !text.is_empty()).map(|text| format!("q={}", encoded(text))),
        state.map(|state| format!("state={}", state.name())),
        after.map(|id| format!("after={}", encoded(id))),
    ];
    let query: Vec<String> = pairs.into_iter().flatten().collect();
    let path = Place::Users.path();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

#[component]
fn List(page: StaffPage, asked: Asked) -> impl IntoView {
    let locale = use_locale();
    let StaffPage { entries, total, more, .. } = page;
    let heads = vec![
        (tr::users::user(locale).to_owned(), false),
        (tr::users::roles(locale).to_owned(), false),
        (tr::users::zone(locale).to_owned(), false),
        (tr::users::state(locale).to_owned(), false),
    ];
    let next = entries.last().filter(|_| more).map(|last| href(&asked.search, asked.state, Some(&last.user_id)));
    let first = asked.later.then(|| href(&asked.search, asked.state, None));
    let body = if entries.is_empty() {
        view! { <div class="p-4"><Empty title=tr::users::none(locale) text=tr::users::none_text(locale)/></div> }
            .into_any()
    } else {
        view! {
            <Table caption=tr::users::caption(locale) heads=heads>
                {entries.into_iter().map(|entry| view! { <Row entry=entry/> }).collect_view()}
            </Table>
            <p class="border-t border-line px-3 py-2 text-xs text-ink-3">{tr::users::count(locale, total)}</p>
            <Pager previous=first next=next/>
        }
        .into_any()
    };
    let filters = std::iter::once((None, tr::admin::all(locale)))
        .chain(STATES.into_iter().map(|one| (Some(one), state(locale, one).1)))
        .map(|(one, text)| {
            view! { <FilterLink href=href(&asked.search, one, None) text=text current=asked.state == one/> }
        })
        .collect_view();
    view! {
        <ConsolePage title=tr::users::title(locale)>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::users::title(locale)}</h1>
                <a class="btn" href=Place::NewUser.path()><Icon name="icon-user-plus"/>{tr::users::new(locale)}</a>
            </div>
            <p class="mt-1 text-ink-2">{tr::users::text(locale)}</p>
            <form class="mt-4 flex flex-wrap items-end gap-3" method="get" action=Place::Users.path()>
                {asked.state.map(|state| view! { <input type="hidden" name="state" value=state.name()/> })}
                <label class="field min-w-0 flex-1 lg:max-w-md">
                    <span class="label">{tr::users::search(locale)}</span>
                    <input class="input" type="search" name="q" autocomplete="off" dir="auto" value=asked.search.clone()/>
                </label>
                <button class="btn" data-kind="quiet">{tr::admin::find(locale)}</button>
            </form>
            <section class="card mt-4 min-w-0" aria-label=tr::users::title(locale)>
                <div class="card-head flex-wrap" role="group" aria-label=tr::admin::filter(locale)>{filters}</div>
                {body}
            </section>
        </ConsolePage>
    }
}

#[component]
fn Row(entry: StaffEntry) -> impl IntoView {
    let locale = use_locale();
    let (tile, text) = state(locale, entry.state);
    view! {
        <tr>
            <td class="min-w-48">
                <a class="link font-medium" href=Place::User(entry.user_id.clone()).path()><bdi class="id">{entry.user_id.clone()}</bdi></a>
                <span class="block"><bdi>{entry.name}</bdi></span>
                <span class="block text-2xs text-ink-3"><bdi>{entry.email}</bdi></span>
            </td>
            <td class="min-w-56">
                <span class="flex flex-wrap gap-1">
                    {entry.roles.into_iter().map(|role| view! { <span class="tag"><bdi>{role}</bdi></span> }).collect_view()}
                </span>
            </td>
            <td><bdi class="id">{entry.zone}</bdi></td>
            <td class="min-w-40"><Tag tile=tile text=text/></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_search_state_and_place() {
        assert_eq!(href("", None, None), "/admin/users");
        let asked = href("a b&c", Some(StaffState::Locked), Some("x@y.example"));
        assert_eq!(asked, "/admin/users?q=a%20b%26c&state=locked&after=x%40y.example");
    }
}
