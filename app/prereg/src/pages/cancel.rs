//! UI-PRE-04: give the appointment back, or remove the whole application. A page, not a dialog: it works without scripts.

use app_i18n::tr;
use app_kit::{BackLink, ErrorSummary, Page, loaded, use_locale, use_problem};
use leptos::prelude::*;
use prereg_api::{ApplicationView, Status};

use super::{hour, long_date, name_of};
use crate::{
    api,
    place::{Place, SIGN_IN},
};

#[component]
pub fn Cancel(prid: String) -> impl IntoView {
    let locale = use_locale();
    let view = Resource::new_blocking(|| (), move |()| api::application(prid.clone(), api::data_language(locale)));
    loaded(view, SIGN_IN, |view| view! { <Ask view=view/> }.into_any())
}

#[component]
fn Ask(view: ApplicationView) -> impl IntoView {
    let locale = use_locale();
    let prid = view.summary.prid.clone();
    let name = name_of(&view.summary, locale);
    let title = tr::prereg::cancel_title(locale, &name);
    let booking = view.summary.booking.clone().filter(|_| view.summary.status == Status::Booked);
    let cancel = format!("/_ui/prereg/{prid}/cancel");
    let discard = format!("/_ui/prereg/{prid}/discard");
    view! {
        <Page title=title.clone() width="max-w-text!">
            <BackLink href=Place::Tasks(prid).path()/>
            <ErrorSummary problems=use_problem("")/>
            <h1 class="page-title mt-2">{title}</h1>
            {booking.map(|booking| {
                let when = format!("{}, {}", long_date(locale, booking.date), hour(booking.from));
                view! {
                    <section class="card card-pad mt-6">
                        <h2 class="section-title">{tr::prereg::cancel_visit(locale)}</h2>
                        <p class="mt-1 text-ink-2">{tr::prereg::cancel_visit_text(locale, &when, &booking.center_name)}</p>
                        <form class="btn-row mt-4" method="post" action=cancel><button class="btn" data-kind="quiet">{tr::prereg::cancel_visit(locale)}</button></form>
                    </section>
                }
            })}
            <section class="card card-pad mt-6">
                <h2 class="section-title">{tr::prereg::discard(locale)}</h2>
                <p class="mt-1 text-ink-2">{tr::prereg::discard_text(locale)}</p>
                <form class="btn-row mt-4" method="post" action=discard><button class="btn" data-kind="danger">{tr::prereg::discard(locale)}</button></form>
            </section>
        </Page>
    }
}
