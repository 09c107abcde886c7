//! A question before something that cannot be undone: the native dialog.

use leptos::{html, prelude::*};

/// A button that opens the dialog; `children` are its answers (forms). The title is the question.
/// Without scripts the link `fallback` leads to a page that asks the same.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] open_text: String,
    #[prop(default = "plain")] open_kind: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(into)] fallback: String,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move |event: leptos::ev::MouseEvent| {
        if let Some(dialog) = dialog.get()
            && dialog.show_modal().is_ok()
        {
            event.prevent_default();
        }
    };
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <a class="btn" data-kind=open_kind href=fallback on:click=open rel="external">{open_text}</a>
        <dialog class="dialog" id=id node_ref=dialog aria-labelledby=labelled_by>
            <h2 id=title_id>{title}</h2>
            <p class="text-ink-2">{text}</p>
            <div class="btn-row mt-5">{children()}</div>
        </dialog>
    }
}
