//! Base64 as MOSIP writes and reads it, and PEM.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::general_purpose::{STANDARD as STD, URL_SAFE_NO_PAD};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::{Error, Result};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const LENIENT_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);
const LENIENT_STD: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);

/// Encodes with the URL alphabet, without padding (the form MOSIP puts on the wire).
pub fn b64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Encodes with the standard alphabet and padding (certificates in `x5c`).
pub fn b64std(bytes: impl AsRef<[u8]>) -> String {
    STD.encode(bytes)
}

/// Decodes as MOSIP does: URL alphabet first, then the standard one, padded or not (spec ida-crypto, notation).
pub fn b64_lenient(text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
    let text = text.as_ref().trim_ascii();
    LENIENT_URL.decode(text).or_else(|_| LENIENT_STD.decode(text)).map_err(|_| Error::NotBase64)
}

/// Decodes the one form JOSE allows: URL alphabet, no padding, no stray bits. A second spelling of the same token is refused.
pub fn b64url_strict(text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.as_ref()).map_err(|_| Error::NotBase64)
}

/// Decodes the standard alphabet with or without padding; white space is ignored (PEM bodies, `x5c` with line breaks).
pub fn b64std_lenient(text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
    let text: Vec<u8> = text.as_ref().iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    LENIENT_STD.decode(text).map_err(|_| Error::NotBase64)
}

/// Writes PEM with 64-character lines and a final line feed.
pub fn to_pem(label: &str, der: &[u8]) -> String {
    let body = b64std(der);
    let mut out = String::with_capacity(body.len() + body.len() / 64 + 2 * label.len() + 40);
    out.push_str("-----BEGIN ");
    out.push_str(label);
    out.push_str("-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        out.push_str(line);
        out.push('\n');
        rest = tail;
    }
    out.push_str("-----END ");
    out.push_str(label);
    out.push_str("-----\n");
    out
}

/// Reads every PEM block with the given label, in order. Text outside the blocks is ignored, as OpenSSL does.
pub fn from_pem(label: &str, text: &str) -> Result<Vec<Vec<u8>>> {
    let begin = format!("-----BEGIN {label}-----");
    let end = format!("-----END {label}-----");
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(&begin) {
        let body = &rest[start + begin.len()..];
        let stop = body.find(&end).ok_or(Error::Malformed("PEM"))?;
        blocks.push(b64std_lenient(&body[..stop]).map_err(|_| Error::Malformed("PEM"))?);
        rest = &body[stop + end.len()..];
    }
    if blocks.is_empty() { Err(Error::Malformed("PEM")) } else { Ok(blocks) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_every_spelling_of_the_same_bytes() {
        for text in ["-_8", "-_8=", "+/8", "+/8=", " -_8\n"] {
            assert_eq!(b64_lenient(text).unwrap(), [0xfb, 0xff], "{text}");
        }
        assert_eq!(b64_lenient("-/8"), Err(Error::NotBase64), "alphabets are not mixed");
        assert_eq!(b64_lenient("a"), Err(Error::NotBase64));
        assert_eq!(b64url_strict("-_8=").unwrap_err(), Error::NotBase64);
        assert_eq!(b64url_strict("-_9").unwrap_err(), Error::NotBase64, "stray bits");
    }

    #[test]
    fn pem_round_trips_and_refuses_an_open_block() {
        let der: Vec<u8> = (0..200).collect();
        let pem = to_pem("CERTIFICATE", &der);
        assert!(pem.lines().all(|line| line.len() <= 64));
        let two = format!("subject=x\n{pem}junk\n{pem}");
        assert_eq!(from_pem("CERTIFICATE", &two).unwrap(), vec![der.clone(), der]);
        assert!(from_pem("CERTIFICATE", &pem.replace("-----END", "")).is_err());
        assert!(from_pem("CERTIFICATE", "").is_err());
    }
}
