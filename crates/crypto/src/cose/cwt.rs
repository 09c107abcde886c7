//! Claims of a CBOR web token (RFC 8392) in the order MOSIP writes them (spec ida-crypto A.8.1).

use coset::CborSerializable;
use coset::cbor::value::Value;
use serde_json::{Map, Value as Json};

use super::header::cbor;
use crate::{Error, Result};

const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;
const AUDIENCE: i64 = 3;
const EXPIRES: i64 = 4;
const NOT_BEFORE: i64 = 5;
const ISSUED: i64 = 6;
const ID: i64 = 7;
const IDENTITY: i64 = 169;
/// JSON names of claims that have a place of their own.
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "cti"];

/// Claims to write. Times are seconds since 1970.
#[derive(Debug, Clone, Copy, Default)]
pub struct Claims<'a> {
    pub issuer: Option<&'a str>,
    pub subject: Option<&'a str>,
    pub audience: Option<&'a str>,
    pub expires_at: Option<i64>,
    pub not_before: Option<i64>,
    pub issued_at: Option<i64>,
    /// The token's id.
    pub id: Option<&'a [u8]>,
    /// CBOR of claim 169.
    pub identity: Option<&'a [u8]>,
    /// Further claims. Names that are numbers become integer labels, text that is a number becomes an integer, registered names are left out.
    pub other: Option<&'a Map<String, Json>>,
}

impl Claims<'_> {
    /// The claims as a CBOR map.
    ///
    /// # Errors
    /// [`Error::Malformed`] when a further claim has no CBOR form or repeats a label.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let mut map: Vec<(Value, Value)> = Vec::new();
        let texts = [(ISSUER, self.issuer), (SUBJECT, self.subject), (AUDIENCE, self.audience)];
        map.extend(
            texts.into_iter().filter_map(|(label, text)| Some((Value::from(label), Value::Text(text?.to_owned())))),
        );
        let times = [(EXPIRES, self.expires_at), (NOT_BEFORE, self.not_before), (ISSUED, self.issued_at)];
        map.extend(times.into_iter().filter_map(|(label, time)| Some((Value::from(label), Value::from(time?)))));
        let binary = [(ID, self.id), (IDENTITY, self.identity)];
        map.extend(
            binary.into_iter().filter_map(|(label, bytes)| Some((Value::from(label), Value::Bytes(bytes?.to_vec())))),
        );
        for (name, value) in self.other.into_iter().flatten() {
            if REGISTERED.contains(&name.as_str()) {
                continue;
            }
            let label = name.parse::<i64>().map_or_else(|_| Value::Text(name.clone()), Value::from);
            let value = match value.as_str().and_then(|text| text.parse::<i64>().ok()) {
                Some(number) => Value::from(number),
                None => cbor(value)?,
            };
            // a reader may take either of two claims with one label
            if map.iter().any(|(known, _)| *known == label) {
                return Err(Error::Malformed("claim"));
            }
            map.push((label, value));
        }
        Value::Map(map).to_vec().map_err(|_| Error::Malformed("claims"))
    }
}

/// The registered claims of a token that was verified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registered {
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub expires_at: Option<i64>,
    pub not_before: Option<i64>,
}

impl Registered {
    /// Reads them from the payload.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it is no map, a registered claim has another type, or a label stands there twice.
    pub fn read(payload: &[u8]) -> Result<Self> {
        let bad = || Error::Malformed("claims");
        let Ok(Value::Map(map)) = Value::from_slice(payload) else { return Err(bad()) };
        let find = |label: i64| {
            let mut found = map.iter().filter(|(name, _)| *name == Value::from(label)).map(|(_, value)| value);
            match (found.next(), found.next()) {
                (_, Some(_)) => Err(bad()),
                (first, None) => Ok(first),
            }
        };
        let text = |label| match find(label)? {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.clone())),
            Some(_) => Err(bad()),
        };
        let time = |label| match find(label)? {
            None => Ok(None),
            Some(Value::Integer(number)) => i64::try_from(*number).map(Some).map_err(|_| bad()),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "whole seconds are compared; a time out of range saturates"
            )]
            Some(Value::Float(number)) if number.is_finite() => Ok(Some(number.floor() as i64)),
            Some(_) => Err(bad()),
        };
        Ok(Self {
            issuer: text(ISSUER)?,
            subject: text(SUBJECT)?,
            expires_at: time(EXPIRES)?,
            not_before: time(NOT_BEFORE)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // QR-01: the bytes were written out by hand from RFC 8949
    #[test]
    fn claims_stand_in_their_order_and_numbers_become_integers() {
        let Json::Object(other) = serde_json::json!({"iss": "x", "7000": "12", "name": "Ann"}) else { unreachable!() };
        let claims = Claims {
            issuer: Some("i"),
            expires_at: Some(9),
            not_before: Some(3),
            issued_at: Some(2),
            id: Some(b"c"),
            identity: Some(&[0xa0]),
            other: Some(&other),
            ..Claims::default()
        };
        let bytes = claims.encode().unwrap();
        let expected = "a8 01 6169 04 09 05 03 06 02 07 4163 18a9 41a0 191b58 0c 646e616d65 63416e6e";
        assert_eq!(hex::encode(&bytes), expected.replace(' ', ""));
        let read = Registered::read(&bytes).unwrap();
        assert_eq!(
            (read.issuer.as_deref(), read.subject, read.expires_at, read.not_before),
            (Some("i"), None, Some(9), Some(3))
        );
    }

    #[test]
    fn doubled_labels_and_foreign_types_are_refused() {
        let Json::Object(other) = serde_json::json!({"169": "1"}) else { unreachable!() };
        assert!(Claims { identity: Some(&[0]), other: Some(&other), ..Claims::default() }.encode().is_err());
        for junk in ["", "80", "a1 01 05", "a2 04 01 04 02", "a1 04 6131", "a1 05 f97e00"] {
            let bytes = hex::decode(junk.replace(' ', "")).unwrap();
            assert!(Registered::read(&bytes).is_err(), "{junk}");
        }
    }
}
