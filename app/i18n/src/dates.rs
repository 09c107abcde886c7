//! Dates in words. Digits are Western everywhere; identifiers and times are never translated.

use crate::{Locale, tr};

/// Name of a month, 1 to 12.
fn month(locale: Locale, month: u32) -> &'static str {
    match month {
        1 => tr::date::january(locale),
        2 => tr::date::february(locale),
        3 => tr::date::march(locale),
        4 => tr::date::april(locale),
        5 => tr::date::may(locale),
        6 => tr::date::june(locale),
        7 => tr::date::july(locale),
        8 => tr::date::august(locale),
        9 => tr::date::september(locale),
        10 => tr::date::october(locale),
        11 => tr::date::november(locale),
        _ => tr::date::december(locale),
    }
}

/// Name of a weekday, 0 = Monday to 6 = Sunday.
fn weekday(locale: Locale, day: u32) -> &'static str {
    match day {
        0 => tr::date::monday(locale),
        1 => tr::date::tuesday(locale),
        2 => tr::date::wednesday(locale),
        3 => tr::date::thursday(locale),
        4 => tr::date::friday(locale),
        5 => tr::date::saturday(locale),
        _ => tr::date::sunday(locale),
    }
}

/// A weekday's short name for the head of a calendar, 0 = Monday to 6 = Sunday; Arabic does not shorten.
pub fn weekday_short(locale: Locale, day: u32) -> &'static str {
    let name = weekday(locale, day);
    match locale {
        Locale::Ara => name,
        Locale::Eng | Locale::Fra => name.get(..3).unwrap_or(name),
    }
}

/// `Tuesday 1 December 2026`.
pub fn date_long(locale: Locale, year: i32, month_number: u32, day: u32) -> String {
    format!("{} {day} {} {year}", weekday(locale, weekday_of(year, month_number, day)), month(locale, month_number))
}

/// `1 December 2026`.
pub fn date_short(locale: Locale, year: i32, month_number: u32, day: u32) -> String {
    format!("{day} {} {year}", month(locale, month_number))
}

/// `December 2026`.
pub fn month_year(locale: Locale, year: i32, month_number: u32) -> String {
    format!("{} {year}", month(locale, month_number))
}

/// 0 = Monday to 6 = Sunday (Sakamoto's method, Gregorian calendar).
pub fn weekday_of(year: i32, month: u32, day: u32) -> u32 {
    const OFFSETS: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 3 { year - 1 } else { year };
    let offset = OFFSETS[(month.clamp(1, 12) - 1) as usize];
    let sunday_first =
        (year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + offset + day.cast_signed())
            .rem_euclid(7);
    ((sunday_first + 6) % 7).cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_right() {
        assert_eq!(weekday_of(2026, 12, 1), 1);
        assert_eq!(weekday_of(2024, 2, 29), 3);
        assert_eq!(weekday_of(2000, 1, 1), 5);
        assert_eq!(weekday_of(1969, 7, 20), 6);
    }

    #[test]
    fn dates_in_words() {
        assert_eq!(date_long(Locale::Eng, 2026, 12, 1), "Tuesday 1 December 2026");
        assert_eq!(date_short(Locale::Fra, 2026, 8, 15), "15 août 2026");
        assert_eq!(date_long(Locale::Ara, 2026, 12, 1), "الثلاثاء 1 ديسمبر 2026");
        assert_eq!(weekday_short(Locale::Fra, 2), "mer");
    }
}
