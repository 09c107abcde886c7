//! The portal resident.

use leptos::prelude::*;

/// The portal's pages, chosen by the path.
pub fn portal() -> AnyView {
    let (n, set_n) = signal(0);
    view! {
        <h1>"resident"</h1>
        <button on:click=move |_| *set_n.write() += 1>{move || n.get()}</button>
        <a href="/">"home"</a>
    }
    .into_any()
}
