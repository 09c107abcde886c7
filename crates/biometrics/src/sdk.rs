//! The port to a biometric SDK, in MOSIP's terms (IBioAPI), and our own implementation.

use std::collections::BTreeMap;

use async_trait::async_trait;
use thiserror::Error;

use crate::finger::extract;
use crate::finger::template::Template;
use crate::gallery::{Fingers, PersonScore, compare_persons};
use crate::sample::{Modality, Sample, SampleError, SubType, finger_templates};

/// What an SDK is and can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SdkInfo {
    /// Version of the interface.
    pub api_version: String,
    /// Version of the product.
    pub sdk_version: String,
    /// Who makes it.
    pub owner: String,
    /// Modalities it compares.
    pub modalities: Vec<Modality>,
}

/// Why an SDK gave no answer; the number is MOSIP's status code.
#[derive(Debug, Error)]
pub enum SdkError {
    /// 401: a sample that cannot be read.
    #[error("a sample cannot be used: {0}")]
    InvalidInput(#[from] SampleError),
    /// 402: nothing to work on.
    #[error("a sample is missing")]
    MissingInput,
    /// 404: no sample of the wanted modality.
    #[error("no {} among the samples", .0.name())]
    NotFound(Modality),
    /// 406: too poor to be worth a template.
    #[error("the quality {0} is too poor")]
    PoorQuality(u8),
    /// 500: the SDK itself failed.
    #[error("the biometric SDK failed: {0}")]
    Failed(String),
    /// 501 is not among MOSIP's codes; 500 goes out on the wire.
    #[error("the biometric SDK does not offer {0}")]
    NotOffered(&'static str),
}

impl SdkError {
    /// MOSIP's status code.
    pub fn status(&self) -> u16 {
        match self {
            Self::InvalidInput(_) => 401,
            Self::MissingInput => 402,
            Self::NotFound(_) => 404,
            Self::PoorQuality(_) => 406,
            Self::Failed(_) | Self::NotOffered(_) => 500,
        }
    }
}

/// Quality of one sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleQuality {
    /// What was looked at.
    pub modality: Modality,
    /// Which finger or eye.
    pub sub_type: SubType,
    /// 0 to 100.
    pub score: u8,
}

/// The verdict on one modality.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The same person, at the configured false match rate.
    Matched,
    /// Not shown to be the same person.
    NotMatched,
    /// Could not be compared; says why, without sample values.
    Error(String),
}

/// A verdict with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// Similarity of the best pair, 0 to 1, as far as known.
    pub score: Option<f32>,
    /// The compared fingers, as far as the SDK tells.
    pub detail: Option<PersonScore>,
}

/// Verdicts per modality.
pub type Decisions = BTreeMap<Modality, Decision>;

/// A biometric SDK: ours, or a vendor's behind MOSIP's HTTP interface.
#[async_trait]
pub trait BiometricSdk: Send + Sync {
    /// What it is and can do.
    fn info(&self) -> SdkInfo;

    /// Quality of each sample of the wanted modalities (all, when none is named).
    async fn check_quality(&self, samples: &[Sample], modalities: &[Modality]) -> Result<Vec<SampleQuality>, SdkError>;

    /// Templates of the samples, in the same order, in the SDK's own format.
    async fn extract(&self, samples: &[Sample], modalities: &[Modality]) -> Result<Vec<Sample>, SdkError>;

    /// Compares one person's samples with another's, modality by modality.
    async fn match_one(
        &self,
        probe: &[Sample],
        reference: &[Sample],
        modalities: &[Modality],
    ) -> Result<Decisions, SdkError>;

    /// Cuts samples of several fingers into single ones.
    async fn segment(&self, samples: &[Sample], modalities: &[Modality]) -> Result<Vec<Sample>, SdkError> {
        let _ = (samples, modalities);
        Err(SdkError::NotOffered("segmentation"))
    }
}

/// Our own SDK: fingerprints.
#[derive(Clone, Copy, Debug)]
pub struct TesseraSdk {
    false_match_rate: f64,
}

impl Default for TesseraSdk {
    /// Matches at a false match rate of one in ten thousand.
    fn default() -> Self {
        Self::new(1e-4)
    }
}

impl TesseraSdk {
    /// Matches when a stranger would fit as well with at most this probability.
    pub fn new(false_match_rate: f64) -> Self {
        Self { false_match_rate }
    }

    /// Quality as in [`BiometricSdk::check_quality`], on the calling thread.
    pub fn quality_now(&self, samples: &[Sample], modalities: &[Modality]) -> Result<Vec<SampleQuality>, SdkError> {
        let mut out = Vec::new();
        for sample in wanted(samples, modalities)? {
            supported(sample.modality)?;
            // A sample without ridges is of no quality; one that cannot be read is an error.
            let templates = match finger_templates(sample) {
                Ok(templates) => templates,
                Err(SampleError::Extract(_)) => Vec::new(),
                Err(e) => return Err(e.into()),
            };
            let score = templates.iter().map(|(_, t)| t.quality()).min().unwrap_or(0);
            out.push(SampleQuality { modality: sample.modality, sub_type: sample.sub_type, score });
        }
        Ok(out)
    }

    /// Templates as in [`BiometricSdk::extract`], on the calling thread.
    pub fn extract_now(&self, samples: &[Sample], modalities: &[Modality]) -> Result<Vec<Sample>, SdkError> {
        let mut out = Vec::new();
        for sample in wanted(samples, modalities)? {
            supported(sample.modality)?;
            for (sub_type, template) in finger_templates(sample)? {
                out.push(Sample { modality: sample.modality, sub_type, data: template.to_bytes() });
            }
        }
        Ok(out)
    }

    /// Verdicts as in [`BiometricSdk::match_one`], on the calling thread.
    pub fn match_now(
        &self,
        probe: &[Sample],
        reference: &[Sample],
        modalities: &[Modality],
    ) -> Result<Decisions, SdkError> {
        let mut all: Vec<Modality> = wanted(probe, modalities)?.map(|s| s.modality).collect();
        all.sort_unstable();
        all.dedup();
        let mut decisions = Decisions::new();
        for modality in all {
            decisions.insert(modality, self.decide(probe, reference, modality));
        }
        Ok(decisions)
    }

    fn decide(&self, probe: &[Sample], reference: &[Sample], modality: Modality) -> Decision {
        let error = |reason: String| Decision { verdict: Verdict::Error(reason), score: None, detail: None };
        if supported(modality).is_err() {
            return error(format!("{} is not compared", modality.name()));
        }
        let sides = load(probe).and_then(|p| load(reference).map(|r| (p, r)));
        let (probe, reference) = match sides {
            Ok(sides) => sides,
            Err(e) => return error(e.to_string()),
        };
        let Some(detail) = compare_persons(&probe, &reference) else {
            return error("there is no finger to compare with".to_owned());
        };
        let same = detail.false_match <= self.false_match_rate;
        Decision {
            verdict: if same { Verdict::Matched } else { Verdict::NotMatched },
            score: detail.fingers.iter().map(|f| f.score).max_by(f32::total_cmp),
            detail: Some(detail),
        }
    }
}

/// The usable fingers among samples; samples of other modalities are passed over.
pub(crate) fn load(samples: &[Sample]) -> Result<Fingers, SampleError> {
    let mut templates: Vec<(SubType, Template)> = Vec::new();
    for sample in samples.iter().filter(|s| s.modality == Modality::Finger) {
        match finger_templates(sample) {
            Ok(found) => templates.extend(found),
            // A finger without ridges takes part with nothing; it must not make the others unusable.
            Err(SampleError::Extract(_)) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(Fingers::new(templates))
}

fn supported(modality: Modality) -> Result<(), SdkError> {
    match modality {
        Modality::Finger => Ok(()),
        other => Err(SampleError::Unsupported(other.name()).into()),
    }
}

fn wanted<'a>(samples: &'a [Sample], modalities: &'a [Modality]) -> Result<impl Iterator<Item = &'a Sample>, SdkError> {
    if samples.is_empty() {
        return Err(SdkError::MissingInput);
    }
    if let Some(&missing) = modalities.iter().find(|m| samples.iter().all(|s| s.modality != **m)) {
        return Err(SdkError::NotFound(missing));
    }
    Ok(samples.iter().filter(move |s| modalities.is_empty() || modalities.contains(&s.modality)))
}

/// Runs number crunching off the runtime's own threads.
pub(crate) async fn off_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, SdkError> {
    tokio::task::spawn_blocking(work).await.map_err(|e| SdkError::Failed(e.to_string()))
}

#[async_trait]
impl BiometricSdk for TesseraSdk {
    fn info(&self) -> SdkInfo {
        SdkInfo {
            api_version: "0.9".to_owned(),
            sdk_version: env!("CARGO_PKG_VERSION").to_owned(),
            owner: "Tessera".to_owned(),
            modalities: vec![Modality::Finger],
        }
    }

    async fn check_quality(&self, samples: &[Sample], modalities: &[Modality]) -> Result<Vec<SampleQuality>, SdkError> {
        let (this, samples, modalities) = (*self, samples.to_vec(), modalities.to_vec());
        off_runtime(move || this.quality_now(&samples, &modalities)).await?
    }

    async fn extract(&self, samples: &[Sample], modalities: &[Modality]) -> Result<Vec<Sample>, SdkError> {
        let (this, samples, modalities) = (*self, samples.to_vec(), modalities.to_vec());
        off_runtime(move || this.extract_now(&samples, &modalities)).await?
    }

    async fn match_one(
        &self,
        probe: &[Sample],
        reference: &[Sample],
        modalities: &[Modality],
    ) -> Result<Decisions, SdkError> {
        let (this, probe, reference) = (*self, probe.to_vec(), reference.to_vec());
        let modalities = modalities.to_vec();
        off_runtime(move || this.match_now(&probe, &reference, &modalities)).await?
    }
}

/// Extracts a template from a bare finger image file of any format that [`crate::decode::decode`] reads.
pub fn template_of_image(data: &[u8]) -> Result<Template, SampleError> {
    Ok(extract(&crate::decode::decode(data, &crate::decode::Limits::default())?)?)
}
