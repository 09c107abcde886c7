//! One application: what is done, what is left, where to go on.

use app_forms::pages;
use app_i18n::tr;
use app_kit::{BackLink, Icon, Page, Tag, Tile, loaded, use_locale};
use leptos::prelude::*;
use prereg_api::{ApplicationView, Status};

use super::{applications::state, name_of};
use crate::{
    api,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Tasks(prid: String) -> impl IntoView {
    let locale = use_locale();
    let view = Resource::new_blocking(|| (), move |()| api::application(prid.clone(), api::data_language(locale)));
    loaded(view, SIGN_IN, |view| view! { <List view=view/> }.into_any())
}

/// One line of the list: words, where it leads unless it is locked, and its state.
struct Task {
    text: String,
    href: Option<String>,
    tile: Tile,
}

fn tasks(view: &ApplicationView, locale: app_i18n::Locale) -> Vec<Task> {
    let prid = &view.summary.prid;
    let editable = view.summary.editable;
    let open = |place: Place| editable.then(|| place.path());
    let mut tasks = Vec::new();
    let all = pages(&view.form);
    let several = all.len() > 1;
    for (number, fields) in all.iter().enumerate() {
        let mut form = view.form.clone();
        form.check_all();
        let wrong = form.issues().any(|issue| fields.contains(&issue.field));
        let begun = fields.iter().filter_map(|id| form.field(id)).any(|field| field.answer != schema::Answer::Empty);
        let tile = match (wrong, begun) {
            (false, _) => Tile::Done,
            (true, true) => Tile::Moving,
            (true, false) => Tile::None,
        };
        let text = if several {
            tr::prereg::task_about_page(locale, &(number + 1), &all.len())
        } else {
            tr::prereg::step_about(locale).to_owned()
        };
        tasks.push(Task { text, href: open(Place::About(prid.clone(), number + 1)), tile });
    }
    let missing = view.documents.iter().any(|need| need.required && need.uploaded.is_none());
    let any = view.documents.iter().any(|need| need.uploaded.is_some());
    let documents = if !missing {
        Tile::Done
    } else if any {
        Tile::Moving
    } else {
        Tile::None
    };
    tasks.push(Task {
        text: tr::prereg::step_documents(locale).to_owned(),
        href: open(Place::Documents(prid.clone())),
        tile: documents,
    });
    let handed_in = view.summary.status != Status::Incomplete;
    tasks.push(Task {
        text: tr::prereg::task_check(locale).to_owned(),
        href: Some(Place::Check(prid.clone()).path()),
        tile: if handed_in { Tile::Done } else { Tile::None },
    });
    let booked = view.summary.booking.is_some();
    tasks.push(Task {
        text: tr::prereg::choose_time(locale).to_owned(),
        href: view.summary.bookable.then(|| Place::Time(prid.clone()).path()),
        tile: if booked { Tile::Done } else { Tile::None },
    });
    tasks
}

#[component]
fn List(view: ApplicationView) -> impl IntoView {
    let locale = use_locale();
    let name = name_of(&view.summary, locale);
    let (tile, words) = state(locale, &view.summary);
    let prid = view.summary.prid.clone();
    let booked = view.summary.booking.is_some();
    let word = move |tile: Tile| match tile {
        Tile::Done => tr::prereg::task_done(locale),
        Tile::Moving => tr::prereg::task_begun(locale),
        _ => tr::prereg::task_open(locale),
    };
    let lines: Vec<_> = tasks(&view, locale)
        .into_iter()
        .map(|task| {
            let tag = view! { <span class="ms-auto"><Tag tile=task.tile text=word(task.tile)/></span> };
            match task.href {
                Some(href) => view! { <li><a class="go" href=href><b>{task.text}</b>{tag}</a></li> }.into_any(),
                None => view! { <li class="go text-ink-3">{task.text}{tag}</li> }.into_any(),
            }
        })
        .collect();
    view! {
        <Page title=name.clone() width="max-w-text!">
            <BackLink href=Place::Applications.path() text=tr::prereg::applications(locale).to_owned()/>
            <h1 class="page-title mt-2"><bdi>{name}</bdi></h1>
            <p class="mt-2 flex flex-wrap items-center gap-3 text-base text-ink-3">
                <span>{tr::prereg::application(locale)}" "<span class="id">{prid.clone()}</span></span>
                <Tag tile=tile text=words/>
            </p>
            {(!view.summary.editable).then(|| view! { <p class="mt-4 text-ink-2">{tr::prereg::locked(locale)}</p> })}
            <ul class="card rows mt-6">{lines}</ul>
            <div class="btn-row mt-6">
                {booked.then(|| view! { <a class="btn" data-kind="quiet" href=Place::Slip(prid.clone()).path()><Icon name="icon-qr-code"/>{tr::prereg::show_slip(locale)}</a> })}
                <a class="btn" data-kind="plain" href=Place::Cancel(prid.clone()).path()>{tr::prereg::cancel_or_remove(locale)}</a>
            </div>
        </Page>
    }
}
