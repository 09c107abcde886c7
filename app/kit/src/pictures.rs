//! QR and photo frames: a light ground in every theme.

use leptos::prelude::*;

use crate::field::MaybeText;

/// A QR symbol from the modules the server computed: `path` in a grid of `size` modules.
#[component]
pub fn Qr(
    #[prop(into)] path: String,
    size: u32,
    #[prop(into)] label: String,
    #[prop(default = "w-44")] class: &'static str,
) -> impl IntoView {
    view! {
        <div class=format!("qr {class}")>
            <svg viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges" role="img" aria-label=label>
                <path fill="#0b1022" d=path></path>
            </svg>
        </div>
    }
}

/// A photograph, 26:32; without one the frame shows the mosaic.
#[component]
pub fn Photo(#[prop(optional, into)] src: MaybeText, #[prop(into)] label: String) -> impl IntoView {
    let src = src.0.unwrap_or_else(|| "/mosaic-print.svg".to_owned());
    view! { <img class="photo" src=src alt=label/> }
}
