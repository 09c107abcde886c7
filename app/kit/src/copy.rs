//! A number to copy: grouped for the eye, copied without spaces.

use app_i18n::tr;
use leptos::prelude::*;

use crate::{Icon, use_locale};

/// `groups` are digits per group, the last one repeats: 4-4-2 for an identity number, 4 for a virtual number.
#[component]
pub fn CopyId(#[prop(into)] id: String, #[prop(default = &[4])] groups: &'static [usize]) -> impl IntoView {
    let locale = use_locale();
    let shown = grouped(&id, groups);
    let (copied, set_copied) = signal(false);
    let copy = move |_| {
        if let Some(window) = web_sys::window() {
            // a refused clipboard leaves the number to be selected by hand: nothing to tell
            let _ = window.navigator().clipboard().write_text(&id);
            set_copied.set(true);
        }
    };
    view! {
        <span class="copy">
            <span class="id">{shown}</span>
            <button type="button" class="needs-script" on:click=copy aria-label=tr::common::copy(locale)>
                {move || if copied.get() { view! { <Icon name="icon-check"/> } } else { view! { <Icon name="icon-copy"/> } }}
            </button>
            <span class="sr-only" role="status">{move || copied.get().then(|| tr::common::copied(locale))}</span>
        </span>
    }
}

/// The id in groups with spaces between.
pub(crate) fn grouped(id: &str, groups: &[usize]) -> String {
    let mut shown = String::with_capacity(id.len() + 8);
    let mut sizes = groups.iter().copied().chain(std::iter::repeat(groups.last().copied().unwrap_or(4)));
    let mut left = sizes.next().unwrap_or(4);
    for digit in id.chars() {
        if left == 0 {
            shown.push(' ');
            left = sizes.next().unwrap_or(4);
        }
        shown.push(digit);
        left -= 1;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped("5619403827", &[4, 4, 2]), "5619 4038 27");
        assert_eq!(grouped("2738610493825617", &[4]), "2738 6104 9382 5617");
        assert_eq!(grouped("", &[4]), "");
    }
}
