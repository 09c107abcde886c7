//! Master data: one list, one page and one form for every entity. The server shapes what is shown, in the reader's
//! language and by the entity's descriptor; the browser only draws it, so that neither forms nor labels weigh on it.

mod api;
mod detail;
mod documents;
mod form;
mod home;
mod list;
mod map;
mod page_place;
mod parts;
#[cfg(feature = "ssr")]
mod server;
mod shape;

pub use page_place::DataPlace;
#[cfg(feature = "ssr")]
pub use server::{may_read, routes};

use leptos::prelude::*;

/// The page of a place.
pub fn page(place: DataPlace) -> AnyView {
    match place {
        DataPlace::Home => view! { <home::Home/> }.into_any(),
        DataPlace::Documents => view! { <documents::Documents/> }.into_any(),
        DataPlace::Map => view! { <map::Map/> }.into_any(),
        DataPlace::List(slug) => view! { <list::List slug=slug/> }.into_any(),
        DataPlace::New(slug) => view! { <form::EntryForm slug=slug/> }.into_any(),
        DataPlace::Entry(slug, code) => view! { <detail::Entry slug=slug code=code/> }.into_any(),
        DataPlace::Edit(slug, code) => view! { <form::EntryForm slug=slug code=code/> }.into_any(),
    }
}
