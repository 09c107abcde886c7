//! What the audit page looks for, as it stands in its address.

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use chrono::{NaiveDate, TimeDelta};
#[cfg(feature = "ssr")]
use kernel_api::audit_search::AuditQuestion;

/// The fields of the page's form, as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// First day, in UTC: `yyyy-MM-dd`.
    pub from: String,
    /// Last day, in UTC.
    pub until: String,
    pub event: String,
    pub actor: String,
    pub module: String,
    pub reference: String,
    /// Where the page begins.
    pub after: String,
}

impl Filter {
    /// Names in the address, and values.
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("from", &self.from),
            ("until", &self.until),
            ("event", &self.event),
            ("actor", &self.actor),
            ("module", &self.module),
            ("ref", &self.reference),
        ]
    }

    /// Whether anything is looked for.
    pub fn is_set(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.trim().is_empty())
    }

    /// An address with these conditions, from a place on.
    pub fn href(&self, path: &str, after: Option<&str>) -> String {
        let pairs = self.pairs().into_iter().chain(after.map(|after| ("after", after)));
        let said = pairs.filter(|(_, value)| !value.trim().is_empty());
        let query: Vec<String> = said.map(|(name, value)| format!("{name}={}", encode(value.trim()))).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }

    /// The question to the service; a day that is none asks for nothing.
    #[cfg(feature = "ssr")]
    pub fn question(&self, limit: u32) -> AuditQuestion {
        let day = |text: &str| {
            let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
            Some(day.and_hms_opt(0, 0, 0)?.and_utc())
        };
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        AuditQuestion {
            from: day(&self.from),
            // the last day belongs to the answer
            until: day(&self.until).map(|day| day + TimeDelta::days(1)),
            event_id: said(&self.event),
            actor: said(&self.actor),
            module: said(&self.module),
            reference: said(&self.reference),
            after: said(&self.after),
            limit,
        }
    }
}

/// A value for an address.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter() -> Filter {
        Filter { event: "RPR_402".into(), actor: "a b&c".into(), until: "2026-11-23".into(), ..Filter::default() }
    }

    #[test]
    fn addresses_carry_what_is_said() {
        assert_eq!(Filter::default().href("/admin/audit", None), "/admin/audit");
        let href = filter().href("/admin/audit", Some("1_a"));
        assert_eq!(href, "/admin/audit?until=2026-11-23&event=RPR_402&actor=a%20b%26c&after=1_a");
        assert!(filter().is_set() && !Filter::default().is_set());
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_last_day_belongs_to_the_answer_and_nonsense_to_none() {
        let question = Filter { from: "soon".into(), ..filter() }.question(25);
        assert_eq!(question.until, types::time::parse("2026-11-24T00:00:00.000Z"));
        assert_eq!((question.from, question.module, question.limit), (None, None, 25));
    }
}
