//! The administration portal, `/admin`: where each registration is and why, the cases only a person can decide, the
//! keys, master data; and, where it exists, the page of the development message sink. Every form posts to `/_ui/admin/…` and is answered with 303.

mod api;
mod data;
mod draft;
mod frame;
mod key_words;
mod pages;
mod parts;
mod place;
#[cfg(feature = "ssr")]
mod post;
mod words;

#[cfg(feature = "ssr")]
pub use post::{guard, routes};

use app_kit::{NotFound, use_path};
use leptos::prelude::*;

use crate::{frame::Frame, place::Place};

/// The portal's pages, chosen by the path.
pub fn portal() -> AnyView {
    let path = use_path();
    // a page of another frame is another document: forms and the guard load it anew
    match Place::parse(&path.get_untracked()) {
        Some(Place::SignIn) => view! { <pages::SignIn/> }.into_any(),
        Some(Place::Messages) => view! { <pages::Messages/> }.into_any(),
        _ => view! {
            <Frame>
                {move || match Place::parse(&path.read()) {
                    Some(Place::Packets) => view! { <pages::Packets/> }.into_any(),
                    Some(Place::Packet(rid)) => view! { <pages::Packet rid=rid/> }.into_any(),
                    Some(Place::Cases) => view! { <pages::Cases/> }.into_any(),
                    Some(Place::Keys) => view! { <pages::Keys/> }.into_any(),
                    Some(Place::Key(application, reference)) => {
                        view! { <pages::Key application=application reference=reference/> }.into_any()
                    }
                    Some(Place::Trust) => view! { <pages::Trust/> }.into_any(),
                    Some(Place::Case(id)) => view! { <pages::Case id=id/> }.into_any(),
                    Some(Place::Data(place)) => data::page(place),
                    // these have frames of their own: leaving for one loads it
                    Some(Place::SignIn | Place::Messages) => ().into_any(),
                    None => view! { <NotFound/> }.into_any(),
                }}
            </Frame>
        }
        .into_any(),
    }
}
