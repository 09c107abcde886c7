//! UI-ADM-20, UI-ADM-21: one registration: where it is, why, what to do, and everything that happened to it.

use app_i18n::tr;
use app_kit::{
    ConsolePage, CopyId, ErrorSummary, Fact, Facts, Icon, Notice, PipeStage, PipeStages, Tag, Tile, Timeline,
    TimelineEntry, loaded, use_locale, use_problem, use_query_value,
};
use leptos::prelude::*;
use registration_api::pipeline::{PipelineDetail, STAGES};
use registration_api::{PipelineState, PipelineStep, WorkflowAction};
use types::Timestamp;

use crate::parts::{Asked, Breadcrumb};
use crate::{api, place::Place, words};

/// A registration id as it is read out: centre, machine, number, time.
const RID_GROUPS: &[usize] = &[5, 5, 5, 14];

#[component]
pub fn Packet(rid: String) -> impl IntoView {
    let back = super::sign_in_for(&Place::Packet(rid.clone()).path());
    let detail = Resource::new_blocking(|| (), move |()| api::packet(rid.clone()));
    loaded(detail, back, |detail| view! { <Whole detail=detail/> }.into_any())
}

#[component]
fn Whole(detail: PipelineDetail) -> impl IntoView {
    let locale = use_locale();
    let done = use_query_value("done").get_untracked().as_deref().and_then(WorkflowAction::parse);
    let problems = use_problem("");
    let entry = detail.entry.clone();
    let title = words::state(locale, entry.state);
    let rid = entry.rid.clone();
    let here = view! { <span class="id">{rid.clone()}</span> }.into_any();
    view! {
        <ConsolePage title=format!("{title} · {}", tr::admin::packet(locale))>
            <Breadcrumb href=Place::Packets.path() above=tr::admin::packets(locale) here=here/>
            <ErrorSummary problems=problems/>
            <div class="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
                <h1 class="page-title">{tr::admin::packet(locale)}</h1>
                <Tag tile=words::tile(entry.state) text=title/>
                <CopyId id=rid groups=RID_GROUPS/>
            </div>
            {done.map(|action| {
                let (title, text) = match action {
                    WorkflowAction::ResumeProcessing => (tr::admin::retried(locale), tr::admin::retried_text(locale)),
                    WorkflowAction::ResumeFromBeginning => (tr::admin::restarted(locale), tr::admin::retried_text(locale)),
                    WorkflowAction::StopProcessing => (tr::admin::stopped(locale), tr::admin::stopped_text(locale)),
                };
                view! { <div class="mt-4"><Notice kind="ok" live=true title=title text=text/></div> }
            })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                <section class="card card-pad min-w-0" aria-labelledby="where">
                    <h2 class="sr-only" id="where">{tr::admin::where_and_why(locale)}</h2>
                    <Why detail=detail.clone()/>
                    <div class="mt-4"><PipeStages stages=stages(&detail) label=words::track_label(locale, &entry)/></div>
                    <About detail=detail.clone()/>
                    <Actions detail=detail.clone()/>
                </section>
                <section class="card card-pad min-w-0" aria-labelledby="history">
                    <h2 class="section-title mb-3" id="history">{tr::admin::history(locale)}</h2>
                    <History steps=detail.steps now=detail.now/>
                </section>
            </div>
        </ConsolePage>
    }
}

/// What happened, why, and what to do.
#[component]
fn Why(detail: PipelineDetail) -> impl IntoView {
    let locale = use_locale();
    let entry = detail.entry;
    let stage = words::stage(locale, &entry.stage);
    let (kind, title) = match entry.state {
        PipelineState::Stuck => ("bad", tr::admin::stuck_at(locale, &stage)),
        PipelineState::Failed => ("bad", tr::admin::failed_at(locale, &stage)),
        PipelineState::Rejected => ("bad", tr::admin::rejected_at(locale, &stage)),
        PipelineState::Decision | PipelineState::Paused => ("warn", tr::admin::waits_at(locale, &stage)),
        PipelineState::Retrying => ("warn", tr::admin::retrying_at(locale, &stage)),
        PipelineState::Moving => ("", tr::admin::moving_at(locale, &stage)),
        PipelineState::Processed => ("ok", tr::admin::state_processed(locale).to_owned()),
    };
    let text = format!("{} {}", words::reason(locale, &entry.sub_status), words::to_do(locale, entry.state));
    view! { <Notice kind=kind title=title text=text/> }
}

fn stages(detail: &PipelineDetail) -> Vec<PipeStage> {
    let locale = use_locale();
    let at = |stage: &str| {
        detail.steps.iter().rev().find(|step| step.stage == stage).map(|step| words::clock(step.at)).unwrap_or_default()
    };
    let tiles = words::track(&detail.entry);
    STAGES
        .iter()
        .zip(tiles)
        .map(|(stage, tile)| PipeStage {
            tile,
            name: words::stage(locale, stage),
            note: match tile {
                Tile::Waits | Tile::None => String::new(),
                _ => at(stage),
            },
        })
        .collect()
}

#[component]
fn About(detail: PipelineDetail) -> impl IntoView {
    let locale = use_locale();
    let entry = &detail.entry;
    let mut facts = vec![
        Fact::new(tr::admin::process(locale), words::flow(locale, &entry.flow)),
        Fact::new(tr::admin::here_since(locale), words::moment(locale, entry.since)),
    ];
    if entry.attempts > 0 {
        let tried = tr::admin::tried(locale, &entry.attempts, &detail.max_attempts);
        let next = entry.next_try.map(|at| tr::admin::next_at(locale, &words::moment(locale, at)));
        facts.push(Fact::new(tr::admin::tries(locale), format!("{tried} {}", next.unwrap_or_default())));
    }
    let made = detail.packet_created_at.map(|at| words::moment(locale, at)).unwrap_or_default();
    facts.extend([
        Fact::view(
            tr::admin::made_at(locale),
            view! {
                {tr::admin::center_and_machine(locale, &detail.center, &detail.machine)}
                " "<span class="text-ink-3">{made}</span>
            },
        ),
        Fact::new(tr::admin::received_at(locale), words::moment(locale, detail.received_at)),
        Fact::new(tr::admin::person_sees(locale), words::person_sees(locale, &detail.person_sees)),
        Fact::view(tr::admin::code(locale), view! { <CopyId id=entry.sub_status.clone() groups=&[64]/> }),
        // particulars are written for support, in English
        Fact::view(
            tr::admin::for_support(locale),
            view! { <span lang="en" dir="ltr" class="text-xs text-ink-2">{entry.reason.clone()}</span> },
        ),
    ]);
    view! { <Facts facts=facts class="dl mt-3"/> }
}

/// UI-ADM-21: what may be done with a registration that waits. What cannot be taken back asks first.
#[component]
fn Actions(detail: PipelineDetail) -> impl IntoView {
    let locale = use_locale();
    let action = format!("/_ui/admin/pipeline/{}/act", detail.entry.rid);
    let page = Place::Packet(detail.entry.rid.clone()).path();
    let fields = |action: WorkflowAction| vec![("action", action.name().to_owned())];
    (detail.may_act || detail.case_id.is_some()).then(|| {
        view! {
            <div class="btn-row mt-4">
                {detail.case_id.map(|id| view! {
                    <a class="btn" href=Place::Case(id).path()><Icon name="icon-scales"/>{tr::admin::open_case(locale)}</a>
                })}
                {detail.may_act.then(|| view! {
                    <form method="post" action=action.clone()>
                        <input type="hidden" name="action" value=WorkflowAction::ResumeProcessing.name()/>
                        <button class="btn"><Icon name="icon-play"/>{tr::admin::retry(locale)}</button>
                    </form>
                    <Asked
                        id="restart"
                        action=action.clone()
                        fields=fields(WorkflowAction::ResumeFromBeginning)
                        text=tr::admin::restart(locale)
                        question=tr::admin::restart_question(locale)
                        explain=tr::admin::restart_text(locale)
                        page=page.clone()
                    />
                    <Asked
                        id="stop"
                        action=action
                        fields=fields(WorkflowAction::StopProcessing)
                        text=tr::admin::stop(locale)
                        question=tr::admin::stop_question(locale)
                        explain=tr::admin::stop_text(locale)
                        page=page
                    />
                })}
            </div>
        }
    })
}

#[component]
fn History(steps: Vec<PipelineStep>, now: Timestamp) -> impl IntoView {
    let locale = use_locale();
    let tile = |status: &str| match status {
        "SUCCESS" | "PROCESSED" => Tile::Done,
        "FAILED" | "REJECTED" => Tile::Failed,
        "IN_PROGRESS" => Tile::Waits,
        _ => Tile::Moving,
    };
    // the day is said where it is another one
    let when = move |at: Timestamp| {
        if at.date_naive() == now.date_naive() { words::clock(at) } else { words::moment(locale, at) }
    };
    view! {
        <Timeline>
            {steps
                .into_iter()
                .rev()
                .map(|step| {
                    view! {
                        <TimelineEntry
                            tile=tile(&step.status)
                            title=words::stage(locale, &step.stage)
                            text=words::reason(locale, &step.sub_status)
                            when=when(step.at)
                        />
                    }
                })
                .collect_view()}
        </Timeline>
    }
}
