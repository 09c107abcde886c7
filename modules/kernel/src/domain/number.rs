//! Which numbers there are and how new ones are drawn.

use db::Random;
use kernel_api::number::{NumberRules, PRID, UIN, VID};
use types::checksum::verhoeff_digit;

/// A kind of number that is drawn, not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Unique identification number.
    Uin,
    /// Virtual id.
    Vid,
    /// Pre-registration id.
    Prid,
}

impl Kind {
    /// How many kinds there are.
    pub const COUNT: usize = 3;
    /// Every kind, in the order of [`Kind::index`].
    pub const ALL: [Kind; Self::COUNT] = [Self::Uin, Self::Vid, Self::Prid];

    /// The place of the kind in arrays.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Uin => 0,
            Self::Vid => 1,
            Self::Prid => 2,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Uin => "uin",
            Self::Vid => "vid",
            Self::Prid => "prid",
        }
    }

    pub(crate) const fn rules(self) -> &'static NumberRules {
        match self {
            Self::Uin => &UIN,
            Self::Vid => &VID,
            Self::Prid => &PRID,
        }
    }
}

/// How many numbers of a kind lie ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// The pool is filled up to this many unused numbers.
    pub full: u64,
    /// It is filled when fewer than this are left.
    pub refill_below: u64,
    /// This many are taken from the pool at once and handed out from memory; a restart forfeits what is left of them.
    pub block: u64,
}

impl Pool {
    /// A pool of UINs for one machine. MOSIP's shipped values are 500,000 and 200,000.
    pub const UIN: Pool = Pool { full: 20_000, refill_below: 10_000, block: 16 };
    /// A pool of VIDs for one machine. MOSIP's shipped values are 200,000 and 100,000.
    pub const VID: Pool = Pool { full: 10_000, refill_below: 5_000, block: 32 };
    /// MOSIP's shipped pool of pre-registration ids.
    pub const PRID: Pool = Pool { full: 2_000, refill_below: 1_000, block: 32 };
}

/// A number of `kind` that breaks no rule, with its check digit; every such number is equally likely.
pub(crate) fn draw(kind: Kind, random: &dyn Random) -> String {
    let rules = kind.rules();
    loop {
        let mut number = String::with_capacity(rules.length);
        while number.len() + 1 < rules.length {
            // Digits that the repetition rule would refuse are not drawn in the first place. At each place the number of
            // choices is the same whatever came before, so this favours no number.
            let near = &number.as_bytes()[number.len().saturating_sub(rules.repeating_limit)..];
            let refused =
                |digit: u8| near.contains(&digit) || (near.is_empty() && rules.not_start_with.contains(&digit));
            let choices: Vec<u8> = (b'0'..=b'9').filter(|digit| !refused(*digit)).collect();
            number.push(char::from(choices[random.below(choices.len() as u64) as usize]));
        }
        let Some(check) = verhoeff_digit(&number) else { continue };
        number.push(check);
        if rules.broken(&number).is_none() {
            return number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::SeededRandom;
    use std::collections::HashSet;

    // COM: 1e5 numbers of each kind are distinct, well formed and accepted as input
    #[test]
    fn a_hundred_thousand_numbers_of_each_kind() {
        let random = SeededRandom::new(42);
        for kind in Kind::ALL {
            let mut seen = HashSet::new();
            let mut collisions = 0;
            while seen.len() < 100_000 {
                let number = draw(kind, &random);
                assert_eq!(kind.rules().broken(&number), None);
                match kind {
                    Kind::Uin => kernel_api::number::validate_uin(&number).expect("accepted"),
                    Kind::Vid => kernel_api::number::validate_vid(&number).expect("accepted"),
                    Kind::Prid => kernel_api::number::validate_prid(&number).expect("accepted"),
                }
                collisions += u32::from(!seen.insert(number));
            }
            // the birthday bound over what the rules leave of 8e8 UINs; the pool's key catches these
            assert!(collisions < 300, "{kind:?}: {collisions}");
        }
    }
}
