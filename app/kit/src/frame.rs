//! The frame of a page: masthead with course, main, footer; and the console of staff.

use app_i18n::tr;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{AppearanceForm, Icon, LangSwitch, ThemeToggle, use_locale};

/// The row of tiles under every header. The gold one is you.
#[component]
pub fn Course() -> impl IntoView {
    view! { <div class="course" role="presentation"></div> }
}

#[component]
fn Brand(service: &'static str) -> impl IntoView {
    let locale = use_locale();
    view! {
        <a class="brandmark" href="/">
            <img class="dark:hidden" src="/logo.svg" alt="" width="32" height="32"/>
            <img class="hidden dark:block" src="/logo-on-dark.svg" alt="" width="32" height="32"/>
            <span>{tr::common::brand(locale)}<small>{service}</small></span>
        </a>
    }
}

#[component]
fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main" rel="external">{tr::common::skip(use_locale())}</a> }
}

/// The frame of the citizen's portals: white masthead, one column, phone number at the foot.
#[component]
pub fn CitizenFrame(
    /// The portal's name, under the brand.
    service: &'static str,
    /// What stands in the masthead before the switches: who is signed in, signing out.
    #[prop(optional, into)]
    account: ViewFn,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="flex min-h-dvh flex-col">
            <SkipLink/>
            <header class="masthead">
                <div class="masthead-in">
                    <Brand service=service/>
                    <div class="ms-auto flex items-center gap-1 sm:gap-3">
                        {account.run()}
                        <LangSwitch/>
                        <ThemeToggle/>
                    </div>
                </div>
            </header>
            <Course/>
            {children()}
            <footer class="footer">
                <div class="mx-auto flex max-w-wide flex-wrap items-center gap-x-6 gap-y-3 px-4 py-5 md:px-8">
                    <span class="flex items-center gap-2 font-medium text-ink">
                        <Icon name="icon-phone"/>
                        {tr::common::help_line(locale)}
                    </span>
                    <span>{tr::common::help_in_person(locale)}</span>
                    // external: help is a portal of its own
                    <a class="link inline-flex min-h-6 items-center" href="/help" rel="external">{tr::help::link(locale)}</a>
                    <span class="ms-auto"><AppearanceForm/></span>
                    <span>{tr::landing::country(locale)}</span>
                </div>
            </footer>
        </div>
    }
}

/// The main column of a page, with its title in the browser's tab.
#[component]
pub fn Page(
    #[prop(into)] title: String,
    /// `max-w-text!` for one question, `max-w-citizen!` for lists; the default is the wide page.
    #[prop(optional)]
    width: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title/>
        <main id="main" class=format!("page {width}") tabindex="-1">
            {children()}
        </main>
    }
}

/// The way back, above a page's title.
#[component]
pub fn BackLink(#[prop(into)] href: String, #[prop(optional, into)] text: Option<String>) -> impl IntoView {
    let text = text.unwrap_or_else(|| tr::common::back(use_locale()).to_owned());
    view! {
        <a class="back" href=href>
            <Icon name="icon-arrow-left" mirror=true/>
            {text}
        </a>
    }
}

/// The main column of a console page: dense, as wide as the window.
#[component]
pub fn ConsolePage(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <Title text=title/>
        <main id="main" class="px-4 py-5 lg:px-6" tabindex="-1">
            {children()}
        </main>
    }
}

/// One place in the console's side navigation.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// Where it leads.
    pub href: &'static str,
    /// `icon-` and a name.
    pub icon: &'static str,
    /// Its words.
    pub text: String,
    /// How many things wait there, when that is known.
    pub count: Option<u64>,
    /// Whether it is this page or the one above it.
    pub current: bool,
}

/// The places of the side navigation; they stand in the `nav` of a `ConsoleFrame`.
#[component]
pub fn NavLinks(links: Vec<NavLink>) -> impl IntoView {
    links
        .into_iter()
        .map(|link| {
            view! {
                <a href=link.href aria-current=link.current.then_some("page")>
                    <Icon name=link.icon/>
                    {link.text}
                    {link.count.map(|count| view! { <span class="count">{count}</span> })}
                </a>
            }
        })
        .collect_view()
}

#[component]
fn HelpLink() -> impl IntoView {
    view! {
        // external: help is a portal of its own
        <a class="flex min-h-9 items-center gap-2.5 text-ink-2" href="/help" rel="external">
            <Icon name="icon-question"/>
            {tr::help::link(use_locale())}
        </a>
    }
}

/// The frame of staff portals: side navigation that folds below 64 rem, dense content.
#[component]
pub fn ConsoleFrame(
    service: &'static str,
    /// `NavLinks`; drawn twice, folded and open.
    #[prop(into)]
    nav: ViewFn,
    /// The bar above the content: search.
    #[prop(optional, into)]
    top: ViewFn,
    /// Who is signed in, with signing out; drawn twice as well.
    #[prop(optional, into)]
    account: ViewFn,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <SkipLink/>
        <div class="grid min-h-dvh grid-cols-1 grid-rows-[auto_1fr] lg:grid-cols-[14.5rem_minmax(0,1fr)] lg:grid-rows-1">
            <header class="flex flex-col border-line bg-surface lg:sticky lg:top-0 lg:h-dvh lg:overflow-y-auto lg:border-e">
                <div class="flex items-center gap-3 px-4 py-3"><Brand service=service/></div>
                <Course/>
                <details class="fold lg:hidden">
                    <summary><Icon name="icon-list" mirror=true/>{tr::common::menu(locale)}</summary>
                    <nav class="nav p-2" aria-label=tr::common::menu(locale)>{nav.run()}</nav>
                    <div class="grid gap-2 border-t border-line p-3 text-sm">
                        {account.run()}
                        <HelpLink/>
                        <div class="flex items-center gap-2"><LangSwitch/><ThemeToggle/></div>
                    </div>
                </details>
                <nav class="nav hidden p-2 lg:grid" aria-label=tr::common::menu(locale)>{nav.run()}</nav>
                <div class="mt-auto hidden gap-2 border-t border-line p-3 text-sm lg:grid">
                    {account.run()}
                    <HelpLink/>
                    <div class="flex items-center gap-2"><LangSwitch/><ThemeToggle/></div>
                </div>
            </header>
            <div class="min-w-0">{top.run()}{children()}</div>
        </div>
    }
}
