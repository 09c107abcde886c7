//! The CBOR Web Token around claim 169 (RFC 8392).

use ciborium::Value;

use super::{Error, Identity, cbor, encode, key};

const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;
const EXPIRES: i64 = 4;
const NOT_BEFORE: i64 = 5;
const ISSUED: i64 = 6;
const ID: i64 = 7;
const IDENTITY: i64 = 169;

/// A token's claims. Times are seconds since 1970, UTC.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cwt {
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub expires_at: Option<i64>,
    pub not_before: Option<i64>,
    pub issued_at: Option<i64>,
    /// Unique id of the token.
    pub id: Option<Vec<u8>>,
    pub identity: Identity,
}

fn text(value: &Value, claim: i64) -> Result<String, Error> {
    value.as_text().map(str::to_owned).ok_or(Error::CwtParse(claim))
}

fn seconds(value: &Value, claim: i64) -> Result<i64, Error> {
    value.as_integer().and_then(|number| i64::try_from(i128::from(number)).ok()).ok_or(Error::CwtParse(claim))
}

impl Cwt {
    /// The token's bytes: keys ascending, shortest forms.
    pub fn encode(&self) -> Vec<u8> {
        let text = |value: &Option<String>| value.clone().map(Value::Text);
        let number = |value: Option<i64>| value.map(|seconds| Value::Integer(seconds.into()));
        let claims = [
            (ISSUER, text(&self.issuer)),
            (SUBJECT, text(&self.subject)),
            (EXPIRES, number(self.expires_at)),
            (NOT_BEFORE, number(self.not_before)),
            (ISSUED, number(self.issued_at)),
            (ID, self.id.clone().map(Value::Bytes)),
            (IDENTITY, Some(self.identity.to_cbor())),
        ];
        encode(&Value::Map(claims.into_iter().filter_map(|(claim, value)| Some((key(claim), value?))).collect()))
    }

    /// Reads a token. Claim 169 may be a map or a byte string that holds one. Other claims are ignored.
    ///
    /// # Errors
    /// [`Error::CborParse`], [`Error::CwtParse`], [`Error::Claim169NotFound`], [`Error::Claim169Invalid`].
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let Value::Map(claims) = cbor(bytes)? else { return Err(Error::CborParse) };
        let mut token = Self::default();
        let mut found = false;
        for (name, value) in &claims {
            let Some(claim) = name.as_integer().and_then(|number| i64::try_from(i128::from(number)).ok()) else {
                continue;
            };
            match claim {
                ISSUER => token.issuer = Some(text(value, claim)?),
                SUBJECT => token.subject = Some(text(value, claim)?),
                EXPIRES => token.expires_at = Some(seconds(value, claim)?),
                NOT_BEFORE => token.not_before = Some(seconds(value, claim)?),
                ISSUED => token.issued_at = Some(seconds(value, claim)?),
                ID => token.id = value.as_bytes().cloned(),
                IDENTITY => {
                    found = true;
                    token.identity = match value {
                        Value::Map(entries) => Identity::from_cbor(entries),
                        Value::Bytes(inner) => match cbor(inner) {
                            Ok(Value::Map(entries)) => Identity::from_cbor(&entries),
                            _ => return Err(Error::Claim169Invalid),
                        },
                        _ => return Err(Error::Claim169Invalid),
                    };
                }
                _ => {}
            }
        }
        if found { Ok(token) } else { Err(Error::Claim169NotFound) }
    }

    /// Checks the token's times against `now`, with `skew_secs` of tolerance on both sides.
    ///
    /// # Errors
    /// [`Error::Expired`], [`Error::NotYetValid`].
    pub fn check_times(&self, now: i64, skew_secs: i64) -> Result<(), Error> {
        if self.expires_at.is_some_and(|end| now > end.saturating_add(skew_secs)) {
            return Err(Error::Expired);
        }
        if self.not_before.is_some_and(|start| now.saturating_add(skew_secs) < start) {
            return Err(Error::NotYetValid);
        }
        Ok(())
    }
}
