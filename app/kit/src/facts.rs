//! The summary list: what you told us, line by line, with its way to change.

use leptos::prelude::*;

/// One line.
pub struct Fact {
    /// What it is.
    pub term: String,
    /// What you said; several lines stand below each other.
    pub value: AnyView,
    /// A link or button at the end.
    pub action: Option<AnyView>,
}

impl Fact {
    /// A line of plain text.
    pub fn new(term: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self { term: term.into(), value: value.into_any(), action: None }
    }

    /// A line with its own view.
    pub fn view(term: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self { term: term.into(), value: value.into_any(), action: None }
    }

    /// With a link or button at the end.
    pub fn action(mut self, action: impl IntoView + 'static) -> Self {
        self.action = Some(action.into_any());
        self
    }
}

/// The list. `narrow` for detail panes.
#[component]
pub fn Facts(
    facts: Vec<Fact>,
    #[prop(optional)] narrow: bool,
    #[prop(default = "dl")] class: &'static str,
) -> impl IntoView {
    view! {
        <dl class=class data-narrow=narrow.then_some("")>
            {facts
                .into_iter()
                .map(|fact| {
                    view! {
                        <div>
                            <dt>{fact.term}</dt>
                            <dd>{fact.value}</dd>
                            {fact.action.map(|action| view! { <dd class="act">{action}</dd> })}
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
}
