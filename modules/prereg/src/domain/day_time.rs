//! Days and times of a centre as they are stored and sent: `yyyy-MM-dd`, `HH:mm`, both local to the centre.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use types::Timestamp;

pub(crate) fn day(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

pub(crate) fn parse_day(text: &str) -> Option<NaiveDate> {
    (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}

pub(crate) fn time(at: NaiveTime) -> String {
    at.format("%H:%M").to_string()
}

/// Reads `HH:mm` and `HH:mm:ss`.
pub(crate) fn parse_time(text: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S"].into_iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

/// The local time of the country. One offset for the whole country, without daylight saving.
pub(crate) fn local(now: Timestamp, offset: FixedOffset) -> NaiveDateTime {
    now.with_timezone(&offset).naive_local()
}

/// Reads `+05:30`, `-03:00`, `Z`.
pub(crate) fn parse_offset(text: &str) -> Option<FixedOffset> {
    if text == "Z" {
        return FixedOffset::east_opt(0);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    match sign {
        "+" => FixedOffset::east_opt(seconds),
        "-" => FixedOffset::west_opt(seconds),
        _ => None,
    }
}

/// Until when an appointment may be changed.
pub(crate) fn change_until(date: NaiveDate, from: NaiveTime, hours: i64) -> NaiveDateTime {
    date.and_time(from) - TimeDelta::hours(hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_times_and_offsets_are_read_strictly() {
        assert_eq!(day(parse_day("2026-12-01").unwrap()), "2026-12-01");
        assert_eq!(parse_day("2026-2-30"), None);
        assert_eq!(parse_day("2020-05dfddd-09"), None);
        assert_eq!(time(parse_time("09:40:00").unwrap()), "09:40");
        assert_eq!(parse_time("dndj36"), None);
        assert_eq!(parse_offset("+05:30").unwrap().local_minus_utc(), 19_800);
        assert_eq!(parse_offset("-03:00").unwrap().local_minus_utc(), -10_800);
        assert_eq!(parse_offset("Casablanca"), None);
    }
}
