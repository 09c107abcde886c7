//! The gallery: templates are kept sealed in rows; the ABIS is filled from them and never the only place.

use biometrics::{AbisError, Modality, Sample, SubType};
use codec::cbeff::Bir;
use crypto::encoding;
use keymgr_api::AtRest;
use registration_api::RegistrationError;
use serde::{Deserialize, Serialize};
use types::Failure;

use crate::entity::reference;
use crate::{RegistrationModule, repo};

const PURPOSE: &str = "registration.templates";
const BATCH: u64 = 200;

/// The number of the last reference the ABIS was given. Held while it is given more, so that a search waits for what was
/// enrolled before it.
#[derive(Default)]
pub(crate) struct Gallery(tokio::sync::Mutex<i64>);

/// A sample as stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    modality: String,
    sub_type: String,
    data: String,
}

/// Seals templates for the row of a reference.
pub(crate) async fn seal(m: &RegistrationModule, reference: &str, templates: &[Sample]) -> Result<Vec<u8>, Failure> {
    let stored: Vec<Stored> = templates
        .iter()
        .map(|sample| Stored {
            modality: sample.modality.name().to_owned(),
            sub_type: sample.sub_type.name().to_owned(),
            data: encoding::b64url(&sample.data),
        })
        .collect();
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(&stored).unwrap_or_default());
    m.at_rest.seal(PURPOSE, reference.as_bytes(), &plain).await
}

/// Opens the templates of a reference.
pub(crate) async fn templates(m: &RegistrationModule, row: &reference::Model) -> Result<Vec<Sample>, Failure> {
    open(&*m.at_rest, row).await
}

/// The same without the module around it.
pub(crate) async fn open(at_rest: &dyn AtRest, row: &reference::Model) -> Result<Vec<Sample>, Failure> {
    let plain = at_rest.open(PURPOSE, row.reference_id.as_bytes(), &row.templates_sealed).await?;
    let stored: Vec<Stored> = serde_json::from_slice(&plain).unwrap_or_default();
    Ok(stored
        .into_iter()
        .filter_map(|one| {
            Some(Sample {
                modality: Modality::parse(&one.modality)?,
                sub_type: SubType::parse(&one.sub_type)?,
                data: encoding::b64_lenient(&one.data).ok()?,
            })
        })
        .collect())
}

/// Gives the ABIS every reference it has not been given yet, in the order of their enrolment; answers how many it holds.
pub(crate) async fn sync(m: &RegistrationModule) -> Result<u64, Failure> {
    let mut last = m.inner.gallery.0.lock().await;
    loop {
        let rows = repo::dedupe::references_after(m.db.read(), *last, BATCH).await?;
        let Some(newest) = rows.last().map(|row| row.sequence) else { break };
        for row in &rows {
            match m.abis.insert(&row.reference_id, &templates(m, row).await?).await {
                Ok(()) | Err(AbisError::AlreadyExists) => {}
                Err(error @ AbisError::Failed(_)) => return Err(failed(error)),
                // a reference without anything to compare cannot be found; the others must not wait for it
                Err(error) => {
                    tracing::warn!(reference = row.reference_id, %error, "a reference takes no part in searches")
                }
            }
        }
        *last = newest;
    }
    m.abis.reference_count().await.map_err(failed)
}

pub(crate) fn failed(error: AbisError) -> Failure {
    Failure::of(RegistrationError::ReceiverInternal).because(error)
}

/// The samples of a CBEFF document that can be compared: no exceptions, no photos of exceptions, no empty segments.
pub(crate) fn samples(document: &Bir) -> Vec<Sample> {
    document
        .segments
        .iter()
        .filter(|segment| !segment.is_exception())
        .filter_map(|segment| {
            let info = segment.bdb_info.as_ref()?;
            let modality = Modality::parse(info.modality.as_ref()?.name())?;
            let data = segment.bdb.clone().filter(|_| modality != Modality::ExceptionPhoto)?;
            let sub_type = SubType::parse(&info.subtype_text()).unwrap_or(SubType::Unknown);
            Some(Sample { modality, sub_type, data })
        })
        .collect()
}
