//! Radios and checkboxes as large, labelled tiles; they stand in a `Group`.

use leptos::prelude::*;

use crate::field::{Bound, MaybeText};

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// The words.
    pub text: String,
    /// A second line.
    pub note: Option<String>,
    /// Cannot be chosen now; the note says why.
    pub disabled: bool,
}

impl Choice {
    /// A choice with words only.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into(), note: None, disabled: false }
    }

    /// With a second line.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// Radios (one of many) or, with `many`, checkboxes.
#[component]
pub fn Choices(
    #[prop(into)] name: String,
    choices: Vec<Choice>,
    /// Values chosen so far.
    #[prop(optional)]
    chosen: Vec<String>,
    #[prop(optional)] many: bool,
    #[prop(default = "grid gap-3")] class: &'static str,
) -> impl IntoView {
    let bound: Bound = use_context().unwrap_or_default();
    let kind = if many { "checkbox" } else { "radio" };
    view! {
        <div class=class>
            {choices
                .into_iter()
                .enumerate()
                .map(|(position, choice)| {
                    // the group's id belongs to its first control, so that the error summary's link focuses something
                    let id = if position == 0 { bound.id.clone() } else { format!("{}-{position}", bound.id) };
                    let checked = chosen.contains(&choice.value);
                    view! {
                        <label class="choice">
                            <input id=id type=kind name=name.clone() value=choice.value checked=checked disabled=choice.disabled/>
                            <span>
                                <b>{choice.text}</b>
                                {MaybeText::from(choice.note).0.map(|note| view! { <span class="text-base text-ink-2">{note}</span> })}
                            </span>
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
}
