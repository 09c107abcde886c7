//! Bookings of past days expire; slots of past days are removed (PRE-50, PRE-53).

use crate::{Prereg, jobs::failed, service::generate_slots};
use db::{Job, JobCx, JobError};
use serde::{Deserialize, Serialize};

/// Looks at every booking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ExpireBookings {}

impl Job for ExpireBookings {
    const KIND: &'static str = "prereg.expire_bookings";

    fn unique_key(&self) -> Option<String> {
        Some("all".into())
    }
}

pub(crate) async fn run(m: Prereg, cx: JobCx, _: ExpireBookings) -> Result<(), JobError> {
    let expired = generate_slots::expire(&m, &cx.caller()).await.map_err(failed)?;
    let purged = generate_slots::purge(&m, &cx.caller()).await.map_err(failed)?;
    tracing::info!(expired, purged, "past appointments are closed");
    Ok(())
}
