//! Quality of the captured biometrics, per modality by its worst sample.

use std::collections::BTreeMap;

use biometrics::{Modality, SdkError};

use super::packet_of;
use crate::RegistrationModule;
use crate::domain::mapping::DEFAULT;
use crate::domain::quality::{self, Outcome};
use crate::domain::sub_status;
use crate::domain::verdict::{Effect, Next, Park, Trouble, Verdict};
use crate::jobs::run_stage::Work;
use crate::service::gallery;

/// How long a better capture is waited for: MOSIP's 15 days.
const CORRECTION_SECS: i64 = 1_296_000;
const MISSING: &str = "--Biometrics-Not-Available--";

pub(super) async fn run(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let packet = match packet_of(m, work).await? {
        Ok(packet) => packet,
        Err(verdict) => return Ok(verdict),
    };
    let document = match packet.biometrics(DEFAULT.biometrics) {
        Ok(document) => document,
        Err(failure) => return Ok(super::upload::refused(sub_status::BIOMETRICS_VALIDATION, &failure)),
    };
    let mut lowest: BTreeMap<Modality, u8> = BTreeMap::new();
    let mut note = |modality: Modality, score: u8| {
        let low = lowest.entry(modality).or_insert(score);
        *low = score.min(*low);
    };
    let offered = m.sdk.info().modalities;
    if let Some(document) = &document {
        for sample in gallery::samples(document).into_iter().filter(|sample| offered.contains(&sample.modality)) {
            note(sample.modality, score(m, sample).await?);
        }
        // of what the SDK does not judge, the device's own statement counts
        for segment in document.segments.iter().filter(|segment| !segment.is_exception() && segment.bdb.is_some()) {
            let info = segment.bdb_info.as_ref();
            let modality = info.and_then(|info| Modality::parse(info.modality.as_ref()?.name()));
            let stated = info.and_then(|info| info.quality.as_ref()?.score);
            if let (Some(modality @ (Modality::Iris | Modality::Face)), Some(stated)) = (modality, stated)
                && !offered.contains(&modality)
            {
                note(modality, stated);
            }
        }
    }
    let none = lowest.is_empty();
    let next = match quality::outcome(lowest.values().copied()) {
        Outcome::Good => Next::Forward,
        Outcome::Poor => Next::Park(Park::AdditionalInfo { secs: CORRECTION_SECS }),
    };
    let sub_status = match (&next, none) {
        (Next::Forward, true) => sub_status::NO_BIOMETRICS,
        (Next::Forward, false) => sub_status::QUALITY_GOOD,
        _ => sub_status::QUALITY_POOR,
    };
    let mut verdict = Verdict::new(next, sub_status);
    for (name, modality) in [("Finger", Modality::Finger), ("Iris", Modality::Iris), ("Face", Modality::Face)] {
        let value = lowest.get(&modality).map_or_else(|| MISSING.to_owned(), |score| quality::level_name(*score));
        verdict = verdict.effect(Effect::Tag(format!("Biometric_Quality-{name}"), value));
    }
    Ok(verdict)
}

async fn score(m: &RegistrationModule, sample: biometrics::Sample) -> Result<u8, Trouble> {
    match m.sdk.check_quality(&[sample], &[]).await {
        Ok(scores) => Ok(scores.iter().map(|one| one.score).min().unwrap_or(0)),
        Err(SdkError::Failed(_)) => Err(Trouble::new("the biometric SDK failed")),
        // what cannot be read has no quality
        Err(_) => Ok(0),
    }
}
