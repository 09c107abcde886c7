//! Many enrolled persons in memory, searched by all cores.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::finger::Prepared;
use crate::finger::fusion::{false_match_probability, fused_probability};
use crate::finger::matcher::compare;
use crate::finger::template::Template;
use crate::sample::SubType;

/// The fingers of one person, ready to be compared.
#[derive(Clone, Default)]
pub struct Fingers(pub(crate) Vec<(SubType, Arc<Prepared>)>);

impl Fingers {
    /// Prepares templates; the best come first, because a search looks at the first ones first.
    pub fn new(templates: Vec<(SubType, Template)>) -> Self {
        let mut all: Vec<_> =
            templates.into_iter().map(|(place, template)| (place, Arc::new(Prepared::new(template)))).collect();
        all.sort_by_key(|(place, finger)| (std::cmp::Reverse(finger.template().quality()), *place));
        Self(all)
    }

    /// Which fingers there are.
    pub fn sub_types(&self) -> impl Iterator<Item = SubType> + '_ {
        self.0.iter().map(|(place, _)| *place)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A finger of the probe against the finger of the reference that fits best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FingerScore {
    /// Finger of the probe.
    pub probe: SubType,
    /// Finger of the reference.
    pub reference: SubType,
    /// Similarity, 0 to 1.
    pub score: f32,
}

/// Two persons' fingers compared.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonScore {
    /// Probability that a stranger fits as well, over all compared fingers.
    pub false_match: f64,
    /// Each compared finger.
    pub fingers: Vec<FingerScore>,
}

/// Compares finger by finger and fuses the results; `None` when no finger of one may equal one of the other.
pub fn compare_persons(probe: &Fingers, reference: &Fingers) -> Option<PersonScore> {
    compare_some(probe, reference, usize::MAX)
}

/// A stranger's first two fingers rarely reach this; then the others are not looked at.
const PROMISING: f64 = 0.1;

fn compare_some(probe: &Fingers, reference: &Fingers, first: usize) -> Option<PersonScore> {
    let mut fingers = Vec::new();
    let mut probabilities = Vec::new();
    for (n, (place, finger)) in probe.0.iter().enumerate() {
        if n >= first && fused_probability(&probabilities) > PROMISING && probabilities.len() >= first {
            break;
        }
        let mut tried = 0u32;
        let mut best: Option<FingerScore> = None;
        for (there, other) in reference.0.iter().filter(|(there, _)| place.may_equal(*there)) {
            tried += 1;
            let score = compare(finger, other).score;
            if best.is_none_or(|b| score > b.score) {
                best = Some(FingerScore { probe: *place, reference: *there, score });
            }
        }
        if let Some(found) = best {
            // The best of several trials is reached by strangers that much more often.
            probabilities.push((false_match_probability(found.score) * f64::from(tried)).min(1.0));
            fingers.push(found);
        }
    }
    (!fingers.is_empty()).then(|| PersonScore { false_match: fused_probability(&probabilities), fingers })
}

/// A person found by a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The reference under which the person was added.
    pub reference: String,
    /// How well the fingers fit.
    pub score: PersonScore,
}

/// Enrolled persons by reference id.
#[derive(Default)]
pub struct Gallery {
    persons: HashMap<String, Fingers>,
}

impl Gallery {
    /// An empty gallery.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a person; `false` (and nothing changes) when the reference is taken.
    pub fn add(&mut self, reference: &str, fingers: Fingers) -> bool {
        if self.persons.contains_key(reference) {
            return false;
        }
        self.persons.insert(reference.to_owned(), fingers);
        true
    }

    /// Removes a person; `false` when there is none of that reference.
    pub fn remove(&mut self, reference: &str) -> bool {
        self.persons.remove(reference).is_some()
    }

    /// The fingers of a person.
    pub fn get(&self, reference: &str) -> Option<&Fingers> {
        self.persons.get(reference)
    }

    /// How many persons there are.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// Everybody whom a stranger would fit with a probability of at most `false_match`, best first.
    ///
    /// `false_match` is per comparison: for a false positive identification rate over the whole search divide that
    /// rate by the number of persons. `within` restricts the search to some references.
    pub fn search(&self, probe: &Fingers, false_match: f64, within: Option<&[String]>) -> Vec<Hit> {
        let judge = |(reference, fingers): (&String, &Fingers)| {
            let score = compare_some(probe, fingers, 2)?;
            (score.false_match <= false_match).then(|| Hit { reference: reference.clone(), score })
        };
        let mut hits: Vec<Hit> = match within {
            Some(some) => some.par_iter().filter_map(|r| self.persons.get_key_value(r)).filter_map(judge).collect(),
            None => self.persons.par_iter().filter_map(judge).collect(),
        };
        hits.sort_by(|a, b| {
            a.score.false_match.total_cmp(&b.score.false_match).then_with(|| a.reference.cmp(&b.reference))
        });
        hits
    }
}
