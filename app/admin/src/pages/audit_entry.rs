//! One audit row with everything it says.

use app_i18n::tr;
use app_kit::{ConsolePage, loaded, use_locale};
use kernel_api::audit_search::AuditEntry;
use leptos::prelude::*;

use crate::parts::Breadcrumb;
use crate::{api, place::Place};

#[component]
pub fn AuditRow(source: String, id: String) -> impl IntoView {
    let back = Place::AuditEntry(source.clone(), id.clone()).path();
    let entry =
        Resource::new_blocking(move || (source.clone(), id.clone()), |(source, id)| api::audit_entry(source, id));
    loaded(entry, super::sign_in_for(&back), |entry: AuditEntry| view! { <Whole entry=entry/> }.into_any())
}

#[component]
fn Whole(entry: AuditEntry) -> impl IntoView {
    let locale = use_locale();
    let here = view! { <span class="id">{entry.event_name.clone()}</span> }.into_any();
    let seq = match entry.seq {
        Some(seq) => tr::audit::sealed(locale, &seq),
        None => tr::audit::unsealed(locale).to_owned(),
    };
    let parts = [
        (tr::audit::event_id(locale), Some(entry.event_id)),
        (tr::audit::kind(locale), Some(entry.event_type)),
        (tr::audit::when(locale), Some(types::time::format(entry.logged_at))),
        (tr::audit::acted(locale), Some(types::time::format(entry.acted_at))),
        (tr::audit::actor(locale), Some(entry.session_user_id)),
        (tr::audit::recorded_by(locale), Some(entry.created_by)),
        (tr::audit::about(locale), entry.ref_type),
        (tr::audit::reference(locale), entry.ref_id),
        (tr::audit::module(locale), Some(format!("{} · {}", entry.module_name, entry.module_id))),
        (tr::audit::application(locale), Some(format!("{} · {}", entry.application_id, entry.application_name))),
        (tr::audit::host(locale), Some(format!("{} · {}", entry.host_name, entry.host_ip))),
        (tr::audit::request(locale), Some(entry.request_id)),
        (tr::audit::database(locale), Some(entry.source)),
    ];
    view! {
        <ConsolePage title=entry.event_name.clone()>
            <Breadcrumb href=Place::Audit.path() above=tr::audit::title(locale) here=here/>
            <h1 class="page-title mt-1"><span class="id wrap-anywhere">{entry.event_name}</span></h1>
            {(!entry.description.is_empty()).then(|| view! { <p class="mt-1 text-ink-2" dir="auto">{entry.description}</p> })}
            <section class="card card-pad mt-4" aria-label=tr::audit::event(locale)>
                <dl class="grid gap-x-6 gap-y-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
                    {parts
                        .into_iter()
                        .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)))
                        .map(|(name, value)| view! {
                            <dt class="text-ink-3">{name}</dt>
                            <dd class="id wrap-anywhere whitespace-normal!">{value}</dd>
                        })
                        .collect_view()}
                    <dt class="text-ink-3">{tr::audit::chain(locale)}</dt>
                    <dd>{seq}</dd>
                </dl>
            </section>
        </ConsolePage>
    }
}
