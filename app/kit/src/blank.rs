//! Pages and places without content: loading, empty, not found, denied, failed. Never a dead end.

use app_i18n::tr;
use leptos::prelude::*;

use crate::{Page, field::MaybeText, set_status, use_locale};

/// Shown while something loads in the browser; the style delays it by 300 ms.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="card card-pad skeleton" aria-busy="true" aria-label=tr::common::loading(use_locale())>
            <div class="skel h-5 w-48"></div>
            <div class="skel mt-3 h-4 w-64"></div>
            <div class="skel mt-4 h-24"></div>
        </div>
    }
}

/// An empty place says what will be here and offers the first step.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: MaybeText,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="card">
            <div class="empty">
                <div class="tiles" aria-hidden="true"><i></i><i></i><i></i><i></i><i class="y"></i><i></i><i></i><i></i><i></i></div>
                <h2>{title}</h2>
                {text.0.map(|text| view! { <p>{text}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}

#[component]
fn Calm(
    title: &'static str,
    text: &'static str,
    #[prop(optional, into)] code: MaybeText,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Page title=title width="max-w-text!">
            <h1 class="page-title">{title}</h1>
            <p class="mt-3 text-ink-2">{text}</p>
            <div class="btn-row mt-7">
                {children.map(|children| children())}
                <a class="btn" data-kind="quiet" href="/">{tr::page::to_front(locale)}</a>
            </div>
            <p class="mt-6 text-base text-ink-2">{tr::common::help_line(locale)}</p>
            {code.0.map(|code| view! { <p class="mt-2 text-sm text-ink-3">{tr::common::reference(locale, &code)}</p> })}
        </Page>
    }
}

/// 404.
#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    let locale = use_locale();
    view! { <Calm title=tr::page::not_found(locale) text=tr::page::not_found_text(locale)/> }
}

/// 403.
#[component]
pub fn Denied() -> impl IntoView {
    set_status(403);
    let locale = use_locale();
    view! { <Calm title=tr::page::denied(locale) text=tr::page::denied_text(locale)/> }
}

/// 500; `code` is the request's id for support.
#[component]
pub fn Failed(#[prop(optional, into)] code: MaybeText) -> impl IntoView {
    set_status(500);
    let locale = use_locale();
    view! { <Calm title=tr::page::failed(locale) text=tr::page::failed_text(locale) code=code/> }
}

/// 401, with the way to sign in.
#[component]
pub fn SignedOut(#[prop(into)] sign_in: String) -> impl IntoView {
    set_status(401);
    let locale = use_locale();
    view! {
        <Calm title=tr::page::signed_out(locale) text=tr::page::signed_out_text(locale)>
            <a class="btn" href=sign_in>{tr::common::sign_in(locale)}</a>
        </Calm>
    }
}
