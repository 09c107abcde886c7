//! Fingers side by side. The pictures come from the packets, on a light ground in every theme.

use app_i18n::{Locale, tr};
use app_kit::{Icon, use_locale};
use leptos::prelude::*;
use registration_api::adjudication::{ComparedCandidate, ComparedFinger};

use crate::{place::Place, words};

/// Where a picture is.
pub(super) fn picture(case_id: &str, side: u32, part: &str) -> String {
    // names of fingers have no other character that an address cannot carry
    format!("/_ui/admin/adjudication/{case_id}/picture/{side}/{}", part.replace(' ', "%20"))
}

/// At and above this a finger counts as the same: it is drawn as a match. The scale is the matcher's similarity.
const ALIKE: f64 = 30.0;

#[component]
pub fn Fingers(case_id: String, side: u32, pairs: Vec<ComparedFinger>) -> impl IntoView {
    let locale = use_locale();
    (!pairs.is_empty()).then(|| {
        view! {
            <div class="border-t border-line p-4">
                <h3 class="section-title">{tr::admin::fingers(locale)}</h3>
                <div class="mt-3 grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
                    {pairs
                        .into_iter()
                        .enumerate()
                        .map(|(at, pair)| view! { <Pair case_id=case_id.clone() side=side at=at pair=pair/> })
                        .collect_view()}
                </div>
            </div>
        }
    })
}

#[component]
fn Pair(case_id: String, side: u32, at: usize, pair: ComparedFinger) -> impl IntoView {
    let locale = use_locale();
    let caption = caption(locale, &pair);
    let both = pair.new.is_some() && pair.earlier.is_some();
    let zoom = format!("{}?zoom={side}-{at}", Place::Case(case_id.clone()).path());
    view! {
        <figure class="rounded-md border border-line p-2">
            <div class="grid grid-cols-2 gap-1">
                <Print case_id=case_id.clone() side=0 finger=pair.new.clone()/>
                <Print case_id=case_id side=side finger=pair.earlier.clone()/>
            </div>
            <figcaption class="mt-2 flex flex-wrap items-center justify-between gap-x-2 text-xs">
                <span>{caption.clone()}</span>
                <Score score=pair.score/>
                {both.then(|| view! {
                    <a class="link flex min-h-6 items-center gap-1" href=zoom>
                        <Icon name="icon-magnifying-glass"/>
                        {tr::admin::enlarge(locale)}
                        <span class="sr-only">" "{caption}</span>
                    </a>
                })}
            </figcaption>
        </figure>
    }
}

/// Which finger; two names where the match is between different ones.
fn caption(locale: Locale, pair: &ComparedFinger) -> String {
    match (&pair.new, &pair.earlier) {
        (Some(new), Some(earlier)) if new != earlier => {
            tr::admin::finger_fits(locale, &words::finger(locale, new), &words::finger(locale, earlier))
        }
        (Some(one), _) | (None, Some(one)) => words::finger(locale, one),
        (None, None) => String::new(),
    }
}

#[component]
fn Score(score: Option<f64>) -> impl IntoView {
    let locale = use_locale();
    match score {
        Some(score) => {
            let class = if score >= ALIKE { "text-ok" } else { "text-warn" };
            view! { <b class=class>{format!("{score:.0} %")}</b> }.into_any()
        }
        None => view! { <span class="text-ink-3">{tr::admin::not_compared(locale)}</span> }.into_any(),
    }
}

#[component]
fn Print(case_id: String, side: u32, finger: Option<String>) -> impl IntoView {
    let locale = use_locale();
    match finger {
        Some(finger) => {
            let alt = alt(locale, side, &finger);
            view! { <img class="print-image aspect-[4/5] w-full" src=picture(&case_id, side, &finger) alt=alt loading="lazy"/> }.into_any()
        }
        None => view! {
            <div class="grid aspect-[4/5] place-items-center rounded-sm border border-dashed border-edge p-2 text-center text-xs text-ink-3">
                {tr::admin::not_captured(locale)}
            </div>
        }
        .into_any(),
    }
}

fn alt(locale: Locale, side: u32, finger: &str) -> String {
    let finger = words::finger(locale, finger);
    if side == 0 { tr::admin::new_finger(locale, &finger) } else { tr::admin::earlier_finger(locale, &finger) }
}

/// A finger by itself.
pub(super) fn single(locale: Locale, case_id: &str, finger: String) -> impl IntoView + use<> {
    let caption = words::finger(locale, &finger);
    view! {
        <figure class="rounded-md border border-line p-2">
            <Print case_id=case_id.to_owned() side=0 finger=Some(finger)/>
            <figcaption class="mt-2 text-xs">{caption}</figcaption>
        </figure>
    }
}

/// One pair as large as the page allows; the address names it, so that it works without scripts.
#[component]
pub fn Zoomed(case_id: String, candidates: Vec<ComparedCandidate>, wanted: String) -> impl IntoView {
    let locale = use_locale();
    let pair = find(&candidates, &wanted);
    pair.map(|(side, pair)| {
        let title = caption(locale, &pair);
        let close = Place::Case(case_id.clone()).path();
        let large = |side: u32, finger: Option<String>| {
            finger.map(|finger| {
                let alt = alt(locale, side, &finger);
                view! {
                    <figure>
                        <img class="print-image w-full" src=picture(&case_id, side, &finger) alt=alt/>
                        <figcaption class="mt-1 text-xs text-ink-3">
                            {if side == 0 { tr::admin::new_packet(locale) } else { tr::admin::earlier_packet(locale) }}
                        </figcaption>
                    </figure>
                }
            })
        };
        view! {
            <section class="card mt-4" aria-labelledby="zoomed">
                <div class="card-head">
                    <h2 class="section-title" id="zoomed">{title}</h2>
                    <span class="ms-auto"><Score score=pair.score/></span>
                    <a class="btn" data-kind="quiet" data-size="sm" href=close><Icon name="icon-x"/>{tr::admin::close(locale)}</a>
                </div>
                <div class="grid grid-cols-2 gap-4 p-4">
                    {large(0, pair.new.clone())}
                    {large(side, pair.earlier.clone())}
                </div>
            </section>
        }
    })
}

/// The pair that `side-position` names.
fn find(candidates: &[ComparedCandidate], wanted: &str) -> Option<(u32, ComparedFinger)> {
    let (side, at) = wanted.split_once('-')?;
    let (side, at): (u32, usize) = (side.parse().ok()?, at.parse().ok()?);
    let candidate = candidates.iter().find(|one| one.side == side)?;
    Some((side, candidate.fingers.get(at)?.clone()))
}
