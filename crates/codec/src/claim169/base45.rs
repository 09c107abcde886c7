//! Base45, RFC 9285: two bytes as three characters a QR symbol packs well.

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Bytes as Base45 text.
pub fn encode(bytes: &[u8]) -> String {
    let digit = |value: u32| char::from(ALPHABET[value as usize % 45]);
    let mut out = String::with_capacity(bytes.len().div_ceil(2) * 3);
    for pair in bytes.chunks(2) {
        match *pair {
            [high, low] => {
                let value = u32::from(high) << 8 | u32::from(low);
                out.extend([digit(value), digit(value / 45), digit(value / (45 * 45))]);
            }
            [single] => out.extend([digit(u32::from(single)), digit(u32::from(single) / 45)]),
            _ => {}
        }
    }
    out
}

/// Bytes of a Base45 text; `None` for characters outside the alphabet, an impossible length or groups above their range.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text
        .bytes()
        .map(|byte| ALPHABET.iter().position(|known| *known == byte).and_then(|at| u32::try_from(at).ok()))
        .collect::<Option<_>>()?;
    let mut out = Vec::with_capacity(digits.len() / 3 * 2 + 1);
    for group in digits.chunks(3) {
        match *group {
            [a, b, c] => out.extend(u16::try_from(a + b * 45 + c * 45 * 45).ok()?.to_be_bytes()),
            [a, b] => out.push(u8::try_from(a + b * 45).ok()?),
            _ => return None,
        }
    }
    Some(out)
}
