//! Biometric deduplication: enrol templates, then look who else they fit.
//!
//! Templates are enrolled and committed before the search, under a number that only grows. A search looks at smaller numbers
//! only: of two registrations of one person at the same time, the later one always sees the earlier, and just one waits.

use std::collections::{BTreeMap, BTreeSet};

use biometrics::{AbisError, IdentifyRequest, Modality, Sample, SdkError};
use registration_api::{Candidate, PartScore};

use super::packet_of;
use crate::domain::flow::Stage;
use crate::domain::mapping::DEFAULT;
use crate::domain::sub_status;
use crate::domain::verdict::{Effect, Next, Park, Trouble, Verdict};
use crate::entity::reference;
use crate::jobs::run_stage::Work;
use crate::service::gallery;
use crate::{RegistrationModule, repo};

/// Extracts templates and keeps them as the registration's reference.
pub(super) async fn enrol(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    if repo::dedupe::reference(m.db.read(), work.instance()).await?.is_some() {
        return Ok(Verdict::forward(sub_status::ABIS_INSERTED));
    }
    let packet = match packet_of(m, work).await? {
        Ok(packet) => packet,
        Err(verdict) => return Ok(verdict),
    };
    let samples = match packet.biometrics(DEFAULT.biometrics) {
        Ok(Some(document)) => gallery::samples(&document),
        Ok(None) => Vec::new(),
        Err(failure) => return Ok(super::upload::refused(sub_status::BIOMETRICS_VALIDATION, &failure)),
    };
    let templates = extract(m, samples).await?;
    if templates.is_empty() {
        // nobody can be found by what was captured: a person has to look
        return Ok(Verdict::new(Next::To(Stage::Verification), sub_status::ABIS_REFUSED)
            .particulars("no biometrics that could be searched by"));
    }
    let id = m.db.random().uuid().to_string();
    let sealed = gallery::seal(m, &id, &templates).await?;
    Ok(Verdict::forward(sub_status::ABIS_INSERTED).effect(Effect::Reference { id, sealed }))
}

async fn extract(m: &RegistrationModule, samples: Vec<Sample>) -> Result<Vec<Sample>, Trouble> {
    let offered = m.sdk.info().modalities;
    let mut out = Vec::new();
    for sample in samples.into_iter().filter(|sample| offered.contains(&sample.modality)) {
        let sub_type = sample.sub_type;
        match m.sdk.extract(&[sample], &[]).await {
            Ok(templates) => out.extend(templates),
            Err(SdkError::Failed(_)) => return Err(Trouble::new("the biometric SDK failed")),
            // one bad finger does not make the others unusable
            Err(error) => tracing::debug!(sub_type = sub_type.name(), %error, "a sample gave no template"),
        }
    }
    Ok(out)
}

/// Searches everybody, and those alike by name once more by themselves: among fewer, less is needed to be sure.
pub(super) async fn identify(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let Some(own) = repo::dedupe::reference(m.db.read(), work.instance()).await? else {
        return Err(Trouble::new("the registration has no reference yet"));
    };
    gallery::sync(m).await?;
    let rate = m.number("registration.processor.abis.targetFPIR", 30).await?;
    #[expect(clippy::cast_precision_loss, reason = "a setting of two digits")]
    let request = IdentifyRequest {
        reference_id: own.reference_id.clone(),
        within: None,
        max_results: usize::try_from(m.number("registration.processor.abis.maxResults", 30).await?).unwrap_or(30),
        false_positive_rate: 10f64.powf(-(rate as f64) / 10.0),
    };
    let mut found = search(m, &request).await?;
    let alike = alike(m, work).await?;
    if !alike.is_empty() {
        for (reference, score) in search(m, &IdentifyRequest { within: Some(alike), ..request }).await? {
            found.entry(reference).or_insert(score);
        }
    }
    let candidates = candidates(m, &own, &found).await?;
    if candidates.is_empty() {
        return Ok(Verdict::forward(sub_status::BIO_UNIQUE));
    }
    let park = Next::Park(Park::Decision(Stage::ManualAdjudication));
    Ok(Verdict::new(park, sub_status::BIO_MATCH).effect(Effect::Case { kind: "BIO", candidates }))
}

async fn search(m: &RegistrationModule, request: &IdentifyRequest) -> Result<BTreeMap<String, f64>, Trouble> {
    match m.abis.identify(request).await {
        Ok(found) => Ok(found.into_iter().map(|one| (one.reference_id, one.score)).collect()),
        Err(AbisError::NotFound | AbisError::Quality | AbisError::NoData) => {
            Err(Trouble::new("the ABIS does not know the reference"))
        }
        Err(error) => Err(Trouble::new(format!("ABIS failure reason {}", error.code()))),
    }
}

/// References of earlier registrations with the same name, birth date and gender.
async fn alike(m: &RegistrationModule, work: &Work) -> Result<Vec<String>, Trouble> {
    let own = repo::dedupe::demographic(m.db.read(), work.instance()).await?;
    let hashes: Vec<_> =
        own.into_iter().map(|row| (row.lang_code, row.name_hash, row.birth_hash, row.gender_hash)).collect();
    let instances = repo::dedupe::alike(m.db.read(), work.instance(), &hashes).await?;
    let references = repo::dedupe::references_of(m.db.read(), &instances).await?;
    Ok(references.into_iter().map(|row| row.reference_id).collect())
}

/// What was found, as cases show it: earlier registrations that led or may lead to a number, best first.
async fn candidates(
    m: &RegistrationModule,
    own: &reference::Model,
    found: &BTreeMap<String, f64>,
) -> Result<Vec<Candidate>, Trouble> {
    let ids: Vec<String> = found.keys().cloned().collect();
    let earlier: Vec<reference::Model> = repo::dedupe::references(m.db.read(), &ids)
        .await?
        .into_iter()
        .filter(|row| row.sequence < own.sequence)
        .collect();
    let instances: Vec<String> = earlier.iter().map(|row| row.workflow_instance_id.clone()).collect();
    let live: BTreeSet<String> = repo::registrations::live(m.db.read(), &instances)
        .await?
        .into_iter()
        .map(|row| row.workflow_instance_id)
        .collect();
    let probe = gallery::templates(m, own).await?;
    let mut out = Vec::new();
    for row in earlier.into_iter().filter(|row| live.contains(&row.workflow_instance_id)) {
        let parts = parts(m, &probe, &gallery::templates(m, &row).await?).await?;
        out.push(Candidate { score: found.get(&row.reference_id).copied().unwrap_or(0.0), rid: row.rid, parts });
    }
    out.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.rid.cmp(&b.rid)));
    Ok(out)
}

/// Finger by finger, for the eyes of whoever decides: 0 to 100.
async fn parts(m: &RegistrationModule, probe: &[Sample], other: &[Sample]) -> Result<Vec<PartScore>, Trouble> {
    match m.sdk.match_one(probe, other, &[Modality::Finger]).await {
        Ok(decisions) => Ok(decisions
            .into_values()
            .filter_map(|decision| decision.detail)
            .flat_map(|detail| detail.fingers)
            .map(|finger| PartScore {
                probe: finger.probe.name().to_owned(),
                reference: finger.reference.name().to_owned(),
                score: (f64::from(finger.score) * 1000.0).round() / 10.0,
            })
            .collect()),
        Err(SdkError::Failed(_)) => Err(Trouble::new("the biometric SDK failed")),
        Err(_) => Ok(Vec::new()),
    }
}
