//! UI-ADM-22: find the number of a registration again by what the person remembers.

use app_i18n::tr;
use app_kit::{ConsolePage, Empty, ErrorSummary, Field, Input, Problem, Table, loaded, use_locale, use_query_value};
use leptos::prelude::*;
use masterdata_api::lost::{LostForm, LostFound};

use crate::api::{self, LostPage};
use crate::parts::Breadcrumb;
use crate::{place::Place, words};

/// The controls' ids: problems lead here.
const FROM: &str = "from";
const TO: &str = "to";

#[component]
pub fn Lost() -> impl IntoView {
    let asked = use_query_value("asked");
    let page = Resource::new_blocking(move || asked.get().is_some(), api::lost);
    loaded(page, super::sign_in_for(&Place::Lost.path()), move |page| {
        view! { <Whole page=page asked=asked.get_untracked().is_some()/> }.into_any()
    })
}

/// What is missing, or what the service said.
fn problems(page: &LostPage, asked: bool) -> Vec<Problem> {
    let locale = use_locale();
    let missing = |field: &str, value: &str| {
        let text = tr::lost::day_missing(locale).to_owned();
        (asked && value.is_empty()).then(|| Problem { field: field.to_owned(), text })
    };
    let refused = page.refused.as_ref().map(|error| Problem { field: FROM.to_owned(), text: error.text(locale) });
    [missing(FROM, &page.form.from), missing(TO, &page.form.to), refused].into_iter().flatten().collect()
}

#[component]
fn Whole(page: LostPage, asked: bool) -> impl IntoView {
    let locale = use_locale();
    let problems = problems(&page, asked);
    let here = view! { {tr::lost::title(locale)} }.into_any();
    view! {
        <ConsolePage title=tr::lost::title(locale)>
            <Breadcrumb href=Place::Packets.path() above=tr::admin::packets(locale) here=here/>
            <ErrorSummary problems=problems.clone()/>
            <h1 class="page-title mt-1">{tr::lost::title(locale)}</h1>
            <p class="mt-1 text-ink-2">{tr::lost::text(locale)}</p>
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[24rem_minmax(0,1fr)]">
                <Known form=page.form problems=problems/>
                {page.found.map(|found| view! { <Found found=found/> })}
            </div>
        </ConsolePage>
    }
}

#[component]
fn Known(form: LostForm, problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="known">
            <h2 class="section-title" id="known">{tr::lost::known(locale)}</h2>
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/lost">
                <Field id=FROM label=tr::lost::from(locale) error=Problem::of(&problems, FROM)>
                    <Input name="from" kind="date" value=form.from/>
                </Field>
                <Field id=TO label=tr::lost::to(locale) hint=tr::lost::days_hint(locale) error=Problem::of(&problems, TO)>
                    <Input name="to" kind="date" value=form.to/>
                </Field>
                <Field id="name" label=tr::lost::name(locale) optional=true>
                    <Input name="name" value=form.name maxlength=128/>
                </Field>
                <Field id="email" label=tr::lost::email(locale) optional=true>
                    <Input name="email" value=form.email maxlength=128/>
                </Field>
                <Field id="phone" label=tr::lost::phone(locale) optional=true>
                    <Input name="phone" value=form.phone inputmode="tel" is_id=true maxlength=32/>
                </Field>
                <Field id="place" label=tr::lost::place(locale) hint=tr::lost::place_hint(locale) optional=true>
                    <Input name="place" value=form.place is_id=true maxlength=36/>
                </Field>
                <Field id="center" label=tr::lost::center(locale) optional=true>
                    <Input name="center" value=form.center is_id=true maxlength=10/>
                </Field>
                <button class="btn">{tr::lost::search(locale)}</button>
            </form>
            <form class="mt-3" method="post" action="/_ui/admin/lost/clear">
                <button class="btn" data-kind="quiet">{tr::lost::clear(locale)}</button>
            </form>
        </section>
    }
}

#[component]
fn Found(found: Vec<LostFound>) -> impl IntoView {
    let locale = use_locale();
    if found.is_empty() {
        return view! { <Empty title=tr::lost::none(locale) text=tr::lost::none_text(locale)/> }.into_any();
    }
    let heads = vec![
        (tr::admin::search(locale).to_owned(), false),
        (tr::lost::center(locale).to_owned(), false),
        (tr::lost::registered(locale).to_owned(), false),
    ];
    view! {
        <div class="card min-w-0">
            <Table caption=tr::lost::found(locale) heads=heads>
                {found
                    .into_iter()
                    .map(|one| view! {
                        <tr>
                            <td><a class="link font-medium" href=Place::Packet(one.rid.clone()).path()><span class="id">{one.rid.clone()}</span></a></td>
                            <td><span class="id">{one.center}</span></td>
                            <td>{words::moment(locale, one.registered_at)}</td>
                        </tr>
                    })
                    .collect_view()}
            </Table>
        </div>
    }
    .into_any()
}
