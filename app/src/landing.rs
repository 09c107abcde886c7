//! The front door: what a person can do here, in one look.

use app_i18n::tr;
use app_kit::{CitizenFrame, Icon, use_locale};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Landing() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Title text=tr::landing::title(locale)/>
        <CitizenFrame service=tr::common::service(locale)>
            <main id="main" tabindex="-1">
                <Promise/>
                <div class="mx-auto w-full max-w-wide px-4 pb-14 md:px-8">
                    <Doors/>
                    <StatusCard/>
                    <About/>
                    <AtWork/>
                </div>
            </main>
        </CitizenFrame>
    }
}

#[component]
fn Promise() -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="mx-auto grid w-full max-w-wide items-center gap-x-12 px-4 pt-10 pb-8 md:grid-cols-[1fr_18rem] md:px-8 md:pt-14 lg:grid-cols-[1fr_23rem]">
            <div>
                <h1 class="front text-3xl leading-tight font-semibold md:text-5xl">
                    {tr::landing::headline_first(locale)}<br/>{tr::landing::headline_second(locale)}
                </h1>
                <p class="lead mt-4 max-w-[34rem]">{tr::landing::lead(locale)}</p>
                <div class="btn-row mt-7">
                    <a class="btn" href="/prereg" rel="external"><Icon name="icon-calendar-blank"/>{tr::landing::book(locale)}</a>
                    <a class="btn" data-kind="quiet" href="/resident" rel="external">{tr::landing::sign_in(locale)}</a>
                </div>
                <p class="mt-4 text-base"><a class="link" href="#status" rel="external">{tr::landing::where_link(locale)}</a></p>
            </div>
            <div class="hidden md:block">
                <img class="dark:hidden" src="/mosaic-print.svg" alt="" width="420" height="520"/>
                <img class="hidden dark:block" src="/mosaic-print-dark.svg" alt="" width="420" height="520"/>
            </div>
        </section>
    }
}

#[component]
fn Doors() -> impl IntoView {
    let locale = use_locale();
    let door = |href: &'static str, icon: &'static str, title: &'static str, text: &'static str| {
        view! {
            <a class="card door" href=href rel="external">
                <span class="glyph"><Icon name=icon/></span>
                <b class="text-xl font-semibold">{title}</b>
                <span class="text-base text-ink-2">{text}</span>
            </a>
        }
    };
    view! {
        <section aria-labelledby="people">
            <h2 id="people" class="section-title mb-3">{tr::landing::for_everyone(locale)}</h2>
            <div class="grid gap-4 md:grid-cols-2">
                {door("/prereg", "icon-calendar-check-duotone", tr::landing::register(locale), tr::landing::register_text(locale))}
                {door("/resident", "icon-identification-card-duotone", tr::landing::identity(locale), tr::landing::identity_text(locale))}
            </div>
        </section>
    }
}

/// Leads to the resident's status page by a plain GET form.
#[component]
fn StatusCard() -> impl IntoView {
    let locale = use_locale();
    view! {
        <section id="status" class="card card-pad mt-8 grid gap-x-10 gap-y-4 md:grid-cols-[1fr_1.1fr] md:items-end" aria-labelledby="status-title">
            <div>
                <h2 id="status-title" class="section-title">{tr::landing::whereabouts(locale)}</h2>
                <p class="mt-1 text-base text-ink-2" id="status-hint">{tr::landing::where_text(locale)}</p>
            </div>
            <form class="flex flex-col gap-3 sm:flex-row sm:items-end" method="get" action="/resident/status">
                <label class="field flex-1">
                    <span class="label text-base">{tr::landing::slip_number(locale)}</span>
                    <input class="input id" name="number" inputmode="numeric" autocomplete="off" aria-describedby="status-hint"/>
                </label>
                <button class="btn" data-kind="quiet">{tr::landing::show_status(locale)}</button>
            </form>
        </section>
    }
}

#[component]
fn About() -> impl IntoView {
    let locale = use_locale();
    let promise = |text: &'static str| {
        view! {
            <li class="flex gap-3">
                <span class="mt-1.5"><span class="t" data-s="done" aria-hidden="true"></span></span>
                <span>{text}</span>
            </li>
        }
    };
    view! {
        <section class="mt-10 grid gap-x-12 gap-y-8 md:grid-cols-2">
            <div>
                <h2 class="section-title mb-1">{tr::landing::what(locale)}</h2>
                <p class="text-ink-2">{tr::landing::what_text(locale)}</p>
            </div>
            <div>
                <h2 class="section-title mb-1">{tr::landing::promise(locale)}</h2>
                <ul class="grid gap-2 text-ink-2">
                    {promise(tr::landing::promise_see(locale))}
                    {promise(tr::landing::promise_all(locale))}
                    {promise(tr::landing::promise_why(locale))}
                </ul>
            </div>
        </section>
    }
}

#[component]
fn AtWork() -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="mt-10 border-t border-line pt-6" aria-labelledby="work">
            <h2 id="work" class="mb-3 text-base font-semibold">{tr::landing::at_work(locale)}</h2>
            <ul class="grid gap-x-8 gap-y-1 text-base sm:grid-cols-2 lg:grid-cols-4">
                <li>
                    // external: the server leads who is not signed in to the sign-in page
                    <a class="flex min-h-11 items-center gap-2.5 font-medium text-brand" href="/admin" rel="external">
                        <Icon name="icon-buildings-duotone"/>
                        {tr::landing::admin(locale)}
                    </a>
                </li>
            </ul>
        </section>
    }
}
