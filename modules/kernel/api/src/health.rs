//! How an installation is, part by part, for the people who look after it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Permission, Timestamp, role};

/// Who sees how the installation is: it is the whole country's.
pub const READ_HEALTH: Permission = Permission::roles("kernel.health.read", &[role::GLOBAL_ADMIN]);

/// How one part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    Good,
    /// Works, and wants a person before it does not.
    Attention,
    /// Does not work.
    Bad,
}

/// One part and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A logical database; `missing` counts changes of its schema that are not applied.
    Database { name: String, postgres: bool, reachable: bool, missing: u64 },
    /// Whether a signature can be made, and whether the root lies in a token.
    KeyStore { token: bool, signs: bool },
    /// Whether a blob can be written, read and removed.
    Blobs { works: bool },
    /// The disk of the data directory; absent where it cannot be asked.
    Disk { space: Option<Space> },
    /// Where mail and short messages go.
    Messages { sink: bool },
    /// A part that imitates the real thing, by the name that `/health` gives it.
    Simulated { name: String },
    /// Jobs that are due and not done: how many wait, and since when the first is due.
    Queue { waiting: u64, due_since: Option<Timestamp> },
    /// Jobs that were given up.
    DeadJobs { count: u64 },
    /// Keys that want a person, the most urgent first.
    Keys { ending: Vec<EndingKey> },
    /// By how many seconds the newest audit row is ahead of this machine's clock; 0 when it is not.
    Clock { ahead_secs: i64 },
}

/// Bytes of a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Space {
    pub free: u64,
    pub total: u64,
}

/// A key that is not replaced by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndingKey {
    pub application_id: String,
    pub reference_id: String,
    /// Negative after its end.
    pub days_left: i64,
    /// Whether it is ours; otherwise a partner's.
    pub own: bool,
}

/// How a part is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub level: Level,
    pub part: Part,
}

/// How everything is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthReport {
    pub now: Timestamp,
    /// When this process began.
    pub started_at: Timestamp,
    pub version: String,
    pub production: bool,
    pub findings: Vec<Finding>,
}

/// Days ahead of a key's end from which a person is asked.
pub const KEY_NOTICE_DAYS: i64 = 30;

impl Space {
    /// A nearly full disk stops every write: asked for in time.
    #[must_use]
    pub fn level(self) -> Level {
        const GIB: u64 = 1 << 30;
        let below = |bytes: u64, per_cent: u64| self.free < bytes && self.free < self.total / 100 * per_cent;
        match () {
            () if self.free < GIB / 4 || below(GIB, 5) => Level::Bad,
            () if below(5 * GIB, 20) => Level::Attention,
            () => Level::Good,
        }
    }
}

impl Part {
    /// How it is judged. What is simulated is as it should be until an installation is used in earnest: production refuses it.
    #[must_use]
    pub fn level(&self, now: Timestamp) -> Level {
        let bad_unless = |works: bool| if works { Level::Good } else { Level::Bad };
        match self {
            Self::Database { reachable, missing, .. } => bad_unless(*reachable && *missing == 0),
            Self::KeyStore { signs, .. } => bad_unless(*signs),
            Self::Blobs { works } => bad_unless(*works),
            Self::Disk { space } => space.map_or(Level::Attention, Space::level),
            Self::Messages { .. } | Self::Simulated { .. } => Level::Good,
            Self::Queue { due_since, .. } => match due_since.map_or(0, |at| (now - at).num_seconds()) {
                ..60 => Level::Good,
                60..600 => Level::Attention,
                _ => Level::Bad,
            },
            Self::DeadJobs { count: 0 } => Level::Good,
            Self::DeadJobs { .. } => Level::Attention,
            Self::Keys { ending } if ending.iter().any(|key| key.own && key.days_left < 0) => Level::Bad,
            Self::Keys { ending } if ending.is_empty() => Level::Good,
            Self::Keys { .. } => Level::Attention,
            Self::Clock { ahead_secs: ..60 } => Level::Good,
            Self::Clock { .. } => Level::Bad,
        }
    }
}

impl HealthReport {
    /// The worst of all parts.
    #[must_use]
    pub fn level(&self) -> Level {
        self.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Good)
    }

    /// Parts that want a person.
    pub fn troubles(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.level != Level::Good)
    }
}

/// Looks at every part. Needs [`READ_HEALTH`].
#[async_trait]
pub trait SystemHealth: Send + Sync {
    /// How everything is at this moment.
    async fn report(&self, caller: &Caller) -> Result<HealthReport, Failure>;
    /// A report of the last minute, for pages that only say whether to look: trying every part takes longer than they may.
    async fn recent(&self, caller: &Caller) -> Result<HealthReport, Failure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    // COM-10
    #[test]
    fn a_disk_is_judged_by_what_is_left_and_by_its_size() {
        let level = |free, total| Space { free, total }.level();
        assert_eq!(level(100 * GIB, 2000 * GIB), Level::Good, "5 % of a large disk is plenty");
        assert_eq!(level(3 * GIB, 100 * GIB), Level::Attention);
        assert_eq!(level(GIB / 2, 100 * GIB), Level::Bad);
        assert_eq!(level(3 * GIB, 4 * GIB), Level::Good, "a small disk that is nearly empty");
        assert_eq!(level(GIB / 5, GIB / 4), Level::Bad, "no room for a single packet and the log beside it");
    }

    // COM-10
    #[test]
    fn parts_are_judged_by_what_a_person_has_to_do() {
        let now = types::time::parse("2026-11-23T10:00:00.000Z").expect("a time");
        let queue = |secs| Part::Queue { waiting: 1, due_since: Some(now - chrono_seconds(secs)) }.level(now);
        assert_eq!([queue(5), queue(61), queue(700)], [Level::Good, Level::Attention, Level::Bad]);
        let key = |own, days_left| EndingKey { application_id: "A".into(), reference_id: "B".into(), days_left, own };
        let keys = |ending: Vec<EndingKey>| Part::Keys { ending }.level(now);
        assert_eq!(
            [keys(vec![]), keys(vec![key(true, 3)]), keys(vec![key(true, -1)])],
            [Level::Good, Level::Attention, Level::Bad]
        );
        assert_eq!(keys(vec![key(false, -1)]), Level::Attention, "a partner's key stops the partner, not us");
        assert_eq!(Part::Clock { ahead_secs: 120 }.level(now), Level::Bad);
        assert_eq!(Part::DeadJobs { count: 2 }.level(now), Level::Attention);
    }

    fn chrono_seconds(secs: u64) -> std::time::Duration {
        std::time::Duration::from_secs(secs)
    }
}
