//! MOSIP's time formats: UTC, millisecond precision, a literal `Z`.

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};

/// A moment in UTC. Where "now" is needed it is a parameter; see `db::Clock`.
pub type Timestamp = DateTime<Utc>;

/// Writes `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`.
#[must_use]
pub fn format(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`; exactly three fraction digits and `Z` are demanded, as MOSIP does.
#[must_use]
pub fn parse(text: &str) -> Option<Timestamp> {
    if text.len() != 24 || !text.ends_with('Z') {
        return None;
    }
    NaiveDateTime::parse_from_str(&text[..23], "%Y-%m-%dT%H:%M:%S%.3f").ok().map(|t| t.and_utc())
}

/// Reads what MOSIP's own services send each other: with or without fraction, with `Z` or an offset.
#[must_use]
pub fn parse_lenient(text: &str) -> Option<Timestamp> {
    DateTime::parse_from_rfc3339(text)
        .map(|t| t.with_timezone(&Utc))
        .ok()
        .or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok().map(|t| t.and_utc()))
}

/// `#[serde(with = "types::time::wire")]` for a required MOSIP time.
pub mod wire {
    use super::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes the MOSIP form.
    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::format(*at))
    }
    /// Reads the MOSIP form, leniently as to the fraction.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_lenient(&text)
            .ok_or_else(|| D::Error::custom("a UTC time yyyy-MM-dd'T'HH:mm:ss.SSS'Z' is expected"))
    }
}

/// `#[serde(with = "types::time::wire_option")]` for an optional MOSIP time (`null` when absent).
pub mod wire_option {
    use super::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes the MOSIP form or `null`.
    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => serializer.serialize_str(&super::format(*at)),
            None => serializer.serialize_none(),
        }
    }
    /// Reads the MOSIP form, `null` or an empty text.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        match Option::<String>::deserialize(deserializer)?.as_deref() {
            None | Some("") => Ok(None),
            Some(text) => super::parse_lenient(text)
                .map(Some)
                .ok_or_else(|| D::Error::custom("a UTC time yyyy-MM-dd'T'HH:mm:ss.SSS'Z' is expected")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_format_is_exact() {
        let at = parse("2026-11-23T10:15:02.007Z").unwrap();
        assert_eq!(format(at), "2026-11-23T10:15:02.007Z");
        for wrong in ["2026-11-23T10:15:02Z", "2026-11-23T10:15:02.007", "2026-13-23T10:15:02.007Z", "", "yesterday"] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
        assert!(parse_lenient("2026-11-23T10:15:02Z").is_some());
        assert!(parse_lenient("2026-11-23T10:15:02.0071234").is_some());
    }
}
