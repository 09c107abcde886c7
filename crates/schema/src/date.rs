//! Calendar dates of an identity (`yyyy/MM/dd`) and the age groups derived from them.

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar, as identity attributes and forms hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CivilDate {
    /// A date, if the calendar has it (years 1 to 9999).
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_of(year, month);
        exists.then_some(Self { year, month, day })
    }

    /// Reads `yyyy/MM/dd` (identity objects) or `yyyy-MM-dd` (HTML date inputs, ISO 8601); both parts two digits wide.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != bytes[7] || !matches!(bytes[4], b'/' | b'-') {
            return None;
        }
        let number = |from: usize, to: usize| {
            bytes[from..to]
                .iter()
                .try_fold(0u16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u16::from(byte - b'0')))
        };
        Self::new(number(0, 4)?, u8::try_from(number(5, 7)?).ok()?, u8::try_from(number(8, 10)?).ok()?)
    }

    /// The form identity objects carry: `yyyy/MM/dd`.
    pub fn to_identity(self) -> String {
        format!("{:04}/{:02}/{:02}", self.year, self.month, self.day)
    }

    /// The form HTML date inputs carry: `yyyy-MM-dd`.
    pub fn to_iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Whole years from `self` to `today`; `None` when `self` lies in the future.
    pub fn age_on(self, today: Self) -> Option<u16> {
        if self > today {
            return None;
        }
        let birthday_reached = (today.month, today.day) >= (self.month, self.day);
        Some(today.year - self.year - u16::from(!birthday_reached))
    }
}

fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// One named range of ages in whole years, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeGroup {
    /// Name that conditions compare with, for example `INFANT`.
    pub name: String,
    /// Youngest age of the group.
    pub from_years: u16,
    /// Oldest age of the group.
    pub to_years: u16,
}

/// The age groups of a country; MOSIP's are infants 0-5, minors 6-17, adults 18-200.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeGroups(pub Vec<AgeGroup>);

impl Default for AgeGroups {
    fn default() -> Self {
        let group = |name: &str, from_years, to_years| AgeGroup { name: name.into(), from_years, to_years };
        Self(vec![group("INFANT", 0, 5), group("MINOR", 6, 17), group("ADULT", 18, 200)])
    }
}

impl AgeGroups {
    /// The group an age in whole years belongs to.
    pub fn of(&self, age_years: u16) -> Option<&str> {
        let group = self.0.iter().find(|group| (group.from_years..=group.to_years).contains(&age_years))?;
        Some(&group.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> CivilDate {
        CivilDate::parse(text).expect(text)
    }

    #[test]
    fn reads_both_spellings_and_refuses_days_that_do_not_exist() {
        assert_eq!(date("2024/02/29").to_iso(), "2024-02-29");
        assert_eq!(date("1999-12-31").to_identity(), "1999/12/31");
        for wrong in
            ["2023/02/29", "1900/02/29", "2024/13/01", "2024/00/10", "2024/1/1", "2024/01-01", "", "20x4/01/01"]
        {
            assert_eq!(CivilDate::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn age_counts_whole_years() {
        assert_eq!(date("2000/06/15").age_on(date("2018/06/14")), Some(17));
        assert_eq!(date("2000/06/15").age_on(date("2018/06/15")), Some(18));
        assert_eq!(date("2030/01/01").age_on(date("2026/01/01")), None);
        let groups = AgeGroups::default();
        assert_eq!(groups.of(5), Some("INFANT"));
        assert_eq!(groups.of(6), Some("MINOR"));
        assert_eq!(groups.of(18), Some("ADULT"));
        assert_eq!(groups.of(201), None);
    }
}
