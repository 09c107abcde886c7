//! The only source of time. Everything that needs the hour is handed an `Arc<dyn Clock>`.

use std::fmt;
use std::sync::Mutex;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

pub use types::Timestamp;

/// A source of the current time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The current instant in UTC, cut to whole microseconds.
    fn now(&self) -> Timestamp;
}

/// The clock of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this port is where the time enters the program")]
    fn now(&self) -> Timestamp {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub struct MockClock(Mutex<Timestamp>);

impl MockClock {
    /// A clock standing at `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now.trunc_subsecs(6)))
    }

    /// A clock standing at the instant given as RFC 3339 text, for example `2026-01-05T09:00:00Z`.
    ///
    /// # Panics
    /// When the text is not an RFC 3339 instant: the text is written in a test.
    pub fn at_text(text: &str) -> Self {
        Self::at(DateTime::parse_from_rfc3339(text).expect("an RFC 3339 instant").with_timezone(&Utc))
    }

    /// Moves the clock by `delta` (backwards when negative).
    pub fn advance(&self, delta: TimeDelta) {
        let mut now = self.0.lock().expect("no test panics while moving the clock");
        *now += delta;
    }

    /// Puts the clock to `now`.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().expect("no test panics while moving the clock") = now.trunc_subsecs(6);
    }
}

impl Clock for MockClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no test panics while moving the clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mock_clock_moves_only_when_told() {
        let clock = MockClock::at_text("2026-01-05T09:00:00Z");
        assert_eq!(clock.now(), clock.now());
        clock.advance(TimeDelta::seconds(90));
        assert_eq!(clock.now().to_rfc3339(), "2026-01-05T09:01:30+00:00");
    }

    #[test]
    fn the_system_clock_has_the_precision_the_databases_keep() {
        assert_eq!(SystemClock.now().timestamp_subsec_nanos() % 1_000, 0);
    }
}
