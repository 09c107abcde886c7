//! MOSIP's rules for numbers that people are known by: which digits may follow each other, and how inputs are checked.
//!
//! The limits are the shipped defaults of MOSIP's properties; a filter with limit 0 is off.

use types::checksum::verhoeff_valid;
use types::{Failure, Fault};

use crate::KernelError;

/// What a number looks like and what it must not contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRules {
    /// Digits, the check digit included.
    pub length: usize,
    /// This many digits in ascending or descending sequence are refused.
    pub sequence_limit: usize,
    /// Whether sequences go on from 9 to 0 and from 0 to 9.
    pub sequence_wraps: bool,
    /// A digit must not occur again within this many places.
    pub repeating_limit: usize,
    /// A block of this many digits must not occur twice.
    pub repeating_block_limit: usize,
    /// This many non-zero even digits in a row are refused.
    pub even_run_limit: usize,
    /// This many first digits must differ from as many last digits.
    pub halves_limit: usize,
    /// This many first digits must differ from as many last digits reversed.
    pub mirror_limit: usize,
    /// Numbers that must not occur inside.
    pub restricted: &'static [&'static str],
    /// Digits the number must not start with.
    pub not_start_with: &'static [u8],
    /// Whether cyclic numbers must not occur inside.
    pub no_cyclic: bool,
}

/// The rules of a UIN: `mosip.kernel.uin.*`.
pub const UIN: NumberRules = NumberRules {
    length: 10,
    sequence_limit: 3,
    sequence_wraps: true,
    repeating_limit: 2,
    repeating_block_limit: 2,
    even_run_limit: 3,
    halves_limit: 5,
    mirror_limit: 5,
    restricted: &["786", "666"],
    not_start_with: b"01",
    no_cyclic: true,
};

/// The rules of a VID: `mosip.kernel.vid.*`.
pub const VID: NumberRules = NumberRules {
    length: 16,
    sequence_limit: 3,
    sequence_wraps: false,
    repeating_limit: 2,
    repeating_block_limit: 2,
    even_run_limit: 0,
    halves_limit: 0,
    mirror_limit: 0,
    restricted: &["786", "666"],
    not_start_with: b"01",
    no_cyclic: false,
};

/// The rules of a pre-registration id: `mosip.kernel.prid.*`.
pub const PRID: NumberRules = NumberRules { length: 14, repeating_block_limit: 3, ..VID };

/// The periods of 1/7, 1/17, 1/19 and so on: their multiples are their rotations, so two of them are easily confused.
const CYCLIC: &[&str] =
    &["142857", "0588235294117647", "052631578947368421", "0434782608695652173913", "0344827586206896551724137931"];

/// Why a number is refused, the first rule that is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Not of the right length or not digits.
    Form,
    /// Starts with a forbidden digit.
    Start,
    /// Digits in sequence.
    Sequence,
    /// A digit again too soon.
    RepeatingDigit,
    /// A block twice.
    RepeatingBlock,
    /// Even digits in a row.
    EvenRun,
    /// Both halves the same.
    Halves,
    /// The halves mirrored.
    Mirror,
    /// A restricted number inside.
    Restricted,
    /// A cyclic number inside.
    Cyclic,
}

impl NumberRules {
    /// Whether the number may be issued; `None` when no rule is broken. The check digit is not looked at.
    #[must_use]
    pub fn broken(&self, number: &str) -> Option<Broken> {
        let digits = number.as_bytes();
        if digits.len() != self.length || !digits.iter().all(u8::is_ascii_digit) {
            return Some(Broken::Form);
        }
        let checks: [(bool, Broken); 9] = [
            (self.not_start_with.contains(&digits[0]), Broken::Start),
            (self.has_sequence(digits), Broken::Sequence),
            (self.repeats_digit(digits), Broken::RepeatingDigit),
            (self.repeats_block(digits), Broken::RepeatingBlock),
            (self.has_even_run(digits), Broken::EvenRun),
            (self.has_equal_halves(digits), Broken::Halves),
            (self.is_mirrored(digits), Broken::Mirror),
            (self.restricted.iter().any(|inside| number.contains(inside)), Broken::Restricted),
            (self.no_cyclic && CYCLIC.iter().any(|inside| number.contains(inside)), Broken::Cyclic),
        ];
        checks.into_iter().find(|(broken, _)| *broken).map(|(_, which)| which)
    }

    fn has_sequence(&self, digits: &[u8]) -> bool {
        let steps = |from: u8, to: u8, up: bool| match (from, to, up) {
            (b'9', b'0', true) | (b'0', b'9', false) => self.sequence_wraps,
            (from, to, true) => to == from + 1,
            (from, to, false) => to + 1 == from,
        };
        self.sequence_limit > 1
            && digits
                .windows(self.sequence_limit)
                .any(|window| [true, false].iter().any(|&up| window.windows(2).all(|pair| steps(pair[0], pair[1], up))))
    }

    fn repeats_digit(&self, digits: &[u8]) -> bool {
        (1..=self.repeating_limit)
            .any(|apart| digits.iter().zip(&digits[apart.min(digits.len())..]).any(|(a, b)| a == b))
    }

    /// A longer block that occurs twice holds a block of just the limit that does, so only that length is looked for.
    fn repeats_block(&self, digits: &[u8]) -> bool {
        let length = self.repeating_block_limit;
        length > 0
            && digits
                .windows(length)
                .enumerate()
                .any(|(at, block)| digits[at + length..].windows(length).any(|b| b == block))
    }

    fn has_even_run(&self, digits: &[u8]) -> bool {
        self.even_run_limit > 0
            && digits.windows(self.even_run_limit).any(|run| run.iter().all(|d| matches!(d, b'2' | b'4' | b'6' | b'8')))
    }

    fn has_equal_halves(&self, digits: &[u8]) -> bool {
        let n = self.halves_limit;
        n > 0 && n <= digits.len() && digits[..n] == digits[digits.len() - n..]
    }

    fn is_mirrored(&self, digits: &[u8]) -> bool {
        let n = self.mirror_limit;
        n > 0 && n <= digits.len() && digits[..n].iter().eq(digits[digits.len() - n..].iter().rev())
    }
}

/// Rules as MOSIP's validators apply them: sequences do not go round, the generator's do.
const UIN_INPUT: NumberRules = NumberRules { sequence_wraps: false, ..UIN };

/// Checks a UIN that somebody typed. MOSIP's codes `KER-IDV-201` to `-208`.
///
/// # Errors
/// The first rule that is broken, in MOSIP's order.
pub fn validate_uin(text: &str) -> Result<(), Failure> {
    use KernelError as E;
    form(text, UIN.length, [E::UinNull, E::UinLength, E::UinDigits])?;
    match UIN_INPUT.broken(text) {
        Some(Broken::Start) => return Err(E::UinStart.into()),
        Some(
            Broken::Sequence | Broken::RepeatingDigit | Broken::RepeatingBlock | Broken::EvenRun | Broken::Restricted,
        ) => {
            return Err(E::UinPattern.into());
        }
        _ => {}
    }
    if !verhoeff_valid(text) {
        return Err(E::UinChecksum.into());
    }
    match UIN_INPUT.broken(text) {
        Some(Broken::Mirror) => Err(E::UinMirror.into()),
        Some(Broken::Halves) => Err(E::UinHalves.into()),
        _ => Ok(()),
    }
}

/// Checks a VID that somebody typed. MOSIP's codes `KER-IDV-001` to `-005`.
///
/// # Errors
/// The first rule that is broken, in MOSIP's order.
pub fn validate_vid(text: &str) -> Result<(), Failure> {
    use KernelError as E;
    checked(text, &VID, [E::VidNull, E::VidLength, E::VidDigits], E::VidPattern, E::VidChecksum)
}

/// Checks a pre-registration id that somebody typed. MOSIP's codes `KER-IDV-101` to `-105`.
///
/// # Errors
/// The first rule that is broken, in MOSIP's order.
pub fn validate_prid(text: &str) -> Result<(), Failure> {
    use KernelError as E;
    checked(text, &PRID, [E::PridNull, E::PridLength, E::PridDigits], E::PridPattern, E::PridChecksum)
}

fn checked(
    text: &str,
    rules: &NumberRules,
    form_errors: [KernelError; 3],
    pattern: KernelError,
    checksum: KernelError,
) -> Result<(), Failure> {
    form(text, rules.length, form_errors)?;
    if rules.broken(text).is_some() {
        return Err(pattern.into());
    }
    if verhoeff_valid(text) { Ok(()) } else { Err(checksum.into()) }
}

fn form(text: &str, length: usize, [null, wrong_length, not_digits]: [KernelError; 3]) -> Result<(), Failure> {
    if text.is_empty() {
        return Err(null.into());
    }
    if text.chars().count() != length {
        return Err(wrong_length.into());
    }
    if text.bytes().all(|b| b.is_ascii_digit()) { Ok(()) } else { Err(not_digits.into()) }
}

/// Checks a registration id, also against the centre and machine it should name. MOSIP's codes `KER-IDV-301` to `-305`.
///
/// # Errors
/// The first rule that is broken, in MOSIP's order.
pub fn validate_rid(text: &str, center: Option<&str>, machine: Option<&str>) -> Result<(), Failure> {
    use KernelError as E;
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(E::RidDigits.into());
    }
    if text.len() != 29 {
        return Err(E::RidIdLength.into());
    }
    if center.is_some_and(|center| center != &text[..5]) {
        return Err(E::RidCenter.into());
    }
    if machine.is_some_and(|machine| machine != &text[5..10]) {
        return Err(E::RidMachine.into());
    }
    types::Rid::parse(text).map(|_| ()).map_err(|_| Fault::new(E::RidTime, [] as [&str; 0]).into())
}

/// Checks a static PIN: exactly six digits.
///
/// # Errors
/// `KER-IDV-501` or `-502`.
pub fn validate_static_pin(text: &str) -> Result<(), Failure> {
    if text.chars().count() != 6 {
        return Err(KernelError::PinLength.into());
    }
    if text.bytes().all(|b| b.is_ascii_digit()) { Ok(()) } else { Err(KernelError::PinDigits.into()) }
}

#[cfg(test)]
mod tests;
