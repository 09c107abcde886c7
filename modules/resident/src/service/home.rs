//! The person in short: the first page.

use chrono::Timelike;
use resident_api::{Home, permission::IDENTITY_READ};
use types::Caller;

use crate::{
    Resident,
    authority::on_behalf_of,
    domain::{person as identity, progress},
    error::Result,
    rules,
    service::{history, of_holder, person},
};

/// How many uses are looked through for the figures.
const USES_LOOKED_AT: u32 = 100;
/// How many are shown.
const USES_SHOWN: usize = 3;

pub(crate) async fn read(m: &Resident, caller: &Caller) -> Result<Home> {
    let record = person::holder(m, caller, IDENTITY_READ).await?;
    let inside = on_behalf_of(caller);
    let clock = rules::clock(m).await?;
    let now = clock.local(m.db.now());
    let card = m.credentials.state(&inside, &record.rid).await?;
    let vids = m.idrepo.vids(&inside, &record.uin).await?;
    let mut uses = history::of_identity(m, caller, &record, clock, USES_LOOKED_AT).await?;
    let recent = uses.iter().filter(|one| history::is_recent(one, now.date())).count();
    let refused = uses.iter().find(|one| !one.succeeded && history::is_recent(one, now.date())).cloned();
    uses.truncate(USES_SHOWN);
    let told = of_holder("RES-HOM-001", "IDENTITY_READ", "A person read their identity in short", &record.uin_hash);
    person::record(m, caller, told).await?;
    Ok(Home {
        names: identity::names(&record.identity),
        born: identity::born(&record.identity),
        number: record.uin.reveal().to_owned(),
        has_photo: identity::has_biometrics(&record.identity),
        card: progress::of_card(card.as_ref().map(|state| state.status.as_str())),
        virtual_numbers: u32::try_from(vids.len()).unwrap_or(u32::MAX),
        last_uses: uses,
        uses: u32::try_from(recent).unwrap_or(u32::MAX),
        refused,
        hour: now.hour(),
        today: now.date(),
    })
}
