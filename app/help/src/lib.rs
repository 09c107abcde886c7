//! Help, `/help`: one page per task, a glossary, and a search that is a plain form. Needs no sign-in and no script. The texts
//! lie in `pages/` and never reach the browser's program: a page is read on the server and drawn here.

mod api;
#[cfg(feature = "ssr")]
mod content;
mod home;
mod model;
mod page;

use app_i18n::tr;
use app_kit::{CitizenFrame, NotFound, use_locale, use_path};
use leptos::prelude::*;

/// The portal's pages, chosen by the path.
pub fn portal() -> AnyView {
    let path = use_path();
    let locale = use_locale();
    view! {
        <CitizenFrame service=tr::help::service(locale)>
            {move || {
                let path = path.read();
                let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
                match parts.as_slice() {
                    ["help"] => view! { <home::Home/> }.into_any(),
                    ["help", slug] => view! { <page::HelpPage slug=(*slug).to_owned()/> }.into_any(),
                    _ => view! { <NotFound/> }.into_any(),
                }
            }}
        </CitizenFrame>
    }
    .into_any()
}
