//! Where a page stands, above its title.

use app_i18n::tr;
use app_kit::use_locale;
use leptos::prelude::*;

/// The page above, as a link, and this one.
#[component]
pub fn Breadcrumb(#[prop(into)] href: String, #[prop(into)] above: String, here: AnyView) -> impl IntoView {
    view! {
        <nav class="flex flex-wrap gap-x-1.5 text-ink-3" aria-label=tr::admin::breadcrumb(use_locale())>
            <a class="link" href=href>{above}</a>
            <span aria-hidden="true">"/"</span>
            <span class="min-w-0 wrap-anywhere" aria-current="page">{here}</span>
        </nav>
    }
}
