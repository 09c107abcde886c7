//! How often a code may be asked for.

use chrono::TimeDelta;
use types::Timestamp;

/// Codes one number gets within an hour.
const MOST_AN_HOUR: i32 = 5;
/// How long a ticket stands for its number: MOSIP's portals give a quarter of an hour to bring the code back.
const TICKET: TimeDelta = TimeDelta::minutes(15);

/// What is kept of the last request for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) requested_at: Timestamp,
    /// From when another code may be asked for.
    pub(crate) next_at: Timestamp,
    /// The kernel froze the number after too many wrong codes.
    pub(crate) blocked: bool,
    pub(crate) hour_from: Timestamp,
    pub(crate) hour_count: i32,
}

/// What a request leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A code is made; this is to be kept.
    Send(Asked),
    /// An earlier code works still.
    Still { wait: TimeDelta },
    /// Too many wrong codes.
    Blocked { wait: TimeDelta },
    /// Too many codes.
    TooMany { wait: TimeDelta },
}

/// Judges a request. `valid` is how long a code works.
pub(crate) fn judge(last: Option<&Asked>, valid: TimeDelta, now: Timestamp) -> Answer {
    let fresh = Asked { requested_at: now, next_at: now + valid, blocked: false, hour_from: now, hour_count: 1 };
    let Some(last) = last else { return Answer::Send(fresh) };
    if now < last.next_at {
        let wait = last.next_at - now;
        return if last.blocked { Answer::Blocked { wait } } else { Answer::Still { wait } };
    }
    let hour_ends = last.hour_from + TimeDelta::hours(1);
    if now >= hour_ends {
        return Answer::Send(fresh);
    }
    if last.hour_count >= MOST_AN_HOUR {
        return Answer::TooMany { wait: hour_ends - now };
    }
    Answer::Send(Asked { hour_from: last.hour_from, hour_count: last.hour_count + 1, ..fresh })
}

/// Whether a ticket still stands for its number.
pub(crate) fn is_under_way(requested_at: Timestamp, now: Timestamp) -> bool {
    now - requested_at < TICKET
}

/// Whole minutes to wait, at least one.
pub(crate) fn minutes(wait: TimeDelta) -> String {
    ((wait.num_seconds() + 59) / 60).max(1).to_string()
}

/// Whole seconds to wait.
pub(crate) fn seconds(wait: TimeDelta) -> u32 {
    u32::try_from(wait.num_seconds().max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: TimeDelta = TimeDelta::seconds(180);

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_timestamp(1_800_000_000 + secs, 0).expect("in range")
    }

    fn send(last: Option<&Asked>, now: Timestamp) -> Asked {
        match judge(last, VALID, now) {
            Answer::Send(asked) => asked,
            other => panic!("{other:?}"),
        }
    }

    // RES-38
    #[test]
    fn one_code_in_its_life_and_five_in_an_hour() {
        let mut asked = send(None, at(0));
        assert_eq!(judge(Some(&asked), VALID, at(179)), Answer::Still { wait: TimeDelta::seconds(1) });
        for n in 1..5 {
            asked = send(Some(&asked), at(180 * n));
        }
        assert_eq!(asked.hour_count, 5);
        let now = at(180 * 5);
        assert_eq!(judge(Some(&asked), VALID, now), Answer::TooMany { wait: TimeDelta::seconds(3_600 - 900) });
        assert_eq!(send(Some(&asked), at(3_600)).hour_count, 1, "a new hour");
    }

    #[test]
    fn a_frozen_number_waits_until_the_freeze_is_over() {
        let frozen = Asked { blocked: true, next_at: at(1_800), ..send(None, at(0)) };
        assert_eq!(judge(Some(&frozen), VALID, at(0)), Answer::Blocked { wait: TimeDelta::seconds(1_800) });
        assert!(!send(Some(&frozen), at(1_800)).blocked);
    }

    #[test]
    fn waits_are_said_in_whole_minutes() {
        assert_eq!(minutes(TimeDelta::seconds(61)), "2");
        assert_eq!(minutes(TimeDelta::seconds(-5)), "1");
        assert_eq!(seconds(TimeDelta::seconds(-5)), 0);
    }

    #[test]
    fn a_ticket_ends_after_a_quarter_of_an_hour() {
        assert!(is_under_way(at(0), at(899)));
        assert!(!is_under_way(at(0), at(900)));
    }
}
