//! One value of a row: read from published files, kept in the database, written back.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use masterdata_api::{Column, Kind};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{QueryResult, Value};
use types::Timestamp;

/// The word with which published files ask for the time of the import.
pub(crate) const NOW: &str = "now()";

/// One value.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Cell {
    #[default]
    Null,
    /// Also days, times and instants, in their canonical form.
    Text(String),
    Number(i64),
    Decimal(f64),
    Flag(bool),
}

impl Cell {
    /// A text, or nothing for an empty one.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Null } else { Self::Text(text) }
    }

    /// An instant in its canonical form.
    pub(crate) fn stamp(at: Timestamp) -> Self {
        Self::Text(types::time::format(at))
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads a cell of a published file; the error says what is wrong with it.
    pub(crate) fn parse(column: &Column, cell: &str, now: Timestamp) -> Result<Self, String> {
        if cell.is_empty() || cell == "NULL" && column.nullable {
            return if column.nullable { Ok(Self::Null) } else { Err(format!("{} is empty", column.name)) };
        }
        let wrong = |wanted: &str| format!("{} is not {wanted}: {cell:?}", column.name);
        match column.kind {
            Kind::Text(longest) => {
                let length = cell.chars().count();
                if longest > 0 && length > longest as usize {
                    return Err(format!("{} has {length} characters, at most {longest} are allowed", column.name));
                }
                Ok(Self::Text(cell.to_owned()))
            }
            Kind::Number => cell.trim().parse().map(Self::Number).map_err(|_| wrong("a whole number")),
            Kind::Decimal => {
                let number = cell.trim().parse().ok().filter(|number: &f64| number.is_finite());
                number.map(Self::Decimal).ok_or_else(|| wrong("a number"))
            }
            Kind::Flag => match cell.trim().to_ascii_lowercase().as_str() {
                "true" | "t" | "1" | "yes" => Ok(Self::Flag(true)),
                "false" | "f" | "0" | "no" => Ok(Self::Flag(false)),
                _ => Err(wrong("TRUE or FALSE")),
            },
            Kind::Date => {
                parse_date(cell.trim()).map(|date| Self::Text(date.to_string())).ok_or_else(|| wrong("a date"))
            }
            Kind::Time => parse_time(cell.trim())
                .map(|time| Self::Text(time.format("%H:%M:%S").to_string()))
                .ok_or_else(|| wrong("a time of day")),
            Kind::Stamp if cell.trim() == NOW => Ok(Self::stamp(now)),
            Kind::Stamp => parse_stamp(cell.trim()).map(Self::stamp).ok_or_else(|| wrong("an instant")),
        }
    }

    /// The cell as exports write it when nothing else is known about its spelling.
    pub(crate) fn published(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Flag(true) => "TRUE".into(),
            Self::Flag(false) => "FALSE".into(),
        }
    }

    /// Reads column number `at` of a result.
    pub(crate) fn read(column: &Column, row: &QueryResult, at: usize) -> Result<Self, sea_orm::DbErr> {
        Ok(match column.kind {
            Kind::Number => row.try_get_by_index::<Option<i64>>(at)?.map_or(Self::Null, Self::Number),
            Kind::Decimal => row.try_get_by_index::<Option<f64>>(at)?.map_or(Self::Null, Self::Decimal),
            Kind::Flag => row.try_get_by_index::<Option<bool>>(at)?.map_or(Self::Null, Self::Flag),
            Kind::Text(_) | Kind::Date | Kind::Time | Kind::Stamp => {
                row.try_get_by_index::<Option<String>>(at)?.map_or(Self::Null, Self::Text)
            }
        })
    }

    /// The value for a statement; the column's kind gives a missing value its type.
    pub(crate) fn value(&self, kind: Kind) -> Value {
        match (self, kind) {
            (Self::Null, Kind::Number) => Value::BigInt(None),
            (Self::Null, Kind::Decimal) => Value::Double(None),
            (Self::Null, Kind::Flag) => Value::Bool(None),
            (Self::Null, _) => Value::String(None),
            (Self::Text(text), _) => text.clone().into(),
            (Self::Number(number), _) => (*number).into(),
            (Self::Decimal(number), _) => (*number).into(),
            (Self::Flag(flag), _) => (*flag).into(),
        }
    }

    pub(crate) fn expr(&self, kind: Kind) -> SimpleExpr {
        self.value(kind).into()
    }
}

/// `yyyy-MM-dd`, or `M/d/yyyy` as spreadsheets write it.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%m/%d/%Y")).ok()
}

/// `H:mm:ss` or `H:mm`.
pub(crate) fn parse_time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M:%S").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M")).ok()
}

/// An instant as MOSIP's services or its databases write it.
pub(crate) fn parse_stamp(text: &str) -> Option<Timestamp> {
    types::time::parse_lenient(text)
        .or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok().map(|at| at.and_utc()))
}

#[cfg(test)]
mod tests {
    use masterdata_api::tables;

    use super::*;

    fn parse(table: &masterdata_api::Table, column: &str, cell: &str) -> Result<Cell, String> {
        let at = table.position(column).expect(column);
        let column = table.all_columns().nth(at).expect("it was found");
        Cell::parse(column, cell, types::time::parse("2026-11-23T10:00:00.000Z").expect("valid"))
    }

    #[test] // MST: cells as spreadsheets write them
    fn published_cells() {
        let text = |text: &str| Ok(Cell::Text(text.into()));
        assert_eq!(parse(&tables::LOC_HOLIDAY, "holiday_date", "1/9/2019"), text("2019-01-09"));
        assert_eq!(parse(&tables::REGISTRATION_CENTER, "center_start_time", "0:15:00"), text("00:15:00"));
        assert_eq!(parse(&tables::TEMPLATE, "cr_dtimes", "now()"), text("2026-11-23T10:00:00.000Z"));
        assert_eq!(parse(&tables::TEMPLATE, "cr_dtimes", "2021-01-02 03:04:05.6"), text("2021-01-02T03:04:05.600Z"));
        assert_eq!(parse(&tables::GENDER, "is_active", "t"), Ok(Cell::Flag(true)));
        assert_eq!(parse(&tables::SYNC_JOB_DEF, "lock_duration", "NULL"), Ok(Cell::Null));
        assert_eq!(parse(&tables::ZONE, "hierarchy_level", "3"), Ok(Cell::Number(3)));
        for (table, column, cell) in [
            (&tables::GENDER, "code", ""),
            (&tables::GENDER, "code", "a code that is much too long for its column"),
            (&tables::GENDER, "is_active", "maybe"),
            (&tables::ZONE, "hierarchy_level", "three"),
            (&tables::LOC_HOLIDAY, "holiday_date", "31/12/2019"),
            (&tables::REGISTRATION_CENTER, "center_start_time", "25:00:00"),
        ] {
            assert!(parse(table, column, cell).is_err(), "{column} {cell:?}");
        }
    }
}
