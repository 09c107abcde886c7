//! What a score means: the probability that a stranger reaches it, and how several fingers count together.
//!
//! The probabilities were measured on 498,000 comparisons of different synthetic fingers (`testkit::fingers`, example
//! `accuracy`) and rounded up; the 2,880 cross-finger pairs of a published set stay below them. From 0.4 on, where one
//! comparison in 498,000 arrives, a tenth per 0.05 is assumed.

/// Scores and the share of different fingers that reach them, falling.
const TAIL: [(f32, f64); 7] =
    [(0.10, 0.3), (0.15, 0.13), (0.20, 3e-2), (0.25, 4e-3), (0.30, 4e-4), (0.35, 4e-5), (0.40, 4e-6)];

/// Probability that two different fingers score at least this much.
pub fn false_match_probability(score: f32) -> f64 {
    let ln = |p: f64| p.ln();
    if score <= TAIL[0].0 {
        // Down to certainty at zero.
        return 1.0 + (TAIL[0].1 - 1.0) * f64::from((score / TAIL[0].0).max(0.0));
    }
    let above = TAIL.iter().position(|(s, _)| *s >= score).unwrap_or(TAIL.len() - 1);
    let ((s0, p0), (s1, p1)) = (TAIL[above - 1], TAIL[above]);
    let t = f64::from((score - s0) / (s1 - s0));
    // Extrapolation stops where nobody could measure any more.
    (ln(p0) + t * (ln(p1) - ln(p0))).exp().max(1e-12)
}

/// The lowest score that a stranger reaches with at most this probability.
pub fn threshold_at(false_match_rate: f64) -> f32 {
    let (mut low, mut high) = (0.0f32, 1.0f32);
    for _ in 0..30 {
        let middle = (low + high) / 2.0;
        if false_match_probability(middle) > false_match_rate { low = middle } else { high = middle }
    }
    high
}

/// Probability that strangers reach all of these scores together, by Fisher's product of probabilities: the chance that
/// the product of as many uniform numbers is at most theirs. Fingers of one person are taken as independent.
pub fn fused_probability(probabilities: &[f64]) -> f64 {
    if probabilities.is_empty() {
        return 1.0;
    }
    let minus_ln: f64 = probabilities.iter().map(|p| -p.clamp(1e-300, 1.0).ln()).sum();
    let (mut term, mut sum) = (1.0, 1.0);
    for j in 1..probabilities.len() {
        term *= minus_ln / j as f64;
        sum += term;
    }
    ((-minus_ln).exp() * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probability_falls_and_threshold_inverts_it() {
        let values: Vec<f64> = (0..=100).map(|i| false_match_probability(i as f32 / 100.0)).collect();
        assert!(values.windows(2).all(|w| w[1] <= w[0]));
        assert_eq!(values[0], 1.0);
        for rate in [1e-2, 1e-3, 1e-4, 1e-5] {
            let p = false_match_probability(threshold_at(rate));
            assert!(p <= rate && p > 0.9 * rate);
        }
    }

    #[test]
    fn fusion_keeps_one_and_gains_from_several() {
        assert!((fused_probability(&[0.01]) - 0.01).abs() < 1e-12);
        assert!(fused_probability(&[0.01, 0.01]) < 0.002);
        // One hopeless finger beside a good one costs little.
        assert!(fused_probability(&[1e-6, 0.9]) < 2e-5);
        // Many middling fingers of a stranger prove nothing.
        assert!(fused_probability(&[0.4; 10]) > 0.3);
        assert_eq!(fused_probability(&[]), 1.0);
    }
}
