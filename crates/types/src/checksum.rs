//! Verhoeff's dihedral check digit, as MOSIP's number generators use it.

const D: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
const P: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];
const INVERSE: [u8; 10] = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9];

fn digit(byte: u8) -> Option<usize> {
    byte.is_ascii_digit().then(|| usize::from(byte - b'0'))
}

/// The check digit to append to `digits`, or `None` where a character is not a decimal digit.
#[must_use]
pub fn verhoeff_digit(digits: &str) -> Option<char> {
    let mut c = 0u8;
    for (i, byte) in digits.bytes().rev().enumerate() {
        c = D[usize::from(c)][usize::from(P[(i + 1) % 8][digit(byte)?])];
    }
    Some(char::from(b'0' + INVERSE[usize::from(c)]))
}

/// Whether the last digit of `digits` is the check digit of those before it.
#[must_use]
pub fn verhoeff_valid(digits: &str) -> bool {
    let mut c = 0u8;
    for (i, byte) in digits.bytes().rev().enumerate() {
        let Some(d) = digit(byte) else { return false };
        c = D[usize::from(c)][usize::from(P[i % 8][d])];
    }
    !digits.is_empty() && c == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digits_and_every_single_error() {
        assert_eq!(verhoeff_digit("236"), Some('3'));
        assert!(verhoeff_valid("2363"));
        assert_eq!(verhoeff_digit("12x"), None);
        assert!(!verhoeff_valid(""));
        let whole = format!("{}{}", "812945073", verhoeff_digit("812945073").unwrap());
        for i in 0..whole.len() {
            for d in b'0'..=b'9' {
                let mut other = whole.clone().into_bytes();
                if other[i] == d {
                    continue;
                }
                other[i] = d;
                assert!(!verhoeff_valid(std::str::from_utf8(&other).unwrap()));
            }
        }
    }
}
