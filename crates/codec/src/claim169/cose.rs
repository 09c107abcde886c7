//! COSE_Sign1 and COSE_Encrypt0 (RFC 9052): structure and the bytes cryptography works on, no cryptography.

use ciborium::Value;

use super::{Error, cbor, encode, key};

const TAG_CWT: u64 = 61;
const TAG_SIGN1: u64 = 18;
const TAG_ENCRYPT0: u64 = 16;
const HEADER_ALGORITHM: i64 = 1;
const HEADER_KEY_ID: i64 = 4;
const HEADER_IV: i64 = 5;

/// Signature algorithms a claim 169 may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519; 64 bytes of signature.
    EdDsa,
    /// ECDSA P-256 with SHA-256; r and s, 32 bytes each.
    Es256,
}

impl Algorithm {
    fn code(self) -> i64 {
        match self {
            Self::EdDsa => -8,
            Self::Es256 => -7,
        }
    }
}

type Header = Vec<(Value, Value)>;

fn find(header: &Header, label: i64) -> Option<&Value> {
    header.iter().find(|(name, _)| *name == key(label)).map(|(_, value)| value)
}

/// The protected header of a COSE structure; an empty string stands for an empty map.
fn protected_map(bytes: &[u8]) -> Result<Header, Error> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    match cbor(bytes) {
        Ok(Value::Map(entries)) => Ok(entries),
        _ => Err(Error::CoseParse),
    }
}

/// The protected header as it enters the signed structures: an empty map counts as no header at all (RFC 9052, 4.4).
fn in_structure(protected: &[u8]) -> Value {
    Value::Bytes(if protected == [0xa0] { Vec::new() } else { protected.to_vec() })
}

/// A signed structure, before or after its signature is put in.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign1 {
    /// The protected header as encoded; the signature covers these bytes.
    pub protected: Vec<u8>,
    pub unprotected: Vec<(Value, Value)>,
    pub payload: Vec<u8>,
    /// Empty until signed.
    pub signature: Vec<u8>,
}

impl Sign1 {
    /// An unsigned structure whose protected header names the algorithm and, where given, the key.
    pub fn new(algorithm: Algorithm, key_id: Option<&[u8]>, payload: Vec<u8>) -> Self {
        let mut header = vec![(key(HEADER_ALGORITHM), key(algorithm.code()))];
        if let Some(id) = key_id {
            header.push((key(HEADER_KEY_ID), Value::Bytes(id.to_vec())));
        }
        Self { protected: encode(&Value::Map(header)), unprotected: Vec::new(), payload, signature: Vec::new() }
    }

    /// The algorithm of the protected header; one that stands unprotected only is not believed.
    ///
    /// # Errors
    /// [`Error::UnsupportedAlgorithm`].
    pub fn algorithm(&self) -> Result<Algorithm, Error> {
        let header = protected_map(&self.protected)?;
        let code = find(&header, HEADER_ALGORITHM).and_then(Value::as_integer).map(i128::from);
        [Algorithm::EdDsa, Algorithm::Es256]
            .into_iter()
            .find(|known| code == Some(i128::from(known.code())))
            .ok_or(Error::UnsupportedAlgorithm(code))
    }

    /// The key id of either header; some writers give text.
    pub fn key_id(&self) -> Option<Vec<u8>> {
        let header = protected_map(&self.protected).ok()?;
        match find(&header, HEADER_KEY_ID).or_else(|| find(&self.unprotected, HEADER_KEY_ID))? {
            Value::Bytes(id) => Some(id.clone()),
            Value::Text(id) => Some(id.clone().into_bytes()),
            _ => None,
        }
    }

    /// The bytes to be signed: the `Sig_structure` of RFC 9052 section 4.4 without external data.
    pub fn to_be_signed(&self) -> Vec<u8> {
        encode(&Value::Array(vec![
            Value::Text("Signature1".to_owned()),
            in_structure(&self.protected),
            Value::Bytes(Vec::new()),
            Value::Bytes(self.payload.clone()),
        ]))
    }

    /// The encoded structure with tag 18; with `cwt_tag` in tag 61 as well, which some readers ask for and others refuse.
    pub fn encode(&self, cwt_tag: bool) -> Vec<u8> {
        let array = Value::Array(vec![
            Value::Bytes(self.protected.clone()),
            Value::Map(self.unprotected.clone()),
            Value::Bytes(self.payload.clone()),
            Value::Bytes(self.signature.clone()),
        ]);
        let tagged = Value::Tag(TAG_SIGN1, Box::new(array));
        encode(&if cwt_tag { Value::Tag(TAG_CWT, Box::new(tagged)) } else { tagged })
    }
}

/// An encrypted structure; its plain text is a tagged COSE_Sign1.
#[derive(Debug, Clone, PartialEq)]
pub struct Encrypt0 {
    pub protected: Vec<u8>,
    pub unprotected: Vec<(Value, Value)>,
    /// Cipher text with the authentication tag behind it.
    pub ciphertext: Vec<u8>,
}

impl Encrypt0 {
    /// A structure for AES-GCM (code 3 with 256-bit, 1 with 128-bit keys) and a 12-byte nonce; the cipher text is put in
    /// after encrypting with [`Self::aad`].
    pub fn new(algorithm: i64, nonce: &[u8; 12]) -> Self {
        Self {
            protected: encode(&Value::Map(vec![(key(HEADER_ALGORITHM), key(algorithm))])),
            unprotected: vec![(key(HEADER_IV), Value::Bytes(nonce.to_vec()))],
            ciphertext: Vec::new(),
        }
    }

    /// The algorithm's code in the protected header.
    ///
    /// # Errors
    /// [`Error::UnsupportedAlgorithm`] other than A128GCM (1) and A256GCM (3).
    pub fn algorithm(&self) -> Result<i64, Error> {
        let header = protected_map(&self.protected)?;
        match find(&header, HEADER_ALGORITHM).and_then(Value::as_integer).map(i128::from) {
            Some(1) => Ok(1),
            Some(3) => Ok(3),
            other => Err(Error::UnsupportedAlgorithm(other)),
        }
    }

    /// The nonce.
    ///
    /// # Errors
    /// [`Error::CoseParse`] where it is missing or not 12 bytes.
    pub fn nonce(&self) -> Result<[u8; 12], Error> {
        let value = find(&self.unprotected, HEADER_IV).and_then(Value::as_bytes).ok_or(Error::CoseParse)?;
        value.as_slice().try_into().map_err(|_| Error::CoseParse)
    }

    /// The additional authenticated data: the `Enc_structure` of RFC 9052 section 5.3 without external data.
    pub fn aad(&self) -> Vec<u8> {
        encode(&Value::Array(vec![
            Value::Text("Encrypt0".to_owned()),
            in_structure(&self.protected),
            Value::Bytes(Vec::new()),
        ]))
    }

    /// The encoded structure with tag 16.
    pub fn encode(&self) -> Vec<u8> {
        encode(&Value::Tag(
            TAG_ENCRYPT0,
            Box::new(Value::Array(vec![
                Value::Bytes(self.protected.clone()),
                Value::Map(self.unprotected.clone()),
                Value::Bytes(self.ciphertext.clone()),
            ])),
        ))
    }
}

/// What a QR symbol may hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Cose {
    Sign1(Sign1),
    Encrypt0(Encrypt0),
}

impl Cose {
    /// Reads a structure with tag 18, 16 or none, in an optional tag 61.
    ///
    /// # Errors
    /// [`Error::CborParse`], [`Error::CoseParse`], [`Error::UnsupportedCoseType`].
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let mut value = cbor(bytes)?;
        if let Value::Tag(TAG_CWT, inner) = value {
            value = *inner;
        }
        let (tag, array) = match value {
            Value::Tag(tag @ (TAG_SIGN1 | TAG_ENCRYPT0), inner) => (Some(tag), *inner),
            Value::Tag(other, _) => return Err(Error::UnsupportedCoseType(other)),
            untagged => (None, untagged),
        };
        let Value::Array(items) = array else { return Err(Error::CoseParse) };
        match (tag, <[Value; 4]>::try_from(items)) {
            (
                None | Some(TAG_SIGN1),
                Ok([Value::Bytes(protected), Value::Map(unprotected), Value::Bytes(payload), Value::Bytes(signature)]),
            ) => {
                protected_map(&protected)?;
                Ok(Self::Sign1(Sign1 { protected, unprotected, payload, signature }))
            }
            (None | Some(TAG_ENCRYPT0), Err(items)) => match <[Value; 3]>::try_from(items) {
                Ok([Value::Bytes(protected), Value::Map(unprotected), Value::Bytes(ciphertext)]) => {
                    protected_map(&protected)?;
                    Ok(Self::Encrypt0(Encrypt0 { protected, unprotected, ciphertext }))
                }
                _ => Err(Error::CoseParse),
            },
            _ => Err(Error::CoseParse),
        }
    }
}
