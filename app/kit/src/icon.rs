//! Icons: Phosphor, as CSS masks that follow the text's colour. The build collects the names in use.

use leptos::prelude::*;

/// An icon beside words; it says nothing to a screen reader. `name` is `icon-` and a Phosphor name.
#[component]
pub fn Icon(
    name: &'static str,
    /// Mirrored in right-to-left pages: arrows, carets, send, sign-out. Never clocks, checks, QR.
    #[prop(optional)]
    mirror: bool,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    view! { <i class=format!("icon {name} {class}") data-mirror=mirror.then_some("") aria-hidden="true"></i> }
}
