//! The person who introduces a child: has a number, and gave their own biometrics.

use biometrics::{Modality, SdkError, Verdict as Match};
use codec::cbeff;
use idrepo_api::{IdRef, IdentityStatus};
use types::{Rid, Uin};

use super::packet_of;
use crate::domain::mapping::DEFAULT;
use crate::domain::status::Status;
use crate::domain::sub_status;
use crate::domain::verdict::{Next, Park, Trouble, Verdict};
use crate::jobs::run_stage::Work;
use crate::service::gallery;
use crate::{RegistrationModule, repo};

/// How long a child waits before its introducer's registration is looked at again.
const WAIT_SECS: i64 = 300;

pub(super) async fn run(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let packet = match packet_of(m, work).await? {
        Ok(packet) => packet,
        Err(verdict) => return Ok(verdict),
    };
    let text =
        |field: &str| packet.text(field, None).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let unknown = || Ok(Verdict::invalid(sub_status::INTRODUCER_UNKNOWN));
    let id = match (text(DEFAULT.introducer_uin), text(DEFAULT.introducer_rid)) {
        (None, None) => return Ok(Verdict::new(Next::Reject, sub_status::INTRODUCER_MISSING)),
        (Some(uin), _) => match Uin::parse(&uin) {
            Ok(uin) => IdRef::Uin(uin),
            Err(_) => return unknown(),
        },
        (None, Some(rid)) => {
            let row = repo::registrations::of_process(m.db.read(), &rid, "NEW").await?;
            match row.and_then(|row| Status::parse(&row.status)) {
                Some(Status::Rejected | Status::Failed) => {
                    return Ok(Verdict::invalid(sub_status::INTRODUCER_REJECTED));
                }
                Some(Status::Processed) => {}
                // still under way, or not arrived yet
                _ => {
                    let wait = Next::Park(Park::Later { secs: WAIT_SECS });
                    return Ok(Verdict::new(wait, sub_status::INTRODUCER_ON_HOLD));
                }
            }
            match Rid::parse(&rid) {
                Ok(rid) => IdRef::Rid(rid),
                Err(_) => return unknown(),
            }
        }
    };
    let known = m.identities.find(&work.caller, &id, true).await?;
    let Some(known) = known.filter(|record| record.status == IdentityStatus::Activated) else { return unknown() };
    let Ok(Some(given)) = packet.biometrics(DEFAULT.introducer_biometrics) else {
        return Ok(Verdict::invalid(sub_status::INTRODUCER_NO_BIOMETRICS));
    };
    let given = gallery::samples(&given);
    if given.is_empty() {
        return Ok(Verdict::invalid(sub_status::INTRODUCER_ALL_EXCEPTIONS));
    }
    let Some(stored) = known.biometrics.as_ref().and_then(|xml| cbeff::read(xml).ok()) else {
        return Ok(Verdict::invalid(sub_status::INTRODUCER_NOT_MATCHED).particulars("no biometrics to compare with"));
    };
    let compared: Vec<Modality> = m
        .sdk
        .info()
        .modalities
        .into_iter()
        .filter(|modality| given.iter().any(|sample| sample.modality == *modality))
        .collect();
    if compared.is_empty() {
        return Ok(Verdict::invalid(sub_status::INTRODUCER_NOT_MATCHED).particulars("no comparable biometrics"));
    }
    match m.sdk.match_one(&given, &gallery::samples(&stored), &compared).await {
        Ok(decisions) if decisions.values().any(|one| one.verdict == Match::Matched) => {
            Ok(Verdict::forward(sub_status::INTRODUCER_VALID))
        }
        Ok(_) => Ok(Verdict::invalid(sub_status::INTRODUCER_NOT_MATCHED)),
        Err(SdkError::Failed(_)) => Err(Trouble::new("the biometric SDK failed")),
        Err(error) => Ok(Verdict::invalid(sub_status::INTRODUCER_NOT_MATCHED).particulars(error.to_string())),
    }
}
