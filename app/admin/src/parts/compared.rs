//! A packet as captured, and two of them side by side.

use app_i18n::{Locale, data_language, tr};
use app_kit::{Notice, Photo, Tag, Tile, error_text, use_locale};
use leptos::prelude::*;
use registration_api::adjudication::{
    CapturedField, CapturedPacket, CapturedText, ComparedCandidate, ComparedField, FACE, Likeness,
};

use super::Fingers;
use super::fingers::{picture, single};
use crate::{place::Place, words};

/// The new registration and one candidate.
#[component]
pub fn Compared(case_id: String, new: CapturedPacket, candidate: ComparedCandidate) -> impl IntoView {
    let locale = use_locale();
    let ComparedCandidate { side, packet, score, fields, fingers } = candidate;
    let title = tr::admin::compared_with(locale, &side);
    let heading = format!("candidate-{side}");
    let labelled_by = heading.clone();
    let score = (score > 0.0).then(|| format!("{score:.0} %"));
    let faces = new.face || packet.face;
    view! {
        <section class="card overflow-hidden" aria-labelledby=labelled_by>
            <div class="card-head flex-wrap">
                <h2 class="section-title" id=heading>{title}</h2>
                {score.map(|score| view! { <span class="ms-auto text-ink-2">{tr::admin::score(locale, &score)}</span> })}
            </div>
            <div class="grid grid-cols-2 divide-x divide-line">
                <Head case_id=case_id.clone() side=0 tile=Tile::You title=tr::admin::new_packet(locale) packet=new faces=faces/>
                <Head case_id=case_id.clone() side=side tile=Tile::Done title=tr::admin::earlier_packet(locale) packet=packet faces=faces/>
            </div>
            <Details fields=fields/>
            <Fingers case_id=case_id side=side pairs=fingers/>
        </section>
    }
}

/// One side's head: which packet, when, and the photo.
#[component]
fn Head(
    case_id: String,
    side: u32,
    tile: Tile,
    title: &'static str,
    packet: CapturedPacket,
    /// Whether any side has a photo: then both show a frame.
    faces: bool,
) -> impl IntoView {
    let locale = use_locale();
    let glyph = if tile == Tile::You { "you" } else { "done" };
    let src = packet.face.then(|| picture(&case_id, side, FACE));
    let label = if packet.face { tr::admin::photo_of(locale, &title) } else { tr::admin::no_photo(locale).to_owned() };
    view! {
        <div class="min-w-0 p-4">
            <p class="flex flex-wrap items-center gap-2 font-semibold">
                <span class="t" data-s=glyph aria-hidden="true"></span>
                {title}
            </p>
            <p class="mt-1 text-xs">
                <a class="link" href=Place::Packet(packet.rid.clone()).path()>
                    <span class="id whitespace-normal! wrap-anywhere">{packet.rid.clone()}</span>
                </a>
            </p>
            <p class="text-xs text-ink-3">{words::moment(locale, packet.received_at)}</p>
            {packet.unreadable.map(|code| view! {
                <div class="mt-3"><Notice kind="warn" title=tr::admin::unreadable(locale) text=error_text(locale, &code, &[])/></div>
            })}
            {faces.then(|| view! { <div class="mx-auto mt-3 max-w-40"><Photo src=src label=label/></div> })}
        </div>
    }
}

/// Details side by side: new, what it is and how alike, earlier.
#[component]
fn Details(fields: Vec<ComparedField>) -> impl IntoView {
    let locale = use_locale();
    view! {
        <table class="table tags-wrap table-fixed border-t border-line">
            <caption class="sr-only">{tr::admin::details_caption(locale)}</caption>
            <thead class="sr-only">
                <tr>
                    <th scope="col">{tr::admin::new_packet(locale)}</th>
                    <th scope="col">{tr::admin::detail(locale)}</th>
                    <th scope="col">{tr::admin::earlier_packet(locale)}</th>
                </tr>
            </thead>
            <tbody>
                {fields
                    .into_iter()
                    .map(|field| {
                        let (tile, words) = likeness(locale, field.likeness);
                        view! {
                            <tr>
                                <td class="w-[36%] text-end font-medium wrap-anywhere"><Texts texts=field.new/></td>
                                <td class="w-[28%] text-center">
                                    <span class="block text-xs text-ink-3">{label(locale, &field.id, &field.labels)}</span>
                                    <Tag tile=tile text=words/>
                                </td>
                                <td class="w-[36%] font-medium wrap-anywhere"><Texts texts=field.earlier/></td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
}

fn likeness(locale: Locale, likeness: Likeness) -> (Tile, &'static str) {
    match likeness {
        Likeness::Same => (Tile::Done, tr::admin::like_same(locale)),
        Likeness::Close => (Tile::Moving, tr::admin::like_close(locale)),
        Likeness::Different => (Tile::None, tr::admin::like_different(locale)),
        Likeness::OneSided => (Tile::None, tr::admin::like_one_sided(locale)),
    }
}

/// A field's label in the page's language, else in any, else the schema's name.
fn label(locale: Locale, id: &str, labels: &std::collections::BTreeMap<String, String>) -> String {
    labels.get(locale.code()).or_else(|| labels.values().next()).cloned().unwrap_or_else(|| id.to_owned())
}

/// Values below each other, each in the direction of its language.
#[component]
fn Texts(texts: Vec<CapturedText>) -> impl IntoView {
    let locale = use_locale();
    if texts.is_empty() {
        return view! { <span class="font-normal text-ink-3">{tr::admin::not_said(locale)}</span> }.into_any();
    }
    // what reads the same in every language is said once
    let once = texts.iter().all(|value| value.text == texts[0].text);
    let shown = if once { 1 } else { texts.len() };
    texts
        .into_iter()
        .take(shown)
        .map(|value| match value.language {
            Some(language) => {
                let (tag, direction) = data_language(&language);
                view! { <span class="block"><bdi lang=tag.to_owned() dir=direction.as_str()>{value.text}</bdi></span> }
                    .into_any()
            }
            None => view! { <span class="block"><bdi dir="auto">{value.text}</bdi></span> }.into_any(),
        })
        .collect_view()
        .into_any()
}

/// A packet that has nothing to be compared with.
#[component]
pub fn Captured(case_id: String, packet: CapturedPacket) -> impl IntoView {
    let locale = use_locale();
    let fields: Vec<CapturedField> = packet.fields.clone();
    let fingers = packet.fingers.clone();
    let faces = packet.face;
    view! {
        <section class="card overflow-hidden" aria-labelledby="captured">
            <div class="card-head"><h2 class="section-title" id="captured">{tr::admin::as_captured(locale)}</h2></div>
            <Head case_id=case_id.clone() side=0 tile=Tile::You title=tr::admin::new_packet(locale) packet=packet faces=faces/>
            <dl class="dl border-t border-line px-4">
                {fields
                    .into_iter()
                    .map(|field| view! { <div><dt>{label(locale, &field.id, &field.labels)}</dt><dd><Texts texts=field.values/></dd></div> })
                    .collect_view()}
            </dl>
            <div class="grid grid-cols-2 gap-4 p-4 md:grid-cols-4">
                {fingers.into_iter().map(|finger| single(locale, &case_id, finger)).collect_view()}
            </div>
        </section>
    }
}
