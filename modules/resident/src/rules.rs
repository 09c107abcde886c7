//! Settings of the resident's services: MOSIP's property names, with their shipped defaults.

use chrono::{FixedOffset, NaiveDateTime, TimeDelta};
use types::Timestamp;

use crate::{Resident, error::Result};

async fn seconds(m: &Resident, name: &str, default: i64) -> Result<TimeDelta> {
    let set = m.master.setting(name).await?.and_then(|text| text.trim().parse().ok());
    Ok(TimeDelta::seconds(set.unwrap_or(default).clamp(30, 86_400)))
}

/// How long a one-time code works.
pub(crate) async fn code_life(m: &Resident) -> Result<TimeDelta> {
    seconds(m, "mosip.kernel.otp.expiry-time", 180).await
}

/// How long a number stays frozen after too many wrong codes.
pub(crate) async fn freeze(m: &Resident) -> Result<TimeDelta> {
    seconds(m, "mosip.kernel.otp.key-freeze-time", 1_800).await
}

/// The country's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock(FixedOffset);

impl Clock {
    /// A moment as the country's clocks show it.
    pub(crate) fn local(self, at: Timestamp) -> NaiveDateTime {
        at.with_timezone(&self.0).naive_local()
    }
}

/// The country's clock (`tessera.country.utc-offset`, such as `+01:00`; UTC where it is not set).
pub(crate) async fn clock(m: &Resident) -> Result<Clock> {
    let set = m.master.setting("tessera.country.utc-offset").await?;
    let utc = FixedOffset::east_opt(0).expect("zero is an offset");
    Ok(Clock(set.and_then(|text| text.trim().parse().ok()).unwrap_or(utc)))
}
