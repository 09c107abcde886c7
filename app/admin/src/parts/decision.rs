//! The decision on a case, and what it was.

use app_i18n::tr;
use app_kit::{
    Choice, Choices, ConsolePage, DonePanel, Fact, Facts, Field, Group, Problem, TextArea, use_locale, use_query_value,
};
use leptos::prelude::*;
use registration_api::adjudication::{CaseKind, CaseView, Decision};

use super::Breadcrumb;
use crate::draft::{DECISION, Draft, IMPARTIAL, MAX_REASON, REASON};
use crate::{place::Place, words};

#[component]
pub fn DecisionForm(case_id: String, kind: CaseKind, draft: Draft, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let action = format!("/_ui/admin/adjudication/{case_id}/decide");
    let error = |field: &str| Problem::of(&problems, field);
    let (same, different) = match kind {
        CaseKind::Biometric => (
            Choice::new("same", tr::admin::same_person(locale)).note(tr::admin::same_person_text(locale)),
            Choice::new("different", tr::admin::two_people(locale)).note(tr::admin::two_people_text(locale)),
        ),
        CaseKind::Verification => (
            Choice::new("same", tr::admin::refuse(locale)).note(tr::admin::refuse_text(locale)),
            Choice::new("different", tr::admin::accept(locale)).note(tr::admin::accept_text(locale)),
        ),
    };
    let chosen = match draft.decision {
        Some(Decision::Reject) => vec!["same".to_owned()],
        Some(Decision::Approve) => vec!["different".to_owned()],
        None => Vec::new(),
    };
    let impartial = if draft.impartial { vec!["yes".to_owned()] } else { Vec::new() };
    view! {
        <aside class="card xl:sticky xl:top-16" aria-labelledby="decide">
            <div class="card-head"><h2 class="section-title" id="decide">{tr::admin::your_decision(locale)}</h2></div>
            <form class="card-pad grid gap-4" method="post" action=action>
                <Group id=DECISION legend=tr::admin::what_do_you_see(locale) error=error(DECISION)>
                    <Choices name="decision" choices=vec![same, different] chosen=chosen/>
                </Group>
                <Field id=REASON label=tr::admin::reason(locale) hint=tr::admin::reason_hint(locale) error=error(REASON)>
                    <TextArea name="reason" value=draft.reason.clone() rows=4 maxlength=MAX_REASON/>
                </Field>
                <Group id=IMPARTIAL legend=tr::admin::before_you_decide(locale) error=error(IMPARTIAL)>
                    <Choices
                        name="impartial"
                        choices=vec![Choice::new("yes", tr::admin::impartial(locale))]
                        chosen=impartial
                        many=true
                    />
                </Group>
                <button class="btn">{tr::admin::save_decision(locale)}</button>
                <p class="text-xs text-ink-3">{tr::admin::decision_note(locale)}</p>
            </form>
        </aside>
    }
}

/// A decided case: what was decided, by whom and why, and the next one.
#[component]
pub fn Decided(view: CaseView) -> impl IntoView {
    let locale = use_locale();
    let just_now = use_query_value("decided").get_untracked().is_some();
    let rid = view.case.rid.clone();
    let Some(outcome) = view.case.outcome else { return ().into_any() };
    let (title, text) = match (view.case.kind, outcome.decision) {
        (CaseKind::Biometric, Decision::Reject) => (tr::admin::done_same(locale), tr::admin::done_same_text(locale)),
        (CaseKind::Verification, Decision::Reject) => {
            (tr::admin::done_refused(locale), tr::admin::done_refused_text(locale))
        }
        (CaseKind::Biometric, Decision::Approve) => (tr::admin::done_two(locale), tr::admin::done_on_text(locale)),
        (CaseKind::Verification, Decision::Approve) => {
            (tr::admin::done_accepted(locale), tr::admin::done_on_text(locale))
        }
    };
    let facts = vec![
        Fact::view(
            tr::admin::packet(locale),
            view! {
                <a class="link" href=Place::Packet(rid.clone()).path()><span class="id whitespace-normal! wrap-anywhere">{rid.clone()}</span></a>
            },
        ),
        Fact::view(tr::admin::decided_by(locale), view! { <bdi>{outcome.by}</bdi> }),
        Fact::new(tr::admin::decided_at(locale), outcome.at.map(|at| words::moment(locale, at)).unwrap_or_default()),
        Fact::view(tr::admin::reason(locale), view! { <bdi dir="auto">{outcome.reason}</bdi> }),
    ];
    let here = view! { <span class="id">{rid}</span> }.into_any();
    let saved = if just_now { tr::admin::saved_case(locale) } else { text };
    view! {
        <ConsolePage title=title>
            <Breadcrumb href=Place::Cases.path() above=tr::admin::adjudication(locale) here=here/>
            <div class="mt-3 max-w-text" role=just_now.then_some("status")>
                <DonePanel title=title text=saved/>
                <Facts facts=facts class="dl card mt-4 px-4"/>
                {just_now.then(|| view! { <p class="mt-3 text-ink-2">{text}</p> })}
                <div class="btn-row mt-4">
                    {view.next.map(|next| view! {
                        <a class="btn" href=Place::Case(next).path()>{tr::admin::next_case(locale, view.others)}</a>
                    })}
                    <a class="btn" data-kind="quiet" href=Place::Cases.path()>{tr::admin::to_cases(locale)}</a>
                </div>
            </div>
        </ConsolePage>
    }
    .into_any()
}
