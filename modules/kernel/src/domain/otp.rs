//! MOSIP's rules of one-time codes as a pure decision.

use chrono::TimeDelta;
use types::Timestamp;

/// Length, life and tries of a code: `mosip.kernel.otp.*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtpRules {
    /// Digits.
    pub length: usize,
    /// Seconds a code is valid.
    pub expiry_secs: i64,
    /// The wrong answer that freezes the key.
    pub attempts: i32,
    /// Seconds a key stays frozen.
    pub freeze_secs: i64,
}

impl Default for OtpRules {
    fn default() -> Self {
        Self { length: 6, expiry_secs: 180, attempts: 10, freeze_secs: 1_800 }
    }
}

/// What is stored of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) frozen: bool,
    pub(crate) attempts: i32,
    pub(crate) generated_at: Timestamp,
    pub(crate) changed_at: Timestamp,
}

/// What an answer leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Right: the code is used up.
    Consume,
    /// Too old; nothing changes.
    Expired,
    /// Frozen, still; nothing changes.
    Blocked,
    /// The last wrong answer: freeze the key.
    Freeze,
    /// Wrong: this many answers so far.
    Count(i32),
    /// Wrong, but the freeze is over: start counting anew.
    Thaw,
}

impl OtpRules {
    /// Whether a new code is refused.
    pub(crate) fn is_blocked(&self, state: &State, now: Timestamp) -> bool {
        state.frozen && now - state.changed_at <= TimeDelta::seconds(self.freeze_secs)
    }

    /// Judges an answer, in the order of MOSIP's OTP manager.
    pub(crate) fn judge(&self, state: &State, right: bool, now: Timestamp) -> Step {
        if now - state.generated_at > TimeDelta::seconds(self.expiry_secs) {
            return Step::Expired;
        }
        if state.frozen {
            return match (self.is_blocked(state, now), right) {
                (true, _) => Step::Blocked,
                (false, true) => Step::Consume,
                (false, false) => Step::Thaw,
            };
        }
        match right {
            true => Step::Consume,
            false if state.attempts >= self.attempts - 1 => Step::Freeze,
            false => Step::Count(state.attempts + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_timestamp(1_800_000_000 + secs, 0).expect("in range")
    }

    fn state(frozen: bool, attempts: i32) -> State {
        State { frozen, attempts, generated_at: at(0), changed_at: at(0) }
    }

    // COM-03
    #[test]
    fn the_tenth_wrong_answer_freezes_and_the_right_one_always_counts() {
        let rules = OtpRules::default();
        for attempts in 0..9 {
            assert_eq!(rules.judge(&state(false, attempts), false, at(1)), Step::Count(attempts + 1));
        }
        assert_eq!(rules.judge(&state(false, 9), false, at(1)), Step::Freeze);
        assert_eq!(rules.judge(&state(false, 9), true, at(1)), Step::Consume);
    }

    #[test]
    fn a_code_lives_180_seconds_to_the_second() {
        let rules = OtpRules::default();
        assert_eq!(rules.judge(&state(false, 0), true, at(180)), Step::Consume);
        assert_eq!(rules.judge(&state(false, 0), true, at(181)), Step::Expired);
        assert_eq!(rules.judge(&state(false, 3), false, at(181)), Step::Expired, "not counted");
    }

    #[test]
    fn a_frozen_key_is_refused_until_the_freeze_is_over() {
        // a freeze shorter than the life of a code, else a code never outlives it
        let rules = OtpRules { freeze_secs: 60, ..OtpRules::default() };
        assert!(rules.is_blocked(&state(true, 0), at(60)));
        assert!(!rules.is_blocked(&state(true, 0), at(61)));
        assert!(!rules.is_blocked(&state(false, 9), at(1)));
        assert_eq!(rules.judge(&state(true, 0), true, at(60)), Step::Blocked);
        assert_eq!(rules.judge(&state(true, 0), true, at(61)), Step::Consume);
        assert_eq!(rules.judge(&state(true, 0), false, at(61)), Step::Thaw);
    }
}
