//! One value of one row, the same whichever database holds it.

use sea_orm::{DbErr, QueryResult, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Small,
    Int,
    Big,
    Bool,
    Double,
    Blob,
    Instant,
    Json,
}

impl Kind {
    /// Whether a value of `self` fits a column of `other`: SQLite has one width of whole numbers.
    pub(super) fn fits(self, other: Kind) -> bool {
        let whole = |kind| matches!(kind, Self::Small | Self::Int | Self::Big);
        self == other || whole(self) && whole(other)
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Cell {
    Null,
    Text(String),
    Whole(i64),
    Bool(bool),
    Double(f64),
    Blob(Vec<u8>),
    Instant(Timestamp),
    Json(serde_json::Value),
}

impl Cell {
    /// The value at `index`, read as `kind`.
    pub(super) fn read(row: &QueryResult, index: usize, kind: Kind) -> Result<Self, DbErr> {
        let cell = match kind {
            Kind::Text => row.try_get_by_index::<Option<String>>(index)?.map(Self::Text),
            Kind::Small => row.try_get_by_index::<Option<i16>>(index)?.map(|n| Self::Whole(n.into())),
            Kind::Int => row.try_get_by_index::<Option<i32>>(index)?.map(|n| Self::Whole(n.into())),
            Kind::Big => row.try_get_by_index::<Option<i64>>(index)?.map(Self::Whole),
            Kind::Bool => row.try_get_by_index::<Option<bool>>(index)?.map(Self::Bool),
            Kind::Double => row.try_get_by_index::<Option<f64>>(index)?.map(Self::Double),
            Kind::Blob => row.try_get_by_index::<Option<Vec<u8>>>(index)?.map(Self::Blob),
            Kind::Instant => row.try_get_by_index::<Option<Timestamp>>(index)?.map(Self::Instant),
            Kind::Json => row.try_get_by_index::<Option<serde_json::Value>>(index)?.map(Self::Json),
        };
        Ok(cell.unwrap_or(Self::Null))
    }

    /// The value for a column of `kind`; the reason when it does not fit.
    pub(super) fn bind(&self, kind: Kind, text_without_nul: bool) -> Result<Value, &'static str> {
        const WIDE: &str = "the number does not fit the column of the target";
        Ok(match (self, kind) {
            (Self::Null, Kind::Text) => Value::String(None),
            (Self::Null, Kind::Small) => Value::SmallInt(None),
            (Self::Null, Kind::Int) => Value::Int(None),
            (Self::Null, Kind::Big) => Value::BigInt(None),
            (Self::Null, Kind::Bool) => Value::Bool(None),
            (Self::Null, Kind::Double) => Value::Double(None),
            (Self::Null, Kind::Blob) => Value::Bytes(None),
            (Self::Null, Kind::Instant) => Value::ChronoDateTimeUtc(None),
            (Self::Null, Kind::Json) => Value::Json(None),
            (Self::Text(text), Kind::Text) if text_without_nul && text.contains('\0') => {
                return Err("PostgreSQL stores no text with a NUL character");
            }
            (Self::Text(text), Kind::Text) => text.clone().into(),
            (Self::Whole(n), Kind::Small) => i16::try_from(*n).map_err(|_| WIDE)?.into(),
            (Self::Whole(n), Kind::Int) => i32::try_from(*n).map_err(|_| WIDE)?.into(),
            (Self::Whole(n), Kind::Big) => (*n).into(),
            (Self::Bool(b), Kind::Bool) => (*b).into(),
            (Self::Double(d), Kind::Double) => (*d).into(),
            (Self::Blob(bytes), Kind::Blob) => bytes.clone().into(),
            (Self::Instant(at), Kind::Instant) => (*at).into(),
            (Self::Json(value), Kind::Json) => value.clone().into(),
            _ => return Err("the value is of another kind than the column of the target"),
        })
    }

    /// Feeds the value to a digest in one unambiguous form: a letter for its kind, its length, its bytes.
    fn feed(&self, digest: &mut Sha256) {
        let mut put = |letter: u8, bytes: &[u8]| {
            digest.update([letter]);
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(bytes);
        };
        match self {
            Self::Null => put(b'n', &[]),
            Self::Text(text) => put(b't', text.as_bytes()),
            Self::Whole(n) => put(b'i', &n.to_be_bytes()),
            Self::Bool(b) => put(b'b', &[u8::from(*b)]),
            Self::Double(d) => put(b'd', &d.to_bits().to_be_bytes()),
            Self::Blob(bytes) => put(b'x', bytes),
            // PostgreSQL keeps microseconds, and so does our clock
            Self::Instant(at) => put(b'z', &at.timestamp_micros().to_be_bytes()),
            // PostgreSQL orders the members of an object in its own way
            Self::Json(value) => put(b'j', &serde_json_canonicalizer::to_vec(value).unwrap_or_default()),
        }
    }
}

/// The count and the checksum of a table's rows. The checksum is the sum of the rows' SHA-256, lane by lane: the same in
/// whichever order they come, because two databases order text differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum {
    pub(super) rows: u64,
    lanes: [u64; 4],
}

impl Sum {
    pub(super) fn add(&mut self, row: &[Cell]) {
        let mut digest = Sha256::new();
        row.iter().for_each(|cell| cell.feed(&mut digest));
        let digest = digest.finalize();
        for (lane, bytes) in self.lanes.iter_mut().zip(digest.chunks_exact(8)) {
            let mut word = [0; 8];
            word.copy_from_slice(bytes);
            *lane = lane.wrapping_add(u64::from_be_bytes(word));
        }
        self.rows += 1;
    }

    pub(super) fn hex(&self) -> String {
        self.lanes.iter().map(|lane| format!("{lane:016x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(rows: &[&[Cell]]) -> Sum {
        let mut sum = Sum::default();
        rows.iter().for_each(|row| sum.add(row));
        sum
    }

    #[test]
    fn order_of_rows_does_not_matter_and_order_of_cells_does() {
        let (a, b) = (Cell::Text("a".into()), Cell::Text("b".into()));
        let (ab, ba) = ([a.clone(), b.clone()], [b, a]);
        assert_eq!(sum(&[&ab, &ba]), sum(&[&ba, &ab]));
        assert_ne!(sum(&[&ab]), sum(&[&ba]));
        // the same row twice is not nothing
        assert_ne!(sum(&[&ab, &ab]), sum(&[&ba, &ba]));
    }

    #[test]
    fn cells_do_not_run_into_each_other() {
        let text = |t: &str| Cell::Text(t.into());
        assert_ne!(sum(&[&[text("ab"), text("c")]]), sum(&[&[text("a"), text("bc")]]));
        assert_ne!(sum(&[&[Cell::Null, text("")]]), sum(&[&[text(""), Cell::Null]]));
        assert_ne!(sum(&[&[Cell::Whole(1)]]), sum(&[&[Cell::Bool(true)]]));
    }

    #[test]
    fn what_does_not_fit_is_refused_with_a_reason() {
        assert!(Cell::Whole(i64::MAX).bind(Kind::Int, true).is_err());
        assert_eq!(Cell::Whole(i64::MAX).bind(Kind::Big, true), Ok(i64::MAX.into()));
        assert!(Cell::Text("a\0b".into()).bind(Kind::Text, true).is_err());
        assert!(Cell::Text("a\0b".into()).bind(Kind::Text, false).is_ok());
        assert!(Cell::Text("1".into()).bind(Kind::Big, true).is_err());
    }
}
