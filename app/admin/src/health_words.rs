//! Words about the parts of the installation: how each is, and what to do next where something is wrong.

use app_i18n::{Locale, tr};
use app_kit::Tile;
use kernel_api::health::{EndingKey, Finding, KEY_NOTICE_DAYS, Level, Part, Space};
use types::Timestamp;

use crate::place::Place;
use crate::words;

/// What is said of one part.
pub struct Said {
    pub title: String,
    pub text: String,
    /// What to do next; only where something is wrong.
    pub todo: Option<String>,
    /// Where it is done.
    pub href: Option<String>,
}

/// How a part is: tile and words.
pub fn state(locale: Locale, finding: &Finding) -> (Tile, &'static str) {
    match finding.level {
        Level::Good if matches!(finding.part, Part::Simulated { .. } | Part::Messages { sink: true }) => {
            (Tile::None, tr::health::simulated(locale))
        }
        Level::Good => (Tile::Done, tr::health::good(locale)),
        Level::Attention => (Tile::Moving, tr::health::attention(locale)),
        Level::Bad => (Tile::Failed, tr::health::bad(locale)),
    }
}

/// Everything about a part.
pub fn said(locale: Locale, finding: &Finding, now: Timestamp) -> Said {
    let wrong = finding.level != Level::Good;
    let (title, text, todo, href) = match &finding.part {
        Part::Database { name, postgres, reachable, missing } => {
            database(locale, name, *postgres, *reachable, *missing)
        }
        Part::KeyStore { token, signs } => key_store(locale, *token, *signs),
        Part::Blobs { works } => {
            let text = if *works { tr::health::blobs_work(locale) } else { tr::health::blobs_fail(locale) };
            (tr::health::blobs(locale).to_owned(), text.to_owned(), tr::health::blobs_todo(locale), None)
        }
        Part::Disk { space } => {
            let text = match space {
                Some(Space { free, total }) => tr::health::disk_free(locale, &bytes(*free), &bytes(*total)),
                None => tr::health::disk_unknown(locale).to_owned(),
            };
            (tr::health::disk(locale).to_owned(), text, tr::health::disk_todo(locale), None)
        }
        Part::Messages { sink } => {
            let text = if *sink { tr::health::messages_sink(locale) } else { tr::health::messages_gateway(locale) };
            let href = sink.then(|| Place::Messages.path());
            (tr::health::messages(locale).to_owned(), text.to_owned(), "", href)
        }
        Part::Simulated { name } => {
            let words = tr::simulated::find(locale, name).unwrap_or(name);
            (tr::health::simulated_part(locale).to_owned(), tr::health::simulated_text(locale, &words), "", None)
        }
        Part::Queue { waiting, due_since } => {
            let text = match due_since {
                Some(at) if wrong => tr::health::queue_late(locale, waiting, &words::since(locale, *at, now)),
                _ => tr::health::queue_calm(locale, *waiting),
            };
            (tr::health::queue(locale).to_owned(), text, tr::health::queue_todo(locale), Some(Place::Jobs.path()))
        }
        Part::DeadJobs { count } => {
            let text = match count {
                0 => tr::health::dead_none(locale).to_owned(),
                count => tr::health::dead_some(locale, *count),
            };
            (tr::health::dead(locale).to_owned(), text, tr::health::dead_todo(locale), Some(Place::Jobs.path()))
        }
        Part::Keys { ending } => {
            let href = match ending.first() {
                Some(key) => Place::Key(key.application_id.clone(), key.reference_id.clone()),
                None => Place::Keys,
            };
            (
                tr::health::keys(locale).to_owned(),
                keys(locale, ending),
                tr::health::keys_todo(locale),
                Some(href.path()),
            )
        }
        Part::Clock { ahead_secs } => {
            let text = match wrong {
                true => tr::health::clock_back(locale, &words::duration(locale, *ahead_secs)),
                false => tr::health::clock_good(locale).to_owned(),
            };
            (tr::health::clock(locale).to_owned(), text, tr::health::clock_todo(locale), None)
        }
    };
    Said { title, text, todo: wrong.then(|| todo.to_owned()), href }
}

type Parts = (String, String, &'static str, Option<String>);

fn database(locale: Locale, name: &str, postgres: bool, reachable: bool, missing: u64) -> Parts {
    let engine = if postgres { "PostgreSQL" } else { "SQLite" };
    let (text, todo) = match (reachable, missing) {
        (false, _) => (tr::health::database_silent(locale).to_owned(), tr::health::database_silent_todo(locale)),
        (true, 0) => (tr::health::database_answers(locale, &engine), ""),
        (true, missing) => (tr::health::database_old(locale, missing), tr::health::database_old_todo(locale)),
    };
    (tr::health::database(locale, &name), text, todo, None)
}

fn key_store(locale: Locale, token: bool, signs: bool) -> Parts {
    let place = if token { tr::health::in_token(locale) } else { tr::health::in_files(locale) };
    let text = match signs {
        true => tr::health::key_store_signs(locale, &place),
        false => tr::health::key_store_fails(locale).to_owned(),
    };
    let todo = if token { tr::health::key_store_token_todo(locale) } else { tr::health::key_store_files_todo(locale) };
    (tr::health::key_store(locale).to_owned(), text, todo, None)
}

fn keys(locale: Locale, ending: &[EndingKey]) -> String {
    if ending.is_empty() {
        return tr::health::keys_none(locale, KEY_NOTICE_DAYS.unsigned_abs());
    }
    let one = |key: &EndingKey| {
        let name = match key.reference_id.as_str() {
            "" => key.application_id.clone(),
            reference => format!("{}:{reference}", key.application_id),
        };
        let days = key.days_left.unsigned_abs();
        if key.days_left < 0 {
            tr::health::keys_ended(locale, &name, &days)
        } else {
            tr::health::keys_ending(locale, &name, &days)
        }
    };
    ending.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// `4.2 GB`: in decimal units, as disks are sold.
fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let mut value = count as f64;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let text = if value < 10.0 && unit > 0 { format!("{value:.1}") } else { format!("{value:.0}") };
    format!("{text}\u{a0}{}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    // COM-10
    #[test]
    fn what_is_wrong_says_what_to_do_and_what_is_right_does_not() {
        let now = types::time::parse("2026-11-23T10:00:00.000Z").expect("a time");
        let parts = [
            Part::Database { name: "identity".into(), postgres: false, reachable: false, missing: 0 },
            Part::Database { name: "identity".into(), postgres: false, reachable: true, missing: 2 },
            Part::KeyStore { token: true, signs: false },
            Part::Blobs { works: false },
            Part::Disk { space: Some(Space { free: 1, total: 1 << 40 }) },
            Part::Queue { waiting: 3, due_since: Some(now - std::time::Duration::from_secs(900)) },
            Part::DeadJobs { count: 2 },
            Part::Clock { ahead_secs: 4000 },
        ];
        for locale in Locale::ALL {
            for part in &parts {
                let finding = Finding { level: part.level(now), part: part.clone() };
                assert!(said(locale, &finding, now).todo.is_some_and(|todo| !todo.is_empty()), "{part:?}");
            }
            let good = Finding { level: Level::Good, part: Part::Blobs { works: true } };
            assert!(said(locale, &good, now).todo.is_none());
        }
    }

    #[test]
    fn bytes_have_two_digits() {
        let all = [0, 999, 4_200_000_000, 42_000_000_000, 1_500_000_000_000].map(bytes);
        assert_eq!(all, ["0\u{a0}B", "999\u{a0}B", "4.2\u{a0}GB", "42\u{a0}GB", "1.5\u{a0}TB"]);
    }
}
