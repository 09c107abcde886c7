//! Who used my identity (RES-05).

use auth_api::AuthUse;
use chrono::{Days, NaiveDate};
use idrepo_api::IdentityRecord;
use resident_api::{History, Use, permission::HISTORY_READ};
use types::Caller;

use crate::{
    Resident,
    authority::on_behalf_of,
    error::Result,
    rules::{self, Clock},
    service::{of_holder, person},
};

/// The most that is ever listed at once.
const MOST: u32 = 200;

pub(crate) async fn read(m: &Resident, caller: &Caller, limit: u32) -> Result<History> {
    let record = person::holder(m, caller, HISTORY_READ).await?;
    let limit = limit.clamp(1, MOST);
    let clock = rules::clock(m).await?;
    // one more than shown tells whether there are older ones
    let mut uses = of_identity(m, caller, &record, clock, limit + 1).await?;
    let more = uses.len() > limit as usize;
    uses.truncate(limit as usize);
    let told = of_holder("RES-HIS-001", "HISTORY_READ", "A person read who used their identity", &record.uin_hash);
    person::record(m, caller, told).await?;
    Ok(History { uses, today: clock.local(m.db.now()).date(), more })
}

/// The newest uses of an identity.
pub(crate) async fn of_identity(
    m: &Resident,
    caller: &Caller,
    record: &IdentityRecord,
    clock: Clock,
    limit: u32,
) -> Result<Vec<Use>> {
    let found = m.history.history(&on_behalf_of(caller), &record.uin, limit).await?;
    let mut uses: Vec<Use> = found.into_iter().map(|one| shown(one, clock)).collect();
    uses.sort_by_key(|one| std::cmp::Reverse(one.at));
    Ok(uses)
}

fn shown(one: AuthUse, clock: Clock) -> Use {
    let AuthUse { at, partner, kind, succeeded, transaction_id, disclosed } = one;
    Use { at: clock.local(at), partner, kind, succeeded, reference: transaction_id, disclosed }
}

/// Whether a use is of the last 30 days.
pub(crate) fn is_recent(one: &Use, today: NaiveDate) -> bool {
    today.checked_sub_days(Days::new(30)).is_none_or(|from| one.at.date() > from)
}
