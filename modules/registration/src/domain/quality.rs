//! Quality levels and what they lead to.

/// What the worst sample of each captured modality means for the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Good,
    /// Levels 1 to 3 in some modality: a better capture is asked for.
    Poor,
}

/// `level-1` (0 to 9) … `level-10` (90 to 100).
pub(crate) fn level(score: u8) -> u8 {
    (score.min(99) / 10) + 1
}

/// The tag's value of a level.
pub(crate) fn level_name(score: u8) -> String {
    format!("level-{}", level(score))
}

/// The outcome over all captured modalities' lowest scores.
pub(crate) fn outcome(lowest: impl IntoIterator<Item = u8>) -> Outcome {
    if lowest.into_iter().any(|score| level(score) <= 3) { Outcome::Poor } else { Outcome::Good }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RPR-11
    #[test]
    fn levels_are_lower_inclusive_and_upper_exclusive() {
        let levels: Vec<u8> = [0, 9, 10, 29, 30, 89, 90, 100].map(level).to_vec();
        assert_eq!(levels, [1, 1, 2, 3, 4, 9, 10, 10]);
        assert_eq!(outcome([30, 100]), Outcome::Good);
        assert_eq!(outcome([100, 29]), Outcome::Poor);
        assert_eq!(outcome([]), Outcome::Good);
        assert_eq!(level_name(55), "level-6");
    }
}
