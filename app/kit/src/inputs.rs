//! Native controls; each takes id, description and validity from the `Field` around it.

use app_i18n::tr;
use leptos::prelude::*;

use crate::{
    field::{Bound, MaybeText},
    use_locale,
};

fn bound() -> Bound {
    use_context().unwrap_or_default()
}

fn invalid(bound: &Bound) -> Option<&'static str> {
    bound.invalid.then_some("true")
}

/// One line of text. `kind` is the HTML type; `autocomplete` is always said.
#[component]
pub fn Input(
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional, into)] inputmode: MaybeText,
    /// Longest text in characters.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Numbers people copy: mono, left to right.
    #[prop(optional)]
    is_id: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let bound = bound();
    view! {
        <input
            class=format!("input {}{class}", if is_id { "id " } else { "" })
            id=bound.id.clone()
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            inputmode=inputmode.0
            maxlength=maxlength
            readonly=readonly
            spellcheck="false"
            aria-describedby=bound.described_by.clone()
            aria-invalid=invalid(&bound)
            aria-required=bound.required.then_some("true")
        />
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(default = 3)] rows: u32,
    #[prop(optional)] maxlength: Option<u32>,
) -> impl IntoView {
    let bound = bound();
    view! {
        <textarea
            class="input"
            id=bound.id.clone()
            name=name
            rows=rows
            maxlength=maxlength
            aria-describedby=bound.described_by.clone()
            aria-invalid=invalid(&bound)
            aria-required=bound.required.then_some("true")
        >
            {value}
        </textarea>
    }
}

/// A list to choose one of; `options` are value and text.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] class: &'static str,
    /// Words of the empty choice, where it means something.
    #[prop(optional, into)]
    none: MaybeText,
    /// One is always chosen: there is no empty choice.
    #[prop(optional)]
    always: bool,
) -> impl IntoView {
    let bound = bound();
    let none = none.0.unwrap_or_else(|| tr::common::choose(use_locale()).to_owned());
    let chosen = value.clone();
    view! {
        <select
            class=format!("input {class}")
            id=bound.id.clone()
            name=name
            aria-describedby=bound.described_by.clone()
            aria-invalid=invalid(&bound)
            aria-required=bound.required.then_some("true")
        >
            {(!always).then(|| view! { <option value="" selected=value.is_empty()>{none}</option> })}
            {options
                .into_iter()
                .map(|(value, text)| {
                    let selected = value == chosen;
                    view! { <option value=value selected=selected>{text}</option> }
                })
                .collect_view()}
        </select>
    }
}

/// A code of six digits: one real input over six drawn tiles, so that pasting and autofill work.
#[component]
pub fn CodeInput(#[prop(into)] name: String, #[prop(optional, into)] value: String) -> impl IntoView {
    let bound = bound();
    view! {
        <div class="otp-box mt-1">
            <span></span><span></span><span></span><span></span><span></span><span></span>
            <input
                id=bound.id.clone()
                name=name
                value=value
                type="text"
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength="6"
                aria-describedby=bound.described_by.clone()
                aria-invalid=invalid(&bound)
                aria-required="true"
            />
        </div>
    }
}

/// Day, month and year as three inputs named `name-day`, `name-month`, `name-year`; stands in a `Group`.
#[component]
pub fn DateParts(
    #[prop(into)] name: String,
    /// Day, month, year as typed.
    #[prop(optional)]
    value: [String; 3],
    /// This is the reader's own birth date: browsers may fill it in.
    #[prop(optional)]
    birthday: bool,
) -> impl IntoView {
    let bound = bound();
    let locale = use_locale();
    let [day, month, year] = value;
    let part = |suffix: &'static str, text: &'static str, value: String, digits: u32, fill: &'static str| {
        // the group's id belongs to its first input, so that the error summary's link focuses something
        let id = if suffix == "day" { bound.id.clone() } else { format!("{}-{suffix}", bound.id) };
        view! {
            <div>
                <label for=id.clone()>{text}</label>
                <input
                    class=if digits == 4 { "input w-26!" } else { "input w-18!" }
                    id=id
                    name=format!("{name}-{suffix}")
                    type="text"
                    inputmode="numeric"
                    maxlength=digits
                    value=value
                    autocomplete=if birthday { fill } else { "off" }
                    aria-invalid=invalid(&bound)
                />
            </div>
        }
    };
    view! {
        <div class="dates">
            {part("day", tr::common::day(locale), day, 2, "bday-day")}
            {part("month", tr::common::month(locale), month, 2, "bday-month")}
            {part("year", tr::common::year(locale), year, 4, "bday-year")}
        </div>
    }
}

/// A file to send with a plain multipart form.
#[component]
pub fn FileInput(
    #[prop(into)] name: String,
    /// Accepted types, as in the HTML attribute.
    #[prop(into)]
    accept: String,
    /// Several may be chosen.
    #[prop(optional)]
    multiple: bool,
) -> impl IntoView {
    let bound = bound();
    view! {
        <input
            class="input file"
            id=bound.id.clone()
            name=name
            type="file"
            accept=accept
            multiple=multiple
            aria-describedby=bound.described_by.clone()
            aria-invalid=invalid(&bound)
            aria-required=bound.required.then_some("true")
        />
    }
}
