//! The administration portal, `/admin`: where each registration is and why, the cases only a person can decide, the
//! master data, settings, keys, the people who work here and one's own account; and, where it exists, the page of the
//! development message sink. Every form posts to `/_ui/admin/…` and is answered with 303.

mod account_api;
mod api;
mod audit_filter;
mod data;
mod definitions;
mod draft;
mod frame;
mod health_words;
mod key_words;
mod pages;
mod parts;
mod passkey;
mod place;
mod policy_words;
#[cfg(feature = "ssr")]
mod post;
mod system_api;
mod words;

#[cfg(feature = "ssr")]
pub use post::{guard, routes};

use app_kit::{NotFound, use_path};
use leptos::prelude::*;

use crate::{frame::Frame, place::Place};

/// The portal's pages, chosen by the path; those of [`office`] lie in another chunk.
pub fn portal() -> AnyView {
    let path = use_path();
    // a page of another frame is another document: forms and the guard load it anew
    match Place::parse(&path.get_untracked()) {
        Some(Place::SignIn) => view! { <pages::SignIn/> }.into_any(),
        Some(Place::SecondFactor) => view! { <pages::SecondFactor/> }.into_any(),
        Some(Place::ChoosePassword) => view! { <pages::ChoosePassword/> }.into_any(),
        Some(Place::Recovery) => view! { <pages::Recovery/> }.into_any(),
        Some(Place::Messages) => view! { <pages::Messages/> }.into_any(),
        _ => view! {
            <Frame>
                {move || match Place::parse(&path.read()) {
                    Some(Place::Packets) => view! { <pages::Packets/> }.into_any(),
                    Some(Place::Packet(rid)) => view! { <pages::Packet rid=rid/> }.into_any(),
                    Some(Place::Lost) => view! { <pages::Lost/> }.into_any(),
                    Some(Place::Cases) => view! { <pages::Cases/> }.into_any(),
                    Some(Place::Trust) => view! { <pages::Trust/> }.into_any(),
                    Some(Place::Settings) => view! { <pages::Settings/> }.into_any(),
                    Some(Place::Setting(name)) => view! { <pages::Setting name=name/> }.into_any(),
                    Some(Place::Uploads) => view! { <pages::Uploads/> }.into_any(),
                    Some(Place::Upload(id)) => view! { <pages::Upload id=id/> }.into_any(),
                    Some(Place::Case(id)) => view! { <pages::Case id=id/> }.into_any(),
                    Some(Place::Confirm) => view! { <pages::Confirm/> }.into_any(),
                    Some(Place::Data(place)) => data::page(place),
                    // these have frames or chunks of their own: leaving for one loads it
                    Some(_) => ().into_any(),
                    None => view! { <NotFound/> }.into_any(),
                }}
            </Frame>
        }
        .into_any(),
    }
}

/// People, keys, audit rows, the queues of jobs and one's own account.
pub fn office() -> AnyView {
    let path = use_path();
    view! {
        <Frame>
            {move || match Place::parse(&path.read()) {
                Some(Place::Keys) => view! { <pages::Keys/> }.into_any(),
                Some(Place::Key(application, reference)) => {
                    view! { <pages::Key application=application reference=reference/> }.into_any()
                }
                Some(Place::Audit) => view! { <pages::Audit/> }.into_any(),
                Some(Place::AuditEntry(source, id)) => view! { <pages::AuditRow source=source id=id/> }.into_any(),
                Some(Place::Health) => view! { <pages::Health/> }.into_any(),
                Some(Place::CrossCheck) => view! { <pages::CrossCheck/> }.into_any(),
                Some(Place::Jobs) => view! { <pages::Jobs/> }.into_any(),
                Some(Place::Job(database, id)) => view! { <pages::Job database=database id=id/> }.into_any(),
                Some(Place::Account) => view! { <pages::Account/> }.into_any(),
                Some(Place::Codes) => view! { <pages::Codes/> }.into_any(),
                Some(Place::Users) => view! { <pages::Users/> }.into_any(),
                Some(Place::NewUser) => view! { <pages::NewUser/> }.into_any(),
                Some(Place::User(id)) => view! { <pages::User id=id/> }.into_any(),
                Some(Place::FirstPassword(id)) => view! { <pages::FirstPassword id=id/> }.into_any(),
                // these lie in the other chunk: leaving for one loads it
                Some(_) => ().into_any(),
                None => view! { <NotFound/> }.into_any(),
            }}
        </Frame>
    }
    .into_any()
}

/// Identity schemas and forms, with the controls that people fill in.
pub fn definitions() -> AnyView {
    let path = use_path();
    view! {
        <Frame>
            {move || match Place::parse(&path.read()) {
                Some(Place::Schemas) => view! { <definitions::List/> }.into_any(),
                Some(Place::Definition(family, id)) => view! { <definitions::Detail family=family id=id/> }.into_any(),
                Some(Place::DefinitionField(family, id, field)) => {
                    view! { <definitions::FieldPage family=family id=id field=field/> }.into_any()
                }
                Some(Place::Publish(family, id)) => view! { <definitions::Publish family=family id=id/> }.into_any(),
                // these lie in the other chunks: leaving for one loads it
                Some(_) => ().into_any(),
                None => view! { <NotFound/> }.into_any(),
            }}
        </Frame>
    }
    .into_any()
}
