//! COM-10: the queues of background jobs: what waits, what was given up and why, and what runs by itself.

use app_i18n::{Locale, tr};
use app_kit::{
    ConsolePage, Empty, ErrorSummary, FilterLink, Icon, Notice, Pager, Table, Tag, Tile, loaded, use_locale,
    use_problem, use_query_value,
};
use kernel_api::jobs::{DeadJob, JobBoard, Periodic, Queue};
use leptos::prelude::*;
use types::Timestamp;

use crate::{place::Place, system_api, words};

#[component]
pub fn Jobs() -> impl IntoView {
    let (kind, after) = (use_query_value("kind"), use_query_value("after"));
    let board =
        Resource::new_blocking(move || (kind.get(), after.get()), |(kind, after)| system_api::jobs(kind, after));
    loaded(board, super::sign_in_for(&Place::Jobs.path()), move |board: JobBoard| {
        view! { <Whole board=board kind=kind.get_untracked() later=after.get_untracked().is_some()/> }.into_any()
    })
}

/// What a kind of job does, in words.
pub(super) fn kind_words(locale: Locale, kind: &str) -> String {
    tr::job_kind::find(locale, kind).map_or_else(|| kind.to_owned(), str::to_owned)
}

/// How far apart two runs are, in the largest unit that measures it.
fn period(locale: Locale, secs: u64) -> String {
    match secs {
        secs if secs % 86_400 == 0 => tr::jobs::days(locale, secs / 86_400),
        secs if secs % 3_600 == 0 => tr::jobs::hours(locale, secs / 3_600),
        secs => words::duration(locale, i64::try_from(secs).unwrap_or(i64::MAX)),
    }
}

/// The list's address for a kind; kinds are made of letters, dots and underscores.
fn href(kind: Option<&str>, after: Option<&str>) -> String {
    let pairs = [kind.map(|kind| format!("kind={kind}")), after.map(|after| format!("after={after}"))];
    let query: Vec<String> = pairs.into_iter().flatten().collect();
    let path = Place::Jobs.path();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

#[component]
fn Whole(board: JobBoard, kind: Option<String>, later: bool) -> impl IntoView {
    let locale = use_locale();
    let here = href(kind.as_deref(), None);
    let (periodic, now) = (board.periodic.clone(), board.now);
    // what runs by itself has a table of its own; it stands among the queues only when something was given up
    let by_itself = |queue: &Queue| periodic.iter().any(|one| one.kind == queue.kind && one.database == queue.database);
    let queues = board.queues.iter().filter(|queue| queue.dead > 0 || !by_itself(queue)).cloned().collect::<Vec<_>>();
    view! {
        <ConsolePage title=tr::jobs::title(locale)>
            <ErrorSummary problems=use_problem("")/>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h1 class="page-title">{tr::jobs::title(locale)}</h1>
                <a class="btn" data-kind="quiet" href=here rel="external">
                    <Icon name="icon-arrows-clockwise"/>
                    {tr::admin::refresh(locale)}
                </a>
            </div>
            <p class="mt-1 max-w-text text-ink-2">{tr::jobs::text(locale)}</p>
            <Done/>
            <Dead board=board kind=kind later=later/>
            <Queues queues=queues now=now/>
            <ByItself periodic=periodic now=now/>
        </ConsolePage>
    }
}

#[component]
fn Done() -> impl IntoView {
    let locale = use_locale();
    let (title, text) = match use_query_value("done").get_untracked().as_deref() {
        Some("retried") => (tr::jobs::retried(locale), tr::jobs::retried_text(locale)),
        Some("started") => (tr::jobs::started(locale), tr::jobs::started_text(locale)),
        Some("discarded") => (tr::jobs::discarded(locale), tr::jobs::discarded_text(locale)),
        _ => return None,
    };
    Some(view! { <div class="mt-4"><Notice kind="ok" live=true title=title text=text/></div> })
}

#[component]
fn Dead(board: JobBoard, kind: Option<String>, later: bool) -> impl IntoView {
    let locale = use_locale();
    let (now, total) = (board.now, board.dead_total());
    // one chip a kind, however many databases have dead jobs of it
    let mut kinds: Vec<(String, u64)> = Vec::new();
    for queue in board.queues.iter().filter(|queue| queue.dead > 0) {
        match kinds.iter_mut().find(|(kind, _)| *kind == queue.kind) {
            Some((_, count)) => *count += queue.dead,
            None => kinds.push((queue.kind.clone(), queue.dead)),
        }
    }
    let body = match (board.dead.is_empty(), total > 0) {
        (true, true) => view! {
            <div class="p-4">
                <Empty title=tr::jobs::no_match(locale) text=tr::jobs::no_match_text(locale)>
                    <a class="btn" data-kind="quiet" href=href(None, None)>{tr::admin::all(locale)}</a>
                </Empty>
            </div>
        }
        .into_any(),
        (true, false) => view! {
            <div class="p-4"><Empty title=tr::jobs::none_dead(locale) text=tr::jobs::none_dead_text(locale)/></div>
        }
        .into_any(),
        (false, _) => {
            let heads = vec![
                (tr::jobs::job(locale).to_owned(), false),
                (tr::jobs::why(locale).to_owned(), false),
                (tr::jobs::tries(locale).to_owned(), true),
                (tr::jobs::since(locale).to_owned(), true),
                (tr::jobs::action(locale).to_owned(), false),
            ];
            let next = board.next.as_deref().map(|next| href(kind.as_deref(), Some(next)));
            let first = later.then(|| href(kind.as_deref(), None));
            view! {
                <Table caption=tr::jobs::dead_caption(locale) heads=heads>
                    {board.dead.into_iter().map(|job| view! { <DeadRow job=job now=now/> }).collect_view()}
                </Table>
                <Pager previous=first next=next/>
            }
            .into_any()
        }
    };
    view! {
        <section class="card mt-4 min-w-0" aria-labelledby="dead">
            <div class="card-head flex-wrap">
                <h2 class="section-title" id="dead">{tr::jobs::dead(locale)}</h2>
                <div class="flex flex-wrap gap-2" role="group" aria-label=tr::admin::filter(locale)>
                    <FilterLink href=href(None, None) text=tr::admin::all(locale) count=Some(total) current=kind.is_none()/>
                    {kinds
                        .into_iter()
                        .map(|(name, count)| {
                            let current = kind.as_deref() == Some(name.as_str());
                            view! { <FilterLink href=href(Some(&name), None) text=kind_words(locale, &name) count=Some(count) current=current/> }
                        })
                        .collect_view()}
                </div>
            </div>
            {body}
        </section>
    }
}

/// A kind in words, with its name below.
#[component]
fn Kind(kind: String, database: String) -> impl IntoView {
    let text = kind_words(use_locale(), &kind);
    view! {
        <span class="font-medium">{text}</span>
        <span class="mt-0.5 block text-2xs text-ink-3"><span class="id">{kind}</span>" · "<bdi>{database}</bdi></span>
    }
}

#[component]
fn DeadRow(job: DeadJob, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let href = Place::Job(job.database.clone(), job.id.clone()).path();
    let why = job.last_error.unwrap_or_else(|| tr::jobs::no_error(locale).to_owned());
    let name = tr::jobs::retry_job(locale, &kind_words(locale, &job.kind));
    view! {
        <tr>
            <td class="min-w-56"><a class="link" href=href><Kind kind=job.kind database=job.database.clone()/></a></td>
            <td class="min-w-64 wrap-anywhere" dir="auto">{why}</td>
            <td class="num">{job.attempts}</td>
            <td class="num whitespace-nowrap text-ink-2">{words::since(locale, job.dead_since, now)}</td>
            <td>
                <form method="post" action="/_ui/admin/jobs/retry">
                    <input type="hidden" name="database" value=job.database/>
                    <input type="hidden" name="id" value=job.id/>
                    <button class="btn" data-kind="quiet" aria-label=name>{tr::jobs::retry(locale)}</button>
                </form>
            </td>
        </tr>
    }
}

#[component]
fn Queues(queues: Vec<Queue>, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let heads = vec![
        (tr::jobs::job(locale).to_owned(), false),
        (tr::jobs::waiting(locale).to_owned(), true),
        (tr::jobs::running(locale).to_owned(), true),
        (tr::jobs::dead(locale).to_owned(), true),
        (tr::jobs::oldest(locale).to_owned(), true),
        (tr::jobs::action(locale).to_owned(), false),
    ];
    let body = if queues.is_empty() {
        view! { <div class="p-4"><Empty title=tr::jobs::no_queues(locale) text=tr::jobs::no_queues_text(locale)/></div> }
            .into_any()
    } else {
        view! {
            <Table caption=tr::jobs::queues_caption(locale) heads=heads>
                {queues.into_iter().map(|queue| view! { <QueueRow queue=queue now=now/> }).collect_view()}
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="card mt-4 min-w-0" aria-labelledby="queues">
            <div class="card-head"><h2 class="section-title" id="queues">{tr::jobs::queues(locale)}</h2></div>
            {body}
        </section>
    }
}

#[component]
fn QueueRow(queue: Queue, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let oldest = queue.due_since.map(|at| words::since(locale, at, now));
    let dead = queue.dead;
    let shade = if dead > 0 { "num text-bad" } else { "num" };
    let retry = (dead > 0).then(|| {
        view! {
            <form method="post" action="/_ui/admin/jobs/retry-kind">
                <input type="hidden" name="database" value=queue.database.clone()/>
                <input type="hidden" name="kind" value=queue.kind.clone()/>
                <button class="btn" data-kind="quiet">{tr::jobs::retry_all(locale, dead)}</button>
            </form>
        }
    });
    view! {
        <tr>
            <td class="min-w-56"><Kind kind=queue.kind database=queue.database/></td>
            <td class="num">{queue.waiting}</td>
            <td class="num">{queue.running}</td>
            <td class=shade>{dead}</td>
            <td class="num whitespace-nowrap text-ink-2">{oldest}</td>
            <td>{retry}</td>
        </tr>
    }
}

#[component]
fn ByItself(periodic: Vec<Periodic>, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let heads = vec![
        (tr::jobs::job(locale).to_owned(), false),
        (tr::jobs::every(locale).to_owned(), true),
        (tr::jobs::last(locale).to_owned(), true),
        (tr::jobs::next(locale).to_owned(), true),
        (tr::jobs::action(locale).to_owned(), false),
    ];
    view! {
        <section class="card mt-4 min-w-0" aria-labelledby="periodic">
            <div class="card-head"><h2 class="section-title" id="periodic">{tr::jobs::periodic(locale)}</h2></div>
            <Table caption=tr::jobs::periodic_caption(locale) heads=heads>
                {periodic.into_iter().map(|one| view! { <PeriodicRow one=one now=now/> }).collect_view()}
            </Table>
        </section>
    }
}

#[component]
fn PeriodicRow(one: Periodic, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let every = period(locale, one.every_secs);
    let last = match one.done_at {
        Some(at) => tr::jobs::ago(locale, &words::since(locale, at, now)),
        None => tr::jobs::last_unknown(locale).to_owned(),
    };
    let next = match one.next_at {
        Some(at) if at <= now => view! { <Tag tile=Tile::Moving text=tr::jobs::due_now(locale)/> }.into_any(),
        Some(at) => words::moment(locale, at).into_any(),
        None => tr::jobs::next_unknown(locale).into_any(),
    };
    let name = tr::jobs::run_now_kind(locale, &kind_words(locale, &one.kind));
    view! {
        <tr>
            <td class="min-w-56"><Kind kind=one.kind.clone() database=one.database.clone()/></td>
            <td class="num whitespace-nowrap">{every}</td>
            <td class="num whitespace-nowrap text-ink-2">{last}</td>
            <td class="num whitespace-nowrap text-ink-2">{next}</td>
            <td>
                <form method="post" action="/_ui/admin/jobs/run-now">
                    <input type="hidden" name="database" value=one.database/>
                    <input type="hidden" name="kind" value=one.kind/>
                    <button class="btn" data-kind="quiet" aria-label=name>{tr::jobs::run_now(locale)}</button>
                </form>
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // COM-10
    #[test]
    fn every_kind_of_job_has_words_in_every_language() {
        for locale in Locale::ALL {
            for kind in kernel_api::jobs::KINDS {
                assert!(tr::job_kind::find(locale, kind).is_some(), "{kind}");
            }
        }
        assert_eq!(kind_words(Locale::Eng, "later.kind"), "later.kind");
    }

    #[test]
    fn periods_are_said_in_one_unit() {
        let said = |secs| period(Locale::Eng, secs);
        assert_eq!([said(10), said(600), said(3_600), said(86_400)], ["10 s", "10 min", "hour", "day"]);
    }
}
