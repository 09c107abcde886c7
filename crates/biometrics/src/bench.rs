//! How accurate a set of scores is: error rates, their confidence intervals, and thresholds.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

/// Scores of comparisons whose truth is known.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Same finger, both captures.
    pub genuine: Vec<f32>,
    /// Different fingers.
    pub impostor: Vec<f32>,
}

/// A threshold and the errors made with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Scores from here on count as a match.
    pub threshold: f32,
    /// Share of different fingers that match.
    pub false_match: f64,
    /// Share of same fingers that do not.
    pub false_non_match: f64,
}

impl Scores {
    /// The errors at one threshold.
    pub fn at(&self, threshold: f32) -> Point {
        let share = |scores: &[f32], f: &dyn Fn(f32) -> bool| {
            scores.iter().filter(|&&s| f(s)).count() as f64 / scores.len().max(1) as f64
        };
        Point {
            threshold,
            false_match: share(&self.impostor, &|s| s >= threshold),
            false_non_match: share(&self.genuine, &|s| s < threshold),
        }
    }

    /// The equal error rate: the mean of both errors where they are nearest to each other.
    pub fn equal_error(&self) -> f64 {
        let mut genuine = self.genuine.clone();
        let mut impostor = self.impostor.clone();
        genuine.sort_by(f32::total_cmp);
        impostor.sort_by(f32::total_cmp);
        let mut best = (f64::MAX, 1.0);
        let mut below_genuine = 0;
        let mut below_impostor = 0;
        let mut thresholds: Vec<f32> = genuine.iter().chain(&impostor).copied().collect();
        thresholds.sort_by(f32::total_cmp);
        for threshold in thresholds {
            while below_genuine < genuine.len() && genuine[below_genuine] < threshold {
                below_genuine += 1;
            }
            while below_impostor < impostor.len() && impostor[below_impostor] < threshold {
                below_impostor += 1;
            }
            let missed = below_genuine as f64 / genuine.len().max(1) as f64;
            let passed = (impostor.len() - below_impostor) as f64 / impostor.len().max(1) as f64;
            if (missed - passed).abs() < best.0 {
                best = ((missed - passed).abs(), (missed + passed) / 2.0);
            }
        }
        best.1
    }

    /// The point with a false match rate of at most `rate`, at the lowest such threshold.
    pub fn at_false_match(&self, rate: f64) -> Point {
        let mut impostor = self.impostor.clone();
        impostor.sort_by(|a, b| b.total_cmp(a));
        let allowed = (rate * impostor.len() as f64).floor() as usize;
        let threshold = impostor.get(allowed).map_or(0.0, |s| s.next_up());
        self.at(threshold)
    }

    /// The 2.5 % and 97.5 % quantiles of the equal error rate over `rounds` resamplings of both lists.
    pub fn bootstrap(&self, rounds: usize, seed: u64) -> (f64, f64) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut draw = |from: &[f32]| -> Vec<f32> {
            (0..from.len()).map(|_| from[(rng.next_u64() % from.len() as u64) as usize]).collect()
        };
        let mut rates: Vec<f64> = (0..rounds)
            .map(|_| Self { genuine: draw(&self.genuine), impostor: draw(&self.impostor) }.equal_error())
            .collect();
        rates.sort_by(f64::total_cmp);
        let at = |q: f64| rates.get(((rounds as f64 - 1.0) * q).round() as usize).copied().unwrap_or(0.0);
        (at(0.025), at(0.975))
    }
}

/// Lower quartile, median and upper quartile.
pub fn quartiles(scores: &[f32]) -> [f32; 3] {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f32::total_cmp);
    [0.25, 0.5, 0.75].map(|q| sorted.get(((sorted.len() as f64 - 1.0) * q).round() as usize).copied().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_rates_of_known_lists() {
        let scores = Scores { genuine: vec![0.9, 0.8, 0.7, 0.2], impostor: vec![0.1, 0.1, 0.3, 0.0] };
        assert!((scores.equal_error() - 0.25).abs() < 1e-9);
        assert_eq!(scores.at(0.25).false_match, 0.25);
        assert_eq!(scores.at_false_match(0.0).false_non_match, 0.25);
        let apart = Scores { genuine: vec![0.9, 0.8], impostor: vec![0.1, 0.2] };
        assert_eq!(apart.equal_error(), 0.0);
        assert_eq!(apart.bootstrap(20, 1), (0.0, 0.0));
    }
}
