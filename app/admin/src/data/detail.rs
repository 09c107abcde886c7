//! One entry: its languages side by side, each in its own direction; who needs it, what it was, what can be done.

use app_i18n::{data_language, tr};
use app_kit::{ConsolePage, Dialog, Fact, Facts, Notice, Tag, Tile, Timeline, TimelineEntry, loaded, use_locale};
use leptos::prelude::*;

use super::parts::{IconLink, Way, cell, use_search};
use super::shape::{Cell, DeedButton, EntryPage, State};
use super::{DataPlace, api};
use crate::pages::sign_in_for;

#[component]
pub fn Entry(slug: String, code: String) -> impl IntoView {
    let locale = use_locale();
    let search = use_search();
    let back = sign_in_for(&DataPlace::Entry(slug.clone(), code.clone()).path());
    let page = Resource::new_blocking(
        move || search.get(),
        move |search| api::entry(slug.clone(), code.clone(), search, locale.code().to_owned()),
    );
    loaded(page, back, |page| view! { <Whole page=page/> }.into_any())
}

/// What an entry is called, for the title of the browser's tab.
fn plain(title: &Cell, code: &str) -> String {
    match title {
        Cell::Text(text) | Cell::Spoken(_, text) | Cell::Id(text) | Cell::Number(text) => text.clone(),
        Cell::Nothing | Cell::Status(_) | Cell::Long(..) => code.to_owned(),
    }
}

#[component]
fn Whole(page: EntryPage) -> impl IntoView {
    let locale = use_locale();
    let name = plain(&page.title, &page.code);
    let asked = page.asked.clone().and_then(|deed| page.deeds.iter().find(|one| one.deed == deed).cloned());
    let above = vec![(page.list.clone(), page.entity.clone())];
    let here = view! { <bdi>{name.clone()}</bdi> }.into_any();
    let status = page.active.map(|active| {
        let (tile, text) =
            if active { (Tile::Done, tr::data::active(locale)) } else { (Tile::None, tr::data::inactive(locale)) };
        view! { <Tag tile=tile text=text/> }
    });
    let edit = |(language, href): (String, String)| {
        let text = if language.is_empty() {
            tr::common::change(locale).to_owned()
        } else {
            tr::data::edit_in(locale, &language)
        };
        view! { <IconLink href=href icon="icon-pencil-simple" text=text/> }
    };
    let add = |(language, href): (String, String)| {
        view! { <IconLink href=href icon="icon-translate" text=tr::data::add_language(locale, &language)/> }
    };
    let edits = page.edit.clone().into_iter().map(edit).collect_view();
    let adds = page.add.clone().into_iter().map(add).collect_view();
    let (act, code, path) = (page.act.clone(), page.code.clone(), page.here.clone());
    let deed = |deed: DeedButton| {
        view! { <Deed deed=deed act=act.clone() code=code.clone() here=path.clone()/> }
    };
    let deeds = page.deeds.clone().into_iter().map(deed).collect_view();
    view! {
        <ConsolePage title=format!("{name} · {}", page.entity)>
            <Way above=above here=here/>
            <div class="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
                <h1 class="page-title">{cell(page.title.clone())}</h1>
                {status}
                <span class="id text-ink-3">{page.code.clone()}</span>
            </div>
            {page.done.clone().map(|text| view! { <div class="mt-4"><Notice kind="ok" live=true title=text/></div> })}
            {page.problem.clone().map(|text| view! { <div class="mt-4"><Notice kind="bad" live=true title=text/></div> })}
            {asked.map(|deed| view! { <Question deed=deed act=page.act.clone() code=page.code.clone() here=page.here.clone()/> })}
            <div class="btn-row mt-4">
                {edits}
                {adds}
                {deeds}
            </div>
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
                <div class="grid min-w-0 gap-4">
                    {(!page.spoken.is_empty()).then(|| view! { <Languages languages=page.languages.clone() spoken=page.spoken.clone()/> })}
                    <Common common=page.common.clone()/>
                    {page.history.clone().map(|states| view! { <History states=states/> })}
                </div>
                <div class="grid min-w-0 gap-4">
                    <NeededBy needed=page.needed_by.clone()/>
                    <Audit facts=page.audit.clone()/>
                </div>
            </div>
        </ConsolePage>
    }
}

/// What is said per language, a column each.
#[component]
fn Languages(languages: Vec<(String, String)>, spoken: Vec<(String, Vec<Cell>)>) -> impl IntoView {
    let locale = use_locale();
    let head = |(code, name): &(String, String)| {
        let (tag, direction) = data_language(code);
        view! { <th scope="col" lang=tag.to_owned() dir=direction.as_str()>{name.clone()}</th> }
    };
    let codes: Vec<String> = languages.iter().map(|(code, _)| code.clone()).collect();
    let row = move |(label, cells): (String, Vec<Cell>)| {
        let cells = cells.into_iter().zip(codes.clone()).map(|(value, code)| {
            let (tag, direction) = data_language(&code);
            view! { <td class="min-w-40 align-top! wrap-anywhere" lang=tag.to_owned() dir=direction.as_str()>{cell(value)}</td> }
        });
        view! { <tr><th scope="row" class="align-top!">{label}</th>{cells.collect_view()}</tr> }
    };
    view! {
        <section class="card min-w-0" aria-labelledby="languages">
            <div class="card-head"><h2 class="section-title" id="languages">{tr::data::in_languages(locale)}</h2></div>
            <div class="overflow-x-auto" role="group" aria-label=tr::data::in_languages(locale) tabindex="0">
                <table class="table">
                    <caption class="sr-only">{tr::data::in_languages(locale)}</caption>
                    <thead><tr><th scope="col">{tr::data::field(locale)}</th>{languages.iter().map(head).collect_view()}</tr></thead>
                    <tbody>{spoken.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

fn facts(values: Vec<(String, Cell)>) -> Vec<Fact> {
    values
        .into_iter()
        .map(|(label, value)| {
            Fact::view(label, view! { <span class="block min-w-0 wrap-anywhere">{cell(value)}</span> })
        })
        .collect()
}

#[component]
fn Common(common: Vec<(String, Cell)>) -> impl IntoView {
    let locale = use_locale();
    (!common.is_empty()).then(|| {
        view! {
            <section class="card card-pad min-w-0" aria-labelledby="details">
                <h2 class="section-title mb-2" id="details">{tr::data::details(locale)}</h2>
                <Facts facts=facts(common) class="dl"/>
            </section>
        }
    })
}

#[component]
fn Audit(facts: Vec<(String, Cell)>) -> impl IntoView {
    let locale = use_locale();
    (!facts.is_empty()).then(|| {
        view! {
            <section class="card card-pad min-w-0" aria-labelledby="audit">
                <h2 class="section-title mb-2" id="audit">{tr::data::audit(locale)}</h2>
                <Facts facts=self::facts(facts) narrow=true/>
            </section>
        }
    })
}

#[component]
fn NeededBy(needed: Vec<(String, Option<String>)>) -> impl IntoView {
    let locale = use_locale();
    (!needed.is_empty()).then(|| {
        let line = |(text, href): (String, Option<String>)| match href {
            Some(href) => view! { <li><a class="link" href=href>{text}</a></li> }.into_any(),
            None => view! { <li>{text}</li> }.into_any(),
        };
        view! {
            <section class="card card-pad min-w-0" aria-labelledby="needed">
                <h2 class="section-title" id="needed">{tr::data::needed_by(locale)}</h2>
                <p class="mt-1 text-ink-2">{tr::data::needed_by_text(locale)}</p>
                <ul class="mt-2 grid gap-1">{needed.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}

/// Earlier states, each by what it changed.
#[component]
fn History(states: Vec<State>) -> impl IntoView {
    let locale = use_locale();
    let entry = move |state: State| {
        let title = match (state.changes.is_empty(), state.language) {
            (true, None) => tr::data::history_first(locale).to_owned(),
            (true, Some(language)) => tr::data::history_first_in(locale, &language),
            (false, None) => tr::data::history_changed(locale).to_owned(),
            (false, Some(language)) => tr::data::history_changed_in(locale, &language),
        };
        let tile = if state.changes.is_empty() { Tile::None } else { Tile::Done };
        let change = move |(label, before, after): (String, String, String)| {
            view! {
                <li class="wrap-anywhere">
                    <span class="text-ink-2">{label}": "</span>
                    <del><bdi>{before}</bdi></del>" "
                    <span class="sr-only">{tr::data::becomes(locale)}</span>
                    <span aria-hidden="true">"→"</span>" "
                    <ins class="font-medium no-underline"><bdi>{after}</bdi></ins>
                </li>
            }
        };
        view! {
            <TimelineEntry tile=tile title=title when=state.when text=tr::data::by(locale, &state.who)>
                <ul class="mt-1 grid gap-0.5 text-sm">{state.changes.into_iter().map(change).collect_view()}</ul>
            </TimelineEntry>
        }
    };
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="history">
            <h2 class="section-title mb-3" id="history">{tr::data::history(locale)}</h2>
            {if states.is_empty() {
                view! { <p class="text-ink-2">{tr::data::history_none(locale)}</p> }.into_any()
            } else {
                view! { <Timeline>{states.into_iter().map(entry).collect_view()}</Timeline> }.into_any()
            }}
        </section>
    }
}

/// The form that does it.
fn form(deed: &DeedButton, act: &str, code: &str, kind: Option<&'static str>) -> AnyView {
    view! {
        <form method="post" action=act.to_owned()>
            <input type="hidden" name="code" value=code.to_owned()/>
            <input type="hidden" name="deed" value=deed.deed.clone()/>
            <button class="btn" data-kind=kind>{deed.text.clone()}</button>
        </form>
    }
    .into_any()
}

/// What cannot be undone is the dangerous kind; switching off is not.
fn kind_of(deed: &DeedButton) -> Option<&'static str> {
    matches!(deed.deed.as_str(), "delete" | "decommission").then_some("danger")
}

#[component]
fn Deed(deed: DeedButton, act: String, code: String, here: String) -> impl IntoView {
    let locale = use_locale();
    let Some((question, text)) = deed.question.clone() else { return form(&deed, &act, &code, Some("quiet")) };
    let kind = kind_of(&deed);
    view! {
        <Dialog
            id=format!("{}-dialog", deed.deed)
            open_text=deed.text.clone()
            title=question
            text=text
            fallback=format!("{here}?ask={}", deed.deed)
        >
            {form(&deed, &act, &code, kind)}
            <form method="dialog"><button class="btn" data-kind="quiet">{tr::common::cancel(locale)}</button></form>
        </Dialog>
    }
    .into_any()
}

/// The same question on the page, where no dialog opens.
#[component]
fn Question(deed: DeedButton, act: String, code: String, here: String) -> impl IntoView {
    let locale = use_locale();
    let kind = kind_of(&deed);
    deed.question.clone().map(|(question, text)| {
        view! {
            <section class="card card-pad mt-4" aria-labelledby="question">
                <h2 class="section-title" id="question">{question}</h2>
                <p class="mt-1 text-ink-2">{text}</p>
                <div class="btn-row mt-4">
                    {form(&deed, &act, &code, kind)}
                    <a class="btn" data-kind="quiet" href=here>{tr::common::cancel(locale)}</a>
                </div>
            </section>
        }
    })
}
