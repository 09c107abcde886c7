//! How far the times of a request may lie from now (spec ida-crypto B.5, steps 11 and 12).

use auth_api::AuthError;
use chrono::{DateTime, TimeDelta};
use types::{Fault, Timestamp};

/// The allowed ages, in seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// Age of a request.
    pub age_secs: i64,
    /// Added for clocks that differ, in both directions.
    pub adjustment_secs: i64,
    /// From one capture to the next.
    pub between_captures_secs: i64,
}

impl Window {
    pub const EXTERNAL: Self = Self { age_secs: 30, adjustment_secs: 30, between_captures_secs: 120 };
    pub const INTERNAL: Self = Self { age_secs: 120, adjustment_secs: 30, between_captures_secs: 60 };

    /// Reads a time and holds it against now; `name` is how the error calls the member.
    pub fn check(&self, name: &str, text: Option<&str>, now: Timestamp) -> Result<Timestamp, Fault> {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            return Err(Fault::new(AuthError::Missing, [name]));
        };
        let at = read(text).ok_or_else(|| Fault::new(AuthError::Invalid, [name]))?;
        let oldest = now - TimeDelta::seconds(self.age_secs + self.adjustment_secs);
        if at < oldest || at > now + TimeDelta::seconds(self.adjustment_secs) {
            return Err(Fault::new(AuthError::Window, [self.age_secs.to_string()]));
        }
        Ok(at)
    }
}

/// `yyyy-MM-dd'T'HH:mm:ss[.SSS]` with `Z` or an offset.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    // IDA-09
    #[test]
    fn a_request_lives_a_minute_and_may_come_half_a_minute_early() {
        let now = read("2026-11-28T10:00:00.000Z").unwrap();
        let code = |text: Option<&str>| Window::EXTERNAL.check("requestTime", text, now).err().map(|f| f.code.code);
        assert_eq!(code(Some("2026-11-28T09:59:00.000Z")), None);
        assert_eq!(code(Some("2026-11-28T15:29:30.000+05:30")), None);
        assert_eq!(code(Some("2026-11-28T09:58:59.999Z")), Some("IDA-MLC-001"));
        assert_eq!(code(Some("2026-11-28T10:00:30.001Z")), Some("IDA-MLC-001"));
        assert_eq!(code(Some("yesterday")), Some("IDA-MLC-009"));
        assert_eq!(code(Some("2026-11-28T10:00:00.000")), Some("IDA-MLC-009"));
        assert_eq!(code(Some("")), Some("IDA-MLC-006"));
        assert_eq!(code(None), Some("IDA-MLC-006"));
        let fault = Window::EXTERNAL.check("x", Some("2020-01-01T00:00:00Z"), now).unwrap_err();
        assert_eq!(fault.message, "Request to be received at MOSIP within 30 seconds");
    }
}
