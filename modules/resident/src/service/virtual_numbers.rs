//! See and make virtual numbers (RES-09, RES-10).

use idrepo_api::{IdRepoError, IdentityRecord, VidInfo, VidKind};
use resident_api::{
    NumberKind, Offer, ResidentError, VirtualNumber, VirtualNumbers,
    permission::{NUMBER_CREATE, NUMBER_READ},
};
use types::{Caller, Failure};

use crate::{
    Resident,
    authority::on_behalf_of,
    error::{Error, Result},
    rules::{self, Clock},
    service::{of_holder, person},
};

pub(crate) async fn list(m: &Resident, caller: &Caller) -> Result<VirtualNumbers> {
    let record = person::holder(m, caller, NUMBER_READ).await?;
    let clock = rules::clock(m).await?;
    let (vids, kinds) = have(m, caller, &record).await?;
    let told = of_holder("RES-VID-001", "NUMBERS_READ", "A person read their virtual numbers", &record.uin_hash);
    person::record(m, caller, told).await?;
    let offered = |kind: VidKind| NumberKind {
        offer: offer(&vids, &kind),
        kind: kind.name,
        valid_minutes: kind.valid_minutes,
        uses: kind.transactions,
    };
    Ok(VirtualNumbers {
        kinds: kinds.into_iter().map(offered).collect(),
        numbers: vids.iter().map(|vid| shown(vid, clock)).collect(),
        today: clock.local(m.db.now()).date(),
    })
}

/// A full kind is refused here although the policy might let the oldest give way: that one stands in the card's QR.
pub(crate) async fn issue(m: &Resident, caller: &Caller, kind: &str) -> Result<VirtualNumber> {
    let record = person::holder(m, caller, NUMBER_CREATE).await?;
    let (vids, kinds) = have(m, caller, &record).await?;
    let unknown = || Error::Coded(Failure::with(ResidentError::NumberKind, [kind]));
    let wanted = kinds.iter().find(|known| known.name == kind).ok_or_else(unknown)?;
    if offer(&vids, wanted) == Offer::Full {
        return Err(ResidentError::NumbersFull.into());
    }
    let made = match m.idrepo.issue_vid(&on_behalf_of(caller), &record.uin, &wanted.name).await {
        Err(failure) if failure.is(IdRepoError::VidPolicy) => return Err(ResidentError::NumbersFull.into()),
        other => other?,
    };
    let told = of_holder("RES-VID-002", "NUMBER_MADE", "A person made a virtual number", &record.uin_hash);
    person::record(m, caller, told).await?;
    Ok(shown(&made, rules::clock(m).await?))
}

async fn have(m: &Resident, caller: &Caller, record: &IdentityRecord) -> Result<(Vec<VidInfo>, Vec<VidKind>)> {
    let inside = on_behalf_of(caller);
    Ok((m.idrepo.vids(&inside, &record.uin).await?, m.idrepo.vid_kinds(&inside).await?))
}

fn offer(vids: &[VidInfo], kind: &VidKind) -> Offer {
    let have = vids.iter().filter(|vid| vid.vid_type.eq_ignore_ascii_case(&kind.name)).count();
    if have < kind.instances as usize { Offer::Free } else { Offer::Full }
}

fn shown(vid: &VidInfo, clock: Clock) -> VirtualNumber {
    VirtualNumber {
        number: vid.vid.reveal().to_owned(),
        kind: vid.vid_type.clone(),
        ends: vid.expiry.map(|at| clock.local(at)),
        uses: vid.transactions_left,
    }
}
