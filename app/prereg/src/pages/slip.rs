//! UI-PRE-11: the slip to print and bring, in all languages of the application.

use app_i18n::{Locale, data_language, date_long, tr};
use app_kit::{
    DonePanel, ErrorSummary, Field, Icon, Input, Notice, Page, PrintButton, Problem, loaded, use_locale, use_problem,
    use_query_value,
};
use leptos::prelude::*;
use prereg_api::{Slip, SlipText};

use super::{hour, long_date, ymd};
use crate::{
    api,
    place::{Place, SIGN_IN},
};

#[component]
pub fn SlipPage(prid: String) -> impl IntoView {
    let slip = Resource::new_blocking(|| (), move |()| api::load_slip(prid.clone()));
    loaded(slip, SIGN_IN, |slip| view! { <Shown slip=slip/> }.into_any())
}

#[component]
fn Shown(slip: Slip) -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("to");
    let sent = use_query_value("sent");
    let error = Problem::of(&problems, "to");
    let until = format!("{}, {}", long_date(locale, slip.change_until.date()), hour(slip.change_until.time()));
    let prid = slip.prid.clone();
    let send = format!("/_ui/prereg/{prid}/send-slip");
    view! {
        <Page title=tr::prereg::booked_title(locale) width="max-w-citizen!">
            <div class="no-print"><ErrorSummary problems=problems/></div>
            <DonePanel title=tr::prereg::booked_title(locale) text=tr::prereg::booked_text(locale)/>
            {move || sent.get().map(|_| view! { <div class="mt-4 no-print"><Notice kind="ok" live=true title=tr::prereg::slip_sent(locale)/></div> })}
            <div class="mt-6 grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_17rem]">
                <Paper slip=slip/>
                <aside class="no-print grid gap-3">
                    <PrintButton text=tr::prereg::print_slip(locale)/>
                    <a class="btn" data-kind="plain" href=Place::Applications.path()>{tr::prereg::to_applications(locale)}</a>
                    <Notice title=tr::prereg::cannot_come(locale) text=tr::prereg::change_until(locale, &until)>
                        <a class="link" href=Place::Cancel(prid).path()>{tr::prereg::cancel_visit(locale)}</a>
                    </Notice>
                    <form class="card card-pad mt-2 grid gap-4" method="post" action=send>
                        <Field id="to" label=tr::prereg::send_to(locale) hint=tr::prereg::address_hint(locale) error=error>
                            <Input name="to" is_id=true maxlength=100/>
                        </Field>
                        <button class="btn" data-kind="quiet"><Icon name="icon-chat-text"/>{tr::prereg::send_slip(locale)}</button>
                    </form>
                </aside>
            </div>
        </Page>
    }
}

/// A text in each language of the slip, side by side: `Day · اليوم`.
fn in_each(languages: &[Locale], text: fn(Locale) -> &'static str) -> impl IntoView + use<> {
    let texts: Vec<_> = languages
        .iter()
        .enumerate()
        .map(|(position, locale)| {
            let dot = (position > 0).then_some(" · ");
            view! { {dot}<bdi lang=locale.tag() dir=locale.direction().as_str()>{text(*locale)}</bdi> }
        })
        .collect();
    texts
}

#[component]
fn Paper(slip: Slip) -> impl IntoView {
    let page = use_locale();
    let mut languages: Vec<Locale> =
        slip.languages.iter().filter_map(|language| Locale::parse(language.as_str())).collect();
    if languages.is_empty() {
        languages.push(page);
    }
    let (year, month, day) = ymd(slip.date);
    let dates: Vec<_> = languages
        .iter()
        .map(|locale| view! { <bdi class="block" lang=locale.tag() dir=locale.direction().as_str()>{date_long(*locale, year, month, day)}</bdi> })
        .collect();
    let phone = slip.texts.iter().find_map(|text| text.center.phone.clone());
    let names: Vec<_> = slip.texts.iter().enumerate().map(|(position, text)| name(position, text)).collect();
    let places: Vec<_> = slip.texts.iter().map(place).collect();
    view! {
        <article class="slip card overflow-hidden" aria-label=tr::prereg::slip(page)>
            <div class="course" role="presentation"></div>
            <div class="grid gap-x-8 gap-y-5 p-5 sm:grid-cols-[minmax(0,1fr)_11rem] md:p-7">
                <div class="min-w-0">
                    <p class="flex flex-wrap justify-between gap-x-4 text-base text-ink-3">
                        <span>{in_each(&languages, tr::landing::country)}</span>
                        <span>{in_each(&languages, tr::prereg::slip)}</span>
                    </p>
                    <h2 class="mt-3 grid">{names}</h2>
                    <dl class="mt-4 grid gap-x-6 gap-y-4 sm:grid-cols-2">
                        <div><dt class="text-base text-ink-3">{in_each(&languages, tr::common::day)}</dt><dd class="font-semibold">{dates}</dd></div>
                        <div><dt class="text-base text-ink-3">{in_each(&languages, tr::prereg::time)}</dt><dd class="text-2xl font-semibold tabular-nums"><bdi class="ltr">{hour(slip.from)}</bdi></dd></div>
                        <div><dt class="text-base text-ink-3">{in_each(&languages, tr::prereg::place)}</dt><dd class="font-medium">{places}</dd></div>
                        {phone.map(|phone| view! {
                            <div><dt class="text-base text-ink-3">{in_each(&languages, tr::prereg::phone)}</dt><dd class="font-medium"><bdi class="ltr">{phone}</bdi></dd></div>
                        })}
                    </dl>
                </div>
                <div class="justify-self-center text-center sm:justify-self-end">
                    // the service draws the symbol; it is an image and nothing of a person's own
                    <div class="qr w-44" role="img" aria-label=tr::common::qr(page) inner_html=slip.qr_svg></div>
                    <p class="id mt-2 text-base font-medium">{slip.prid}</p>
                </div>
            </div>
            <Bring documents=slip.bring/>
        </article>
    }
}

fn name(position: usize, text: &SlipText) -> impl IntoView + use<> {
    let (tag, direction) = data_language(text.language.as_str());
    let class = if position == 0 { "text-2xl font-semibold" } else { "text-xl font-semibold" };
    view! { <bdi class=class lang=tag.to_owned() dir=direction.as_str()>{text.name.clone()}</bdi> }
}

fn place(text: &SlipText) -> impl IntoView + use<> {
    let (tag, direction) = data_language(text.language.as_str());
    let address = text.center.address.join(", ");
    view! {
        <div lang=tag.to_owned() dir=direction.as_str()>
            <span class="block">{text.center.name.clone()}</span>
            <span class="block font-normal">{address}</span>
        </div>
    }
}

#[component]
fn Bring(documents: Vec<String>) -> impl IntoView {
    let locale = use_locale();
    let item = |text: String| {
        view! {
            <li class="flex gap-2.5">
                <span class="mt-1.5"><span class="t" data-s="wait" aria-hidden="true"></span></span>
                <span>{text}</span>
            </li>
        }
    };
    view! {
        <div class="border-t border-dashed border-edge p-5 md:px-7">
            <h3 class="font-semibold">{tr::prereg::bring(locale)}</h3>
            <ul class="mt-2 grid gap-2 text-base sm:grid-cols-2">
                {item(tr::prereg::bring_slip(locale).to_owned())}
                {documents.into_iter().map(item).collect_view()}
                {item(tr::prereg::bring_covered(locale).to_owned())}
            </ul>
        </div>
    }
}
