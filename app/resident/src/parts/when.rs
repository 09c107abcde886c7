//! Days and times as people say them.

use app_i18n::{Locale, date_short, tr};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

/// `Today`, `Yesterday`, else `20 November 2026`.
pub fn day(locale: Locale, date: NaiveDate, today: NaiveDate) -> String {
    match (today - date).num_days() {
        0 => tr::resident::today(locale).to_owned(),
        1 => tr::resident::yesterday(locale).to_owned(),
        _ => date_in_words(locale, date),
    }
}

/// `20 November 2026`.
pub fn date_in_words(locale: Locale, date: NaiveDate) -> String {
    date_short(locale, date.year(), date.month(), date.day())
}

/// `HH:MM`.
pub fn hour(at: NaiveDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `20 November 2026, 16:05`.
pub fn moment(locale: Locale, at: NaiveDateTime, today: NaiveDate) -> String {
    let comma = if locale == Locale::Ara { '،' } else { ',' };
    format!("{}{comma} {}", day(locale, at.date(), today), hour(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_days_have_names() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        assert_eq!(day(Locale::Eng, today, today), "Today");
        assert_eq!(day(Locale::Eng, today.pred_opt().unwrap(), today), "Yesterday");
        assert_eq!(day(Locale::Fra, NaiveDate::from_ymd_opt(2026, 8, 15).unwrap(), today), "15 août 2026");
        assert_eq!(moment(Locale::Ara, today.and_hms_opt(7, 5, 0).unwrap(), today), "اليوم، 07:05");
        assert_eq!(hour(today.and_hms_opt(7, 5, 0).unwrap()), "07:05");
    }
}
