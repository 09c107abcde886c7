//! "Send again" with the time it takes. Without scripts the button is always there and the service says how long to wait.

use std::time::Duration;

use app_i18n::tr;
use app_kit::{Icon, use_locale};
use leptos::prelude::*;

/// `wait`: seconds until another code may be asked for.
#[component]
pub fn Resend(wait: u32) -> impl IntoView {
    let locale = use_locale();
    let (left, set_left) = signal(wait);
    let (counts, set_counts) = signal(false);
    Effect::new(move |_| {
        set_counts.set(true);
        let tick = move || set_left.update(|left| *left = left.saturating_sub(1));
        if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    });
    let text = move || match left.get() {
        0 => tr::resident::nothing_arrived(locale).to_owned(),
        left => tr::resident::resend_in(locale, &clock(left)),
    };
    view! {
        <form class="flex flex-wrap items-center gap-x-4 gap-y-1 p-4" method="post" action="/_ui/resident/send-again">
            <span class="flex items-center gap-4">
                <Icon name="icon-clock-countdown" class="text-ink-3"/>
                <span class="tabular-nums">{text}</span>
            </span>
            <button class="btn ms-auto" data-kind="plain" disabled=move || counts.get() && left.get() != 0>
                {tr::resident::send_again(locale)}
            </button>
        </form>
    }
}

/// `m:ss`.
fn clock(secs: u32) -> String {
    format!("{}:{:02}", secs / 60, secs % 60)
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn waits_are_shown_as_on_a_clock() {
        assert_eq!((clock(102), clock(5), clock(0)), ("1:42".to_owned(), "0:05".to_owned(), "0:00".to_owned()));
    }
}
