//! Headers that a caller asks for by name (spec ida-crypto A.8.1).

use coset::cbor::value::Value;
use coset::iana::{self, EnumI64};
use coset::{CoseSign1Builder, Header, HeaderBuilder, RegisteredLabelWithPrivate, TaggedCborSerializable};
use serde_json::{Map, Value as Json};

use super::{X5CHAIN, X5T, finish};
use crate::{Algorithm, Error, PrivateKey, Result};

/// Header label of the certificate's address.
const X5U: i64 = 35;

/// Members of one of a message's two header maps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// Names of members that a reader must understand.
    pub critical: Vec<String>,
    pub content_type: Option<String>,
    pub kid: Option<Vec<u8>>,
    /// Certificates (DER), the signer's first.
    pub x5chain: Vec<Vec<u8>>,
    /// SHA-256 of the signer's certificate; MOSIP writes the bare hash.
    pub certificate_hash: Option<[u8; 32]>,
    pub certificate_url: Option<String>,
    pub iv: Vec<u8>,
    pub partial_iv: Vec<u8>,
    /// Members under text labels.
    pub other: Map<String, Json>,
}

impl Fields {
    fn header(&self, algorithm: Option<Algorithm>) -> Result<Header> {
        let mut builder = HeaderBuilder::new();
        if let Some(algorithm) = algorithm {
            let iana = iana::Algorithm::from_i64(algorithm.cose_id()).ok_or(Error::Malformed("COSE algorithm"))?;
            builder = builder.algorithm(iana);
        }
        for name in &self.critical {
            builder = builder.add_critical_label(RegisteredLabelWithPrivate::Text(name.clone()));
        }
        if let Some(text) = &self.content_type {
            builder = builder.content_type(text.clone());
        }
        if let Some(kid) = &self.kid {
            builder = builder.key_id(kid.clone());
        }
        builder = match self.x5chain.as_slice() {
            [] => builder,
            [one] => builder.value(X5CHAIN, Value::Bytes(one.clone())),
            many => builder.value(X5CHAIN, Value::Array(many.iter().cloned().map(Value::Bytes).collect())),
        };
        if let Some(hash) = self.certificate_hash {
            builder = builder.value(X5T, Value::Bytes(hash.to_vec()));
        }
        if let Some(url) = &self.certificate_url {
            builder = builder.value(X5U, Value::Text(url.clone()));
        }
        if !self.iv.is_empty() {
            builder = builder.iv(self.iv.clone());
        } else if !self.partial_iv.is_empty() {
            builder = builder.partial_iv(self.partial_iv.clone());
        }
        for (name, value) in &self.other {
            builder = builder.text_value(name.clone(), cbor(value)?);
        }
        Ok(builder.build())
    }
}

/// Signs a payload as tagged COSE_Sign1 with the given headers; the algorithm stands in the protected one.
///
/// # Errors
/// [`Error::Malformed`] when a member has no CBOR form, [`Error::KeyMismatch`] when the algorithm is another key's.
pub fn sign1_with(
    key: &PrivateKey,
    algorithm: Algorithm,
    payload: &[u8],
    protected: &Fields,
    unprotected: &Fields,
    cwt_tag: bool,
) -> Result<Vec<u8>> {
    let message = CoseSign1Builder::new()
        .protected(protected.header(Some(algorithm))?)
        .unprotected(unprotected.header(None)?)
        .payload(payload.to_vec())
        .try_create_signature(&[], |input| key.sign(algorithm, input))?
        .build();
    finish(message.to_tagged_vec(), cwt_tag)
}

/// A JSON value as CBOR: whole numbers are integers, other numbers floats, names of members text.
///
/// # Errors
/// [`Error::Malformed`] for a number that fits neither.
pub(super) fn cbor(value: &Json) -> Result<Value> {
    Ok(match value {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), ..) => Value::from(whole),
            (_, Some(whole), _) => Value::from(whole),
            (_, _, Some(float)) => Value::Float(float),
            _ => return Err(Error::Malformed("number")),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::Array(items.iter().map(cbor).collect::<Result<_>>()?),
        Json::Object(members) => Value::Map(
            members.iter().map(|(name, value)| Ok((Value::Text(name.clone()), cbor(value)?))).collect::<Result<_>>()?,
        ),
    })
}
