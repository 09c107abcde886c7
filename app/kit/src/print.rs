//! Printing the page: only where a script can.

use leptos::prelude::*;

use crate::Icon;

/// A button that opens the browser's print dialog.
#[component]
pub fn PrintButton(#[prop(into)] text: String) -> impl IntoView {
    let print = |_| {
        if let Some(window) = web_sys::window() {
            // a refused dialog is the browser's own business
            let _ = window.print();
        }
    };
    view! {
        <button class="btn needs-script" type="button" on:click=print>
            <Icon name="icon-printer"/>
            {text}
        </button>
    }
}
