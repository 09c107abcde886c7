//! One case: the new registration beside each of those it may be the same as, and the decision.

use app_i18n::{Locale, tr};
use app_kit::{ConsolePage, ErrorSummary, Notice, Problem, loaded, use_locale, use_problem, use_query_value};
use leptos::prelude::*;
use registration_api::CaseKind;

use crate::api::{self, CasePage};
use crate::draft::Draft;
use crate::parts::{Breadcrumb, Captured, Compared, Decided, DecisionForm, Zoomed};
use crate::place::Place;

#[component]
pub fn Case(id: String) -> impl IntoView {
    let back = super::sign_in_for(&Place::Case(id.clone()).path());
    // the picture that is enlarged is asked for by the address: the same page, drawn again
    let zoom = use_query_value("zoom");
    let case = Resource::new_blocking(|| (), move |()| api::case(id.clone()));
    loaded(case, back, move |page: CasePage| {
        if page.view.case.outcome.is_some() {
            view! { <Decided view=page.view/> }.into_any()
        } else {
            view! { <Open page=page zoom=zoom/> }.into_any()
        }
    })
}

/// What is missing, once it was posted; and what the service refused.
fn problems(locale: Locale, draft: &Draft) -> Vec<Problem> {
    let mut found = use_problem("");
    if use_query_value("checked").get_untracked().is_some() {
        found.extend(draft.problems(locale));
    }
    found
}

#[component]
fn Open(page: CasePage, zoom: Memo<Option<String>>) -> impl IntoView {
    let locale = use_locale();
    let CasePage { view, draft } = page;
    let found = problems(locale, &draft);
    let case = view.case.clone();
    let title = match case.kind {
        CaseKind::Biometric => tr::admin::same_person_question(locale),
        CaseKind::Verification => tr::admin::verify_question(locale),
    };
    let here = view! { <span class="id">{case.rid.clone()}</span> }.into_any();
    let others = case.candidates.len().saturating_sub(view.candidates.len()) as u64;
    let candidates = view.candidates.clone();
    let (id, zoomed) = (case.id.clone(), candidates.clone());
    let alone = view.new.clone().filter(|_| candidates.is_empty());
    let new = view.new;
    view! {
        <ConsolePage title=title>
            <Breadcrumb href=Place::Cases.path() above=tr::admin::adjudication(locale) here=here/>
            <ErrorSummary problems=found.clone()/>
            <h1 class="page-title">{title}</h1>
            <p class="mt-1 text-ink-2">{tr::admin::recorded(locale)}</p>
            {move || zoom.get().map(|wanted| view! { <Zoomed case_id=id.clone() candidates=zoomed.clone() wanted=wanted/> })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_21rem]">
                <div class="grid min-w-0 gap-4">
                    {alone.map(|packet| view! { <Captured case_id=case.id.clone() packet=packet/> })}
                    {candidates
                        .into_iter()
                        .filter_map(|candidate| {
                            let new = new.clone()?;
                            Some(view! { <Compared case_id=case.id.clone() new=new candidate=candidate/> })
                        })
                        .collect_view()}
                    {(others > 0).then(|| view! { <Notice title=tr::admin::more_candidates(locale, others)/> })}
                </div>
                <DecisionForm case_id=case.id.clone() kind=case.kind draft=draft problems=found/>
            </div>
        </ConsolePage>
    }
}
