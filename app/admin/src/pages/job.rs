//! COM-10: one job that was given up: why, and what becomes of it.

use app_i18n::tr;
use app_kit::{
    ConsolePage, ErrorSummary, Fact, Facts, Field, Notice, Problem, TextArea, loaded, use_locale, use_problem,
    use_query_value,
};
use kernel_api::jobs::{DeadJob, DeadJobView, MAX_REASON};
use leptos::prelude::*;

use super::account::FirstConfirm;
use super::jobs::kind_words;
use crate::parts::Breadcrumb;
use crate::{place::Place, system_api, words};

/// The control's id: problems lead here.
const REASON: &str = "reason";

#[component]
pub fn Job(database: String, id: String) -> impl IntoView {
    let back = super::sign_in_for(&Place::Job(database.clone(), id.clone()).path());
    let job =
        Resource::new_blocking(move || (database.clone(), id.clone()), |(database, id)| system_api::job(database, id));
    loaded(job, back, |view: DeadJobView| view! { <Whole view=view/> }.into_any())
}

#[component]
fn Whole(view: DeadJobView) -> impl IntoView {
    let locale = use_locale();
    let DeadJobView { job, now, fresh } = view;
    let title = kind_words(locale, &job.kind);
    let problems = use_problem(REASON);
    let confirmed = use_query_value("confirmed").get_untracked().is_some();
    let here = view! { <span>{title.clone()}</span> }.into_any();
    let id = |text: String| view! { <span class="id wrap-anywhere whitespace-normal!">{text}</span> };
    let facts = vec![
        Fact::view(
            tr::jobs::why(locale),
            view! { <span dir="auto">{job.last_error.clone().unwrap_or_else(|| tr::jobs::no_error(locale).to_owned())}</span> },
        ),
        Fact::new(tr::jobs::tries(locale), job.attempts.to_string()),
        Fact::new(
            tr::jobs::since(locale),
            format!(
                "{} · {}",
                words::moment(locale, job.dead_since),
                tr::jobs::ago(locale, &words::since(locale, job.dead_since, now))
            ),
        ),
        Fact::new(tr::jobs::left(locale), words::moment(locale, job.created_at)),
        Fact::view(tr::jobs::kind(locale), id(job.kind.clone())),
        Fact::view(tr::jobs::database(locale), id(job.database.clone())),
        Fact::view(tr::jobs::payload(locale), id(job.payload.clone())),
        Fact::view(tr::jobs::id(locale), id(job.id.clone())),
        Fact::view(tr::jobs::request(locale), id(job.request_id.clone())),
    ];
    view! {
        <ConsolePage title=format!("{title} · {}", tr::jobs::title(locale))>
            <Breadcrumb href=Place::Jobs.path() above=tr::jobs::title(locale) here=here/>
            <ErrorSummary problems=problems.clone()/>
            <h1 class="page-title mt-1">{title}</h1>
            {confirmed.then(|| view! {
                <div class="mt-4"><Notice kind="ok" live=true title=tr::account::confirmed(locale)/></div>
            })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                <section class="card card-pad min-w-0" aria-label=tr::jobs::facts(locale)><Facts facts=facts class="dl"/></section>
                <div class="grid min-w-0 gap-4">
                    <form class="card card-pad" method="post" action="/_ui/admin/jobs/retry">
                        <input type="hidden" name="database" value=job.database.clone()/>
                        <input type="hidden" name="id" value=job.id.clone()/>
                        <button class="btn">{tr::jobs::retry(locale)}</button>
                    </form>
                    <Discard job=job fresh=fresh problems=problems/>
                </div>
            </div>
        </ConsolePage>
    }
}

/// Asked for in two steps: a factor that was just shown, then the reason.
#[component]
fn Discard(job: DeadJob, fresh: bool, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let page = Place::Job(job.database.clone(), job.id.clone()).path();
    let most = u32::try_from(MAX_REASON).unwrap_or(u32::MAX);
    let body = if fresh {
        view! {
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/jobs/discard">
                <input type="hidden" name="database" value=job.database/>
                <input type="hidden" name="id" value=job.id/>
                <Field id=REASON label=tr::jobs::reason(locale) hint=tr::jobs::reason_hint(locale) error=Problem::of(&problems, REASON)>
                    <TextArea name="reason" maxlength=most/>
                </Field>
                <div class="btn-row"><button class="btn" data-kind="danger">{tr::jobs::discard(locale)}</button></div>
            </form>
        }
        .into_any()
    } else {
        view! { <div class="mt-3"><FirstConfirm next=page/></div> }.into_any()
    };
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="discard">
            <h2 class="section-title" id="discard">{tr::jobs::discard(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::jobs::discard_text(locale)}</p>
            {body}
        </section>
    }
}
