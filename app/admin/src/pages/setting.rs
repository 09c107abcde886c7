//! CFG-01: one setting: its value, its changes, and the way back.

use app_i18n::tr;
use app_kit::{
    ConsolePage, Empty, ErrorSummary, Fact, Facts, Field, Input, Notice, Problem, Select, Table, TextArea, loaded,
    use_locale, use_problem, use_query_value,
};
use leptos::prelude::*;
use masterdata_api::settings::{SettingChange, SettingKind, SettingView};

use crate::parts::Breadcrumb;
use crate::{api, place::Place, policy_words as words};

/// The control's id: problems lead here.
const VALUE: &str = "value";

#[component]
pub fn Setting(name: String) -> impl IntoView {
    let back = super::sign_in_for(&Place::Setting(name.clone()).path());
    let setting = Resource::new_blocking(|| (), move |()| api::setting(name.clone()));
    loaded(setting, back, |(setting, changes)| view! { <Whole setting=setting changes=changes/> }.into_any())
}

#[component]
fn Whole(setting: SettingView, changes: Vec<SettingChange>) -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem(VALUE);
    let done = use_query_value("changed").get_untracked().is_some();
    let title = words::about(locale, &setting);
    let name = setting.name.clone();
    let here = view! { <span class="id">{name.clone()}</span> }.into_any();
    let facts = vec![
        Fact::view(
            tr::policy::name(locale),
            view! { <span class="id wrap-anywhere whitespace-normal!">{name.clone()}</span> },
        ),
        Fact::view(tr::policy::value(locale), lines(words::value(locale, setting.kind, words::in_force(&setting)))),
        Fact::view(tr::policy::default(locale), lines(words::value(locale, setting.kind, &setting.default))),
    ];
    view! {
        <ConsolePage title=format!("{title} · {}", tr::policy::title(locale))>
            <Breadcrumb href=Place::Settings.path() above=tr::policy::title(locale) here=here/>
            <ErrorSummary problems=problems.clone()/>
            <h1 class="page-title mt-1">{title}</h1>
            {done.then(|| view! {
                <div class="mt-4"><Notice kind="ok" live=true title=tr::policy::done(locale) text=tr::policy::done_text(locale)/></div>
            })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                <div class="grid min-w-0 gap-4">
                    <section class="card card-pad min-w-0"><Facts facts=facts class="dl"/></section>
                    <Changes name=name kind=setting.kind changes=changes/>
                </div>
                <Change setting=setting problems=problems/>
            </div>
        </ConsolePage>
    }
}

/// A value whose lines stay lines.
fn lines(value: String) -> impl IntoView {
    view! { <span class="whitespace-pre-line">{value}</span> }
}

#[component]
fn Changes(name: String, kind: SettingKind, changes: Vec<SettingChange>) -> impl IntoView {
    let locale = use_locale();
    let heads = vec![
        (tr::policy::value(locale).to_owned(), false),
        (tr::policy::changed(locale).to_owned(), false),
        (tr::policy::back(locale).to_owned(), false),
    ];
    let body = if changes.is_empty() {
        view! { <div class="p-4"><Empty title=tr::policy::no_changes(locale) text=tr::policy::no_changes_text(locale)/></div> }
            .into_any()
    } else {
        let newest = changes.first().map(|change| change.version);
        view! {
            <Table caption=tr::policy::history(locale) heads=heads>
                {changes
                    .into_iter()
                    .map(|change| {
                        let value = match &change.value {
                            Some(value) => words::value(locale, kind, value),
                            None => tr::policy::default(locale).to_owned(),
                        };
                        let back = (newest != Some(change.version)).then(|| view! {
                            <form method="post" action="/_ui/admin/settings/back">
                                <input type="hidden" name="name" value=name.clone()/>
                                <input type="hidden" name="version" value=change.version/>
                                <button class="btn" data-kind="quiet">{tr::policy::back(locale)}</button>
                            </form>
                        });
                        view! {
                            <tr>
                                <td class="min-w-40 wrap-anywhere">{lines(value)}</td>
                                <td class="min-w-40 text-ink-2">
                                    <bdi>{change.changed_by}</bdi>
                                    <span class="mt-0.5 block text-2xs text-ink-3">{words::moment(locale, &change.changed_at)}</span>
                                </td>
                                <td>{back}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </Table>
        }
        .into_any()
    };
    view! {
        <div class="card min-w-0">
            <div class="card-head"><h2 class="section-title" id="history">{tr::policy::history(locale)}</h2></div>
            {body}
        </div>
    }
}

#[component]
fn Change(setting: SettingView, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let value = words::in_force(&setting).to_owned();
    let error = Problem::of(&problems, VALUE);
    let own = setting.value.is_some();
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="change">
            <h2 class="section-title" id="change">{tr::policy::change(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::policy::change_text(locale)}</p>
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/settings/change">
                <input type="hidden" name="name" value=setting.name.clone()/>
                <Field id=VALUE label=tr::policy::value(locale) hint=words::hint(locale, setting.kind) error=error>
                    <Control kind=setting.kind value=value/>
                </Field>
                <button class="btn">{tr::policy::save(locale)}</button>
            </form>
            {own.then(|| view! {
                <form class="mt-3" method="post" action="/_ui/admin/settings/default">
                    <input type="hidden" name="name" value=setting.name.clone()/>
                    <button class="btn" data-kind="quiet">{tr::policy::to_default(locale)}</button>
                </form>
            })}
        </section>
    }
}

/// The control of a kind of setting; it takes its id from the field around it.
#[component]
fn Control(kind: SettingKind, value: String) -> impl IntoView {
    let locale = use_locale();
    match kind {
        SettingKind::Flag => {
            let options =
                ["true", "false"].map(|word| (word.to_owned(), words::value(locale, SettingKind::Flag, word))).to_vec();
            view! { <Select name="value" options=options value=value/> }.into_any()
        }
        SettingKind::Number => view! { <Input name="value" value=value inputmode="numeric" is_id=true/> }.into_any(),
        SettingKind::ApplicantTypes => view! { <TextArea name="value" value=value rows=20/> }.into_any(),
        SettingKind::Text | SettingKind::Languages => view! { <Input name="value" value=value is_id=true/> }.into_any(),
    }
}
