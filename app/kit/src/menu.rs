//! Switches for language and appearance: plain links and forms, so that they work without scripts.

use app_i18n::{Locale, tr};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{Icon, Theme, use_preferences};

/// Path and query of this page, without a pending language choice.
fn here() -> Memo<(String, String)> {
    let location = use_location();
    Memo::new(move |_| {
        let query: String = location.search.get();
        let kept: Vec<&str> = query
            .trim_start_matches('?')
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
            .collect();
        (location.pathname.get(), kept.join("&"))
    })
}

/// Each language in its own script; a choice leads back to the same page.
#[component]
pub fn LangSwitch() -> impl IntoView {
    let current = use_preferences().locale;
    let here = here();
    let links = Locale::ALL.map(|locale| {
        let href = move || {
            let (path, query) = here.get();
            let and = if query.is_empty() { "" } else { "&" };
            format!("{path}?{query}{and}lang={}", locale.code())
        };
        view! {
            <li>
                // external: the server sets the cookie and the direction, so the page loads anew
                <a href=href rel="external" lang=locale.tag() hreflang=locale.tag() aria-current=(locale == current).then_some("true")>
                    {locale.own_name()}
                </a>
            </li>
        }
    });
    view! {
        <details class="menu">
            <summary>
                <Icon name="icon-globe"/>
                <span class="sr-only">{tr::common::language(current)}": "</span>
                {current.own_name()}
            </summary>
            <nav aria-label=tr::common::language(current)>
                <ul>{links.collect_view()}</ul>
            </nav>
        </details>
    }
}

/// One button that turns the page dark or light.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let locale = use_preferences().locale;
    view! {
        <PreferenceForm class="contents">
            <button class="btn dark:hidden!" data-kind="quiet" data-icon="" name="theme" value=Theme::Dark.as_str() aria-label=tr::common::theme_dark(locale)>
                <Icon name="icon-moon"/>
            </button>
            <button class="btn hidden! dark:inline-flex!" data-kind="quiet" data-icon="" name="theme" value=Theme::Light.as_str() aria-label=tr::common::theme_light(locale)>
                <Icon name="icon-sun"/>
            </button>
        </PreferenceForm>
    }
}

/// All choices of appearance, for the foot of the page.
#[component]
pub fn AppearanceForm() -> impl IntoView {
    let chosen = use_preferences();
    let locale = chosen.locale;
    let theme = |value: &'static str, icon: &'static str, text: &'static str, on: bool| {
        view! {
            <button class="chip min-h-11!" name="theme" value=value aria-pressed=if on { "true" } else { "false" }>
                <Icon name=icon/>
                {text}
            </button>
        }
    };
    let contrast = if chosen.contrast {
        ("normal", tr::common::contrast_off(locale))
    } else {
        ("high", tr::common::contrast_on(locale))
    };
    view! {
        <PreferenceForm class="flex flex-wrap gap-2">
            <span class="sr-only">{tr::common::appearance(locale)}</span>
            {theme("system", "icon-desktop", tr::common::theme_system(locale), chosen.theme.is_none())}
            {theme("light", "icon-sun", tr::common::theme_light(locale), chosen.theme == Some(Theme::Light))}
            {theme("dark", "icon-moon", tr::common::theme_dark(locale), chosen.theme == Some(Theme::Dark))}
            <button class="chip min-h-11!" name="contrast" value=contrast.0>
                <Icon name="icon-circle-half"/>
                {contrast.1}
            </button>
        </PreferenceForm>
    }
}

#[component]
fn PreferenceForm(class: &'static str, children: Children) -> impl IntoView {
    let here = here();
    let back = move || {
        let (path, query) = here.get();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    };
    view! {
        <form method="post" action="/_ui/preferences" class=class>
            <input type="hidden" name="back" value=back/>
            {children()}
        </form>
    }
}
