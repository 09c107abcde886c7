//! Times of steps, and trying a step again that an interruption of the server spoiled.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::http::Http;
use crate::{Error, Result};

/// How often a step is begun at most.
const MOST_ATTEMPTS: u32 = 20;

/// How long the steps took.
#[derive(Default)]
pub struct Steps(Mutex<BTreeMap<&'static str, Vec<Duration>>>);

/// Times of one step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Times {
    /// How often it was done.
    pub n: usize,
    /// Median in milliseconds.
    pub p50_ms: f64,
    /// 99th percentile in milliseconds.
    pub p99_ms: f64,
}

impl Steps {
    /// Does a step and keeps its time. When it fails after the server was away in the meantime, it is done again: an answer
    /// may have been lost on its way.
    ///
    /// # Errors
    /// Those of the step.
    pub async fn time<T>(&self, http: &Http, name: &'static str, step: impl AsyncFn() -> Result<T>) -> Result<T> {
        let begun = Instant::now();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let before = http.interruptions();
            match step().await {
                Ok(done) => {
                    self.add(name, begun.elapsed());
                    return Ok(done);
                }
                Err(error) => {
                    let away = matches!(error, Error::Unreachable { .. });
                    if away || attempt >= MOST_ATTEMPTS || http.interruptions() == before {
                        return Err(error);
                    }
                }
            }
        }
    }

    /// Keeps the time of a step.
    pub fn add(&self, name: &'static str, took: Duration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(name).or_default().push(took);
    }

    /// The times by step.
    pub fn times(&self) -> BTreeMap<String, Times> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().map(|(name, took)| ((*name).to_owned(), times(took))).collect()
    }
}

fn times(took: &[Duration]) -> Times {
    let mut ms: Vec<f64> = took.iter().map(|took| took.as_secs_f64() * 1e3).collect();
    ms.sort_by(f64::total_cmp);
    // nearest rank, in whole numbers: ceil(n * p / 100)
    let rank = |percent: usize| ms.get((ms.len() * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0.0);
    let round = |ms: f64| (ms * 10.0).round() / 10.0;
    Times { n: ms.len(), p50_ms: round(rank(50)), p99_ms: round(rank(99)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let took: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(times(&took), Times { n: 200, p50_ms: 100.0, p99_ms: 198.0 });
        assert_eq!(times(&took[..1]), Times { n: 1, p50_ms: 1.0, p99_ms: 1.0 });
        assert_eq!(times(&[]), Times { n: 0, p50_ms: 0.0, p99_ms: 0.0 });
    }
}
