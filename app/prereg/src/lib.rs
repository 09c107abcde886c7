//! The pre-registration portal, `/prereg`: sign in with a code, fill in the form, add documents, choose a time, print the
//! slip. Every form posts to `/_ui/prereg/…` and is answered with 303, so that the whole journey works without scripts.

mod api;
mod frame;
mod pages;
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
                Some(Place::Applications) => view! { <pages::Applications/> }.into_any(),
                Some(Place::SignIn) => view! { <pages::SignIn/> }.into_any(),
                Some(Place::Code) => view! { <pages::Code/> }.into_any(),
                Some(Place::New) => view! { <pages::New/> }.into_any(),
                Some(Place::Tasks(prid)) => view! { <pages::Tasks prid=prid/> }.into_any(),
                Some(Place::About(prid, page)) => view! { <pages::About prid=prid page=page/> }.into_any(),
                Some(Place::Documents(prid)) => view! { <pages::Documents prid=prid/> }.into_any(),
                Some(Place::Check(prid)) => view! { <pages::Check prid=prid/> }.into_any(),
                Some(Place::Centre(prid)) => view! { <pages::Centre prid=prid/> }.into_any(),
                Some(Place::Time(prid)) => view! { <pages::Time prid=prid/> }.into_any(),
                Some(Place::Slip(prid)) => view! { <pages::SlipPage prid=prid/> }.into_any(),
                Some(Place::Cancel(prid)) => view! { <pages::Cancel prid=prid/> }.into_any(),
                None => view! { <NotFound/> }.into_any(),
            }}
        </Frame>
    }
    .into_any()
}
