//! The resident's portal, `/resident`: where a registration is, and with a number and a code one's own card, uses and virtual
//! numbers. Every form posts to `/_ui/resident/…` and is answered with 303, so that all of it works without scripts.

mod api;
mod frame;
mod pages;
mod parts;
mod place;
#[cfg(feature = "ssr")]
mod post;

#[cfg(feature = "ssr")]
pub use post::routes;

use app_kit::{NotFound, use_path};
use leptos::prelude::*;

use crate::{frame::Frame, place::Place};

/// The portal's pages, chosen by the path.
pub fn portal() -> AnyView {
    let path = use_path();
    view! {
        <Frame>
            {move || match Place::parse(&path.read()) {
                Some(Place::Start) => view! { <pages::Start/> }.into_any(),
                Some(Place::Code) => view! { <pages::Code/> }.into_any(),
                Some(Place::Status) => view! { <pages::Status/> }.into_any(),
                Some(Place::Home) => view! { <pages::HomePage/> }.into_any(),
                Some(Place::Card) => view! { <pages::CardPage/> }.into_any(),
                Some(Place::History) => view! { <pages::HistoryPage/> }.into_any(),
                Some(Place::Vids) => view! { <pages::Vids/> }.into_any(),
                None => view! { <NotFound/> }.into_any(),
            }}
        </Frame>
    }
    .into_any()
}
