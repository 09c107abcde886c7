//! Keys for lists: `j` and `k`, or the arrows, go from entry to entry, `/` to the filter. They work only while focus is
//! inside the list, so that they never take a key from anybody else (WCAG 2.1.4).

use leptos::{ev::KeyboardEvent, prelude::*};
use web_sys::{Element, HtmlElement, wasm_bindgen::JsCast};

/// A list; the link of each row carries `data-row`, the filter to focus is its first `input[type=search]` or `select`.
#[component]
pub fn RowKeys(children: Children) -> impl IntoView {
    view! { <div class="contents" on:keydown=on_key>{children()}</div> }
}

fn on_key(event: KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let list = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let (Some(target), Some(list)) = (target, list) else { return };
    // what is typed into a control is text
    let typing = matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA");
    if typing || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let step = match event.key().as_str() {
        "j" | "ArrowDown" => 1,
        "k" | "ArrowUp" => -1,
        "/" => {
            if let Ok(Some(filter)) = list.query_selector("input[type=search], select") {
                focus(&filter, &event);
            }
            return;
        }
        _ => return,
    };
    let Ok(rows) = list.query_selector_all("[data-row]") else { return };
    let rows: Vec<Element> = (0..rows.length()).filter_map(|at| rows.get(at)?.dyn_into::<Element>().ok()).collect();
    let here = rows.iter().position(|row| *row == target);
    let next = match here {
        Some(here) => here.checked_add_signed(step),
        None => Some(0),
    };
    if let Some(row) = next.and_then(|next| rows.get(next)) {
        focus(row, &event);
    }
}

fn focus(element: &Element, event: &KeyboardEvent) {
    event.prevent_default();
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // what cannot take focus leaves it where it is
        let _ = element.focus();
    }
}
