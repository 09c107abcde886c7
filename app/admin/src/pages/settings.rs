//! CFG-01, CFG-02: the country's settings, with what they are for and whether the country changed them.

use app_i18n::tr;
use app_kit::{ConsolePage, Empty, FilterLink, Table, Tag, Tile, loaded, use_locale, use_query_value};
use leptos::prelude::*;
use masterdata_api::settings::SettingView;

use crate::{api, place::Place, policy_words as words};

#[component]
pub fn Settings() -> impl IntoView {
    let own = use_query_value("own");
    let settings = Resource::new_blocking(|| (), |()| api::settings());
    loaded(settings, super::sign_in_for(&Place::Settings.path()), move |settings: Vec<SettingView>| {
        view! { <List settings=settings own=own.get_untracked().is_some()/> }.into_any()
    })
}

#[component]
fn List(settings: Vec<SettingView>, own: bool) -> impl IntoView {
    let locale = use_locale();
    let changed = settings.iter().filter(|setting| setting.value.is_some()).count() as u64;
    let all = settings.len() as u64;
    let shown: Vec<SettingView> = settings.into_iter().filter(|setting| !own || setting.value.is_some()).collect();
    let heads = vec![
        (tr::policy::setting(locale).to_owned(), false),
        (tr::policy::value(locale).to_owned(), false),
        (tr::policy::changed(locale).to_owned(), false),
    ];
    let body = if shown.is_empty() {
        view! { <div class="p-4"><Empty title=tr::policy::none(locale) text=tr::policy::none_text(locale)/></div> }
            .into_any()
    } else {
        view! {
            <Table caption=tr::policy::title(locale) heads=heads>
                {shown.into_iter().map(|setting| view! { <Row setting=setting/> }).collect_view()}
            </Table>
        }
        .into_any()
    };
    view! {
        <ConsolePage title=tr::policy::title(locale)>
            <h1 class="page-title">{tr::policy::title(locale)}</h1>
            <p class="mt-1 text-ink-2">{tr::policy::text(locale)}</p>
            <div class="card mt-4 min-w-0">
                <div class="card-head flex-wrap" role="group" aria-label=tr::admin::filter(locale)>
                    <FilterLink href=Place::Settings.path() text=tr::admin::all(locale) count=Some(all) current=!own/>
                    <FilterLink href=format!("{}?own=1", Place::Settings.path()) text=tr::policy::own(locale) count=Some(changed) current=own/>
                </div>
                {body}
            </div>
        </ConsolePage>
    }
}

#[component]
fn Row(setting: SettingView) -> impl IntoView {
    let locale = use_locale();
    let href = Place::Setting(setting.name.clone()).path();
    let own = setting.value.is_some();
    let (tile, text) =
        if own { (Tile::Done, tr::policy::own_value(locale)) } else { (Tile::None, tr::policy::default(locale)) };
    let changed = setting.changed.clone().map(|(by, at)| {
        view! { <bdi>{by}</bdi><span class="mt-0.5 block text-2xs text-ink-3">{words::moment(locale, &at)}</span> }
    });
    view! {
        <tr>
            <td class="min-w-72">
                <a class="link font-medium" href=href>{words::about(locale, &setting)}</a>
                <span class="id mt-0.5 block text-2xs text-ink-3 wrap-anywhere whitespace-normal!">{setting.name.clone()}</span>
            </td>
            <td class="min-w-40">
                <span class="block wrap-anywhere">{words::value(locale, setting.kind, words::in_force(&setting))}</span>
                <Tag tile=tile text=text/>
            </td>
            <td class="min-w-32 text-ink-2">{changed}</td>
        </tr>
    }
}
