//! Centres and their zones on a drawing of coordinates, with the same centres as a list beside it.

use app_i18n::{data_language, tr};
use app_kit::{ConsolePage, Empty, Tag, Tile, loaded, use_locale};
use leptos::prelude::*;

use super::parts::{Way, spoken};
use super::shape::{Area, MapPage, Point};
use super::{DataPlace, api};
use crate::pages::sign_in_for;

#[component]
pub fn Map() -> impl IntoView {
    let locale = use_locale();
    let page = Resource::new_blocking(|| (), move |()| api::map(locale.code().to_owned()));
    loaded(page, sign_in_for(&DataPlace::Map.path()), |page| view! { <Whole page=page/> }.into_any())
}

#[component]
fn Whole(page: MapPage) -> impl IntoView {
    let locale = use_locale();
    let centres = DataPlace::List("registrationcenters".to_owned()).path();
    let above = vec![(centres, tr::data::centres(locale).to_owned())];
    let here = tr::data::map(locale).into_any();
    let MapPage { areas, placeless } = page;
    let body = if areas.is_empty() {
        view! { <Empty title=tr::data::none(locale) text=tr::data::no_coordinates(locale)/> }.into_any()
    } else {
        view! {
            <div class="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
                <Drawing areas=areas.clone()/>
                <div class="grid min-w-0 gap-4"><Beside areas=areas/></div>
            </div>
        }
        .into_any()
    };
    view! {
        <ConsolePage title=tr::data::map(locale)>
            <Way above=above here=here/>
            <h1 class="page-title mt-1">{tr::data::map(locale)}</h1>
            <p class="mt-1 mb-4 text-ink-2">{tr::data::map_text(locale)}</p>
            {body}
            {(!placeless.is_empty()).then(|| view! {
                <section class="card card-pad mt-4" aria-labelledby="placeless">
                    <h2 class="section-title" id="placeless">{tr::data::placeless(locale)}</h2>
                    <ul>{placeless.into_iter().map(|(href, name)| view! { <li><a class="link" href=href>{name}</a></li> }).collect_view()}</ul>
                </section>
            })}
        </ConsolePage>
    }
}

/// The drawing keeps its direction in every language: east does not move.
#[component]
fn Drawing(areas: Vec<Area>) -> impl IntoView {
    let locale = use_locale();
    let frame = |area: &Area| {
        let (x, y, width, height) = area.around;
        view! {
            <rect x=x.to_string() y=y.to_string() width=width.to_string() height=height.to_string() rx="8" fill="var(--brand-soft)" stroke="var(--line)"></rect>
            <text x=(x + 6.0).to_string() y=(y - 6.0).to_string() font-size="14" fill="var(--ink-2)">{area.name.clone()}</text>
        }
    };
    view! {
        <section class="card min-w-0 p-2" aria-label=tr::data::map(locale) dir="ltr">
            <svg class="block w-full" viewBox="0 0 800 560">
                <g aria-hidden="true">{areas.iter().map(frame).collect_view()}</g>
                {areas.into_iter().flat_map(|area| area.points).map(point).collect_view()}
            </svg>
        </section>
    }
}

fn point(point: Point) -> impl IntoView {
    let name = format!("{} · {}", point.name, point.id);
    let fill = if point.active { "var(--brand)" } else { "var(--surface)" };
    // neighbours stay apart where they overlap
    let edge = if point.active { "var(--surface)" } else { "var(--brand)" };
    let (x, y) = (point.x, point.y);
    let title = name.clone();
    // inside a group, so that a link made in the browser is one of the drawing
    view! {
        <g>
            <a href=point.href aria-label=name class="map-point" lang=data_language(&point.language).0.to_owned()>
                <title>{title}</title>
                // a larger place to touch than the tile that is seen
                <circle cx=x.to_string() cy=y.to_string() r="18" fill="transparent"></circle>
                <rect x=(x - 7.0).to_string() y=(y - 7.0).to_string() width="14" height="14" rx="2" fill=fill stroke=edge stroke-width="2"></rect>
            </a>
        </g>
    }
}

#[component]
fn Beside(areas: Vec<Area>) -> impl IntoView {
    let locale = use_locale();
    let line = |point: Point| {
        view! {
            <li class="flex items-center justify-between gap-2 py-1">
                <a class="link" href=point.href>{spoken(&point.language, point.name)}</a>
                {(!point.active).then(|| view! { <Tag tile=Tile::None text=tr::data::inactive(locale)/> })}
            </li>
        }
    };
    areas
        .into_iter()
        .map(|area| {
            view! {
                <section class="card card-pad min-w-0">
                    <h2 class="section-title"><bdi>{area.name}</bdi></h2>
                    <ul class="mt-1">{area.points.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
        .collect_view()
        .into_any()
}
