//! The root component: contexts, the document's attributes, and routes.

use app_i18n::tr;
use app_kit::{CitizenFrame, NotFound, Preferences};
use leptos::prelude::*;
use leptos_meta::{Html, Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};

use crate::{landing::Landing, portals};

/// Everything inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Preferences::current());
    view! {
        <Router>
            <DocumentAttributes/>
            <Routes fallback=Lost>
                <Route path=path!("/") view=Landing ssr=SsrMode::Async/>
                <Route path=path!("/prereg") view={Lazy::<portals::Prereg>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/prereg/*rest") view={Lazy::<portals::Prereg>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/resident") view={Lazy::<portals::Resident>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/resident/*rest") view={Lazy::<portals::Resident>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/users") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/users/*rest") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/keys") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/keys/*rest") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/audit") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/audit/*rest") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/health") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/cross-check") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/schemas") view={Lazy::<portals::Definitions>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/schemas/*rest") view={Lazy::<portals::Definitions>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/jobs") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/jobs/*rest") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/account") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/account/*rest") view={Lazy::<portals::Office>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin") view={Lazy::<portals::Admin>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/admin/*rest") view={Lazy::<portals::Admin>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/help") view={Lazy::<portals::Help>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/help/*rest") view={Lazy::<portals::Help>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/mocksmtp") view={Lazy::<portals::Admin>::new()} ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

/// Language, direction, theme, contrast and density on `<html>`; only density changes while a document lives.
#[component]
fn DocumentAttributes() -> impl IntoView {
    let chosen = expect_context::<Preferences>();
    let path = use_location().pathname;
    // runs only in the browser, after hydration: tests and styles may ask whether the page is alive
    Effect::new(|| {
        if let Some(html) = document().document_element() {
            html.set_attribute("data-alive", "yes").ok();
        }
    });
    // signing in is as large as for citizens
    let console = move || path.with(|path| path.starts_with("/admin") && path != "/admin/signin");
    let density = move || if console() { "console" } else { "citizen" };
    view! {
        <Html
            {..}
            lang=chosen.locale.tag()
            dir=chosen.locale.direction().as_str()
            data-theme=chosen.theme.map(|theme| theme.as_str())
            data-contrast=chosen.contrast.then_some("high")
            data-density=density
        />
        <Title formatter=move |text: String| {
            if text.is_empty() { tr::common::brand(chosen.locale).to_owned() } else { format!("{text} · {}", tr::common::brand(chosen.locale)) }
        }/>
    }
}

/// A path that no portal has.
#[component]
fn Lost() -> impl IntoView {
    let locale = app_kit::use_locale();
    view! {
        <CitizenFrame service=tr::common::service(locale)>
            <NotFound/>
        </CitizenFrame>
    }
}
