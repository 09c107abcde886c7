//! Claim 169 ("identity-data"): a person's data as a CBOR Web Token in a QR symbol that is checked without a network.
//!
//! Layers, outermost first: QR text, Base45 ([`base45`]), zlib ([`to_qr_text`], [`from_qr_text`]), COSE ([`Cose`]), CWT
//! ([`Cwt`]), the map of claim 169 ([`Identity`]). Signing and encryption are the caller's: this module gives the bytes
//! to be signed and puts the signature in its place.
//!
//! Written strictly as the specification's version 1.2.0 says; read leniently, because the specification's own example
//! differs from its text (outer tag 61, claim in a byte string, numbers as text, a single map where a list belongs).

pub mod base45;
mod cose;
mod identity;
mod token;

use std::io::{Read as _, Write as _};

use ciborium::Value;

pub use cose::{Algorithm, Cose, Encrypt0, Sign1};
pub use identity::{Biometric, BiometricKey, Identity};
pub use token::Cwt;

/// Longest inflated content of a QR symbol, in bytes.
pub const MAX_INFLATED_BYTES: usize = 64 * 1024;
/// Deepest nesting of CBOR.
const MAX_DEPTH: usize = 32;

/// Why a QR text, token or claim is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the text is not Base45")]
    Base45Decode,
    #[error("the content does not inflate")]
    Decompress,
    #[error("the content inflates to more than {MAX_INFLATED_BYTES} bytes")]
    DecompressLimitExceeded,
    #[error("the content is neither COSE_Sign1 nor COSE_Encrypt0")]
    CoseParse,
    #[error("COSE structure with tag {0} is not supported")]
    UnsupportedCoseType(u64),
    #[error("algorithm {0:?} is not supported")]
    UnsupportedAlgorithm(Option<i128>),
    #[error("the content is not well-formed CBOR")]
    CborParse,
    #[error("the token's claim {0} does not have the type it must have")]
    CwtParse(i64),
    #[error("claim 169 is missing")]
    Claim169NotFound,
    #[error("claim 169 is not a map of attributes")]
    Claim169Invalid,
    #[error("the token has expired")]
    Expired,
    #[error("the token is not valid yet")]
    NotYetValid,
}

/// One CBOR item that takes all bytes, without duplicate keys in any map.
fn cbor(bytes: &[u8]) -> Result<Value, Error> {
    let mut rest = bytes;
    let value: Value =
        ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_DEPTH).map_err(|_| Error::CborParse)?;
    if rest.is_empty() && unique_keys(&value) { Ok(value) } else { Err(Error::CborParse) }
}

fn unique_keys(value: &Value) -> bool {
    match value {
        Value::Map(entries) => entries.iter().enumerate().all(|(at, (key, value))| {
            entries[..at].iter().all(|(earlier, _)| earlier != key) && unique_keys(key) && unique_keys(value)
        }),
        Value::Array(items) => items.iter().all(unique_keys),
        Value::Tag(_, inner) => unique_keys(inner),
        _ => true,
    }
}

fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).expect("writing to memory does not fail");
    out
}

fn key(number: i64) -> Value {
    Value::Integer(number.into())
}

/// COSE bytes as QR text: zlib at the highest level, then Base45.
pub fn to_qr_text(cose: &[u8]) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(cose).expect("writing to memory does not fail");
    base45::encode(&encoder.finish().expect("writing to memory does not fail"))
}

/// COSE bytes of a QR text. Content without zlib header is passed on as it is. The text must not have been trimmed:
/// a space is a Base45 character.
///
/// # Errors
/// [`Error::Base45Decode`], [`Error::Decompress`], [`Error::DecompressLimitExceeded`].
pub fn from_qr_text(text: &str) -> Result<Vec<u8>, Error> {
    let bytes = base45::decode(text).ok_or(Error::Base45Decode)?;
    // 0x78 opens zlib streams with the usual window; no COSE structure begins with it (it would be a text string)
    if bytes.first() != Some(&0x78) {
        return if looks_like_cose(&bytes) { Ok(bytes) } else { Err(Error::Decompress) };
    }
    let mut out = Vec::new();
    let limit = u64::try_from(MAX_INFLATED_BYTES).unwrap_or(u64::MAX) + 1;
    flate2::read::ZlibDecoder::new(&*bytes).take(limit).read_to_end(&mut out).map_err(|_| Error::Decompress)?;
    if out.len() > MAX_INFLATED_BYTES { Err(Error::DecompressLimitExceeded) } else { Ok(out) }
}

/// Tags 16, 18 and 61, or an array of three or four items.
fn looks_like_cose(bytes: &[u8]) -> bool {
    matches!(bytes, [0xd0 | 0xd2 | 0x83 | 0x84, ..] | [0xd8, 0x3d, ..])
}

#[cfg(test)]
mod tests;
