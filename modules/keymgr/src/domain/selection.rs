//! Which key of a name is current (spec ida-crypto A.5).

use chrono::{DateTime, TimeDelta, Utc};

/// The validity of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Validity {
    pub(crate) from: DateTime<Utc>,
    pub(crate) until: DateTime<Utc>,
}

/// The current key among several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Current {
    /// The one at this position.
    At(usize),
    /// None is.
    None,
    /// More than one is.
    Several,
}

/// Whether a key is taken for new data now: from its first moment until its pre-expiry.
pub(crate) fn is_current(validity: Validity, now: DateTime<Utc>, pre_expiry: TimeDelta) -> bool {
    // a key replaced in its first minute ends before it began
    let ended_early = validity.until < validity.from;
    !ended_early && (now == validity.from || now == validity.until)
        || (validity.from < now && now < validity.until - pre_expiry)
}

/// Finds the current key.
pub(crate) fn current(keys: impl IntoIterator<Item = Validity>, now: DateTime<Utc>, pre_expiry: TimeDelta) -> Current {
    let mut found = Current::None;
    for (position, validity) in keys.into_iter().enumerate() {
        if is_current(validity, now, pre_expiry) {
            found = match found {
                Current::None => Current::At(position),
                _ => return Current::Several,
            };
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(number * 86_400, 0).unwrap()
    }

    fn key(from: i64, until: i64) -> Validity {
        Validity { from: day(from), until: day(until) }
    }

    // KEY-02
    #[test]
    fn a_key_is_current_until_its_pre_expiry() {
        let pre_expiry = TimeDelta::days(10);
        let at = |now| current([key(100, 200)], day(now), pre_expiry);
        assert_eq!(
            [at(99), at(100), at(189), at(190), at(199)],
            [Current::None, Current::At(0), Current::At(0), Current::None, Current::None]
        );
        assert_eq!(at(200), Current::At(0), "MOSIP counts the very moment of expiry");
        let rotated = [key(0, 100), key(85, 185)];
        assert_eq!(current(rotated, day(95), pre_expiry), Current::At(1));
        assert_eq!(current(rotated, day(87), pre_expiry), Current::Several);
        assert_eq!(current([], day(1), pre_expiry), Current::None);
        let replaced_at_once = [key(100, 99), key(100, 200)];
        assert_eq!(current(replaced_at_once, day(100), pre_expiry), Current::At(1));
    }
}
