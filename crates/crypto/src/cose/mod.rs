//! COSE_Sign1 and COSE_Encrypt0 (RFC 9052), as the claim-169 QR and MOSIP's CWT calls use them.

mod cwt;
mod header;

use coset::cbor::value::Value;
use coset::iana::{self, EnumI64};
use coset::{
    AsCborValue, CborSerializable, CoseEncrypt0, CoseEncrypt0Builder, CoseSign1, CoseSign1Builder, Header,
    HeaderBuilder, Label, RegisteredLabelWithPrivate, TaggedCborSerializable,
};
use zeroize::Zeroizing;

pub use cwt::{Claims, Registered};
pub use header::{Fields, sign1_with};

use crate::random::{Random, bytes};
use crate::{Algorithm, Error, PrivateKey, PublicKey, Result};

const TAG_CWT: u64 = 61;
const TAG_SIGN1: u64 = 18;
const TAG_ENCRYPT0: u64 = 16;
/// Header label of the certificate chain.
const X5CHAIN: i64 = 33;
/// Header label of the certificate thumbprint.
const X5T: i64 = 34;

impl Algorithm {
    /// The number in the COSE registry.
    pub const fn cose_id(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Ps256 => -37,
            Self::Rs256 => -257,
        }
    }

    /// The algorithm with this number in the COSE registry. RFC 9864's fully specified Ed25519 (-19) and ESP256 (-9) are read as their older names.
    pub const fn from_cose_id(id: i64) -> Option<Self> {
        match id {
            -7 | -9 => Some(Self::Es256),
            -8 | -19 => Some(Self::EdDsa),
            -37 => Some(Self::Ps256),
            -257 => Some(Self::Rs256),
            _ => None,
        }
    }
}

/// How a message is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Key id (keep it short in a QR).
    pub kid: Option<&'a [u8]>,
    /// Puts the key id into the protected header.
    pub kid_protected: bool,
    /// Certificates (DER), the signer's first, into the unprotected header.
    pub x5chain: &'a [&'a [u8]],
    /// SHA-256 of the signer's certificate, into the unprotected header as `[-16, hash]`.
    pub x5t: Option<&'a [u8; 32]>,
    /// Wraps the message in the CWT tag 61 as MOSIP's key manager does; the claim-169 readers want it absent.
    pub cwt_tag: bool,
    /// Signed with the message but not carried in it.
    pub external_aad: &'a [u8],
}

/// Signs a payload as tagged COSE_Sign1 (tag 18).
pub fn sign1(key: &PrivateKey, algorithm: Algorithm, payload: &[u8], options: &Options<'_>) -> Result<Vec<u8>> {
    let iana = iana::Algorithm::from_i64(algorithm.cose_id()).ok_or(Error::Malformed("COSE algorithm"))?;
    let mut protected = HeaderBuilder::new().algorithm(iana);
    let mut unprotected = HeaderBuilder::new();
    if let Some(kid) = options.kid {
        if options.kid_protected {
            protected = protected.key_id(kid.to_vec());
        } else {
            unprotected = unprotected.key_id(kid.to_vec());
        }
    }
    unprotected = match options.x5chain {
        [] => unprotected,
        [one] => unprotected.value(X5CHAIN, Value::Bytes(one.to_vec())),
        many => unprotected.value(X5CHAIN, Value::Array(many.iter().map(|der| Value::Bytes(der.to_vec())).collect())),
    };
    if let Some(hash) = options.x5t {
        unprotected = unprotected.value(X5T, Value::Array(vec![Value::from(-16), Value::Bytes(hash.to_vec())]));
    }
    let message = CoseSign1Builder::new()
        .protected(protected.build())
        .unprotected(unprotected.build())
        .payload(payload.to_vec())
        .try_create_signature(options.external_aad, |input| key.sign(algorithm, input))?
        .build();
    finish(message.to_tagged_vec(), options.cwt_tag)
}

fn finish(encoded: Result<Vec<u8>, coset::CoseError>, cwt_tag: bool) -> Result<Vec<u8>> {
    let encoded = encoded.map_err(|_| Error::Malformed("COSE message"))?;
    // tag 61 in canonical form is two bytes: major type 6 with one-byte argument
    Ok(if cwt_tag { [&[0xd8, 61][..], &encoded].concat() } else { encoded })
}

/// A signed message taken apart but not yet verified.
#[derive(Debug, Clone)]
pub struct Sign1 {
    message: CoseSign1,
    tagged_as_cwt: bool,
}

impl Sign1 {
    /// Reads COSE_Sign1 with tag 18, with the CWT tag 61 around it, or untagged. Bytes after the message are refused.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let (value, tagged_as_cwt) = peel(bytes, TAG_SIGN1)?;
        let message = CoseSign1::from_cbor_value(value).map_err(|_| Error::Malformed("COSE_Sign1"))?;
        if !message.protected.header.crit.is_empty() || !message.unprotected.crit.is_empty() {
            return Err(Error::Malformed("critical COSE header"));
        }
        Ok(Self { message, tagged_as_cwt })
    }

    /// Whether the CWT tag stood around it.
    pub fn is_tagged_as_cwt(&self) -> bool {
        self.tagged_as_cwt
    }

    /// Key id from the protected header, else from the unprotected one.
    pub fn kid(&self) -> Option<&[u8]> {
        [&self.message.protected.header.key_id, &self.message.unprotected.key_id]
            .into_iter()
            .find(|kid| !kid.is_empty())
            .map(Vec::as_slice)
    }

    /// The algorithm; only the protected header counts.
    pub fn algorithm(&self) -> Option<Algorithm> {
        algorithm_id(&self.message.protected.header).and_then(Algorithm::from_cose_id)
    }

    /// Certificates of `x5chain` in either header, the signer's first.
    pub fn certificates(&self) -> Vec<Vec<u8>> {
        let headers = [&self.message.protected.header, &self.message.unprotected];
        let value = headers.into_iter().find_map(|header| find(header, X5CHAIN));
        match value {
            Some(Value::Bytes(one)) => vec![one.clone()],
            Some(Value::Array(many)) => many.iter().filter_map(|item| item.as_bytes().cloned()).collect(),
            _ => Vec::new(),
        }
    }

    /// The payload before verification, to look up the key by its issuer. Never act on it.
    pub fn unverified_payload(&self) -> &[u8] {
        self.message.payload.as_deref().unwrap_or_default()
    }

    /// Verifies and returns the payload. The protected algorithm must be allowed and must belong to the key.
    pub fn verify(&self, key: &PublicKey, allowed: &[Algorithm], external_aad: &[u8]) -> Result<&[u8]> {
        let Some(payload) = self.message.payload.as_deref() else { return Err(Error::Malformed("COSE_Sign1")) };
        let algorithm = self.algorithm().filter(|algorithm| allowed.contains(algorithm));
        let algorithm = algorithm.ok_or_else(|| Error::AlgorithmNotAllowed(self.algorithm_text()))?;
        self.message.verify_signature(external_aad, |signature, input| key.verify(algorithm, input, signature))?;
        Ok(payload)
    }

    fn algorithm_text(&self) -> String {
        algorithm_id(&self.message.protected.header).map_or_else(|| "none".to_owned(), |id| id.to_string())
    }
}

fn algorithm_id(header: &Header) -> Option<i64> {
    match &header.alg {
        Some(RegisteredLabelWithPrivate::Assigned(algorithm)) => Some(algorithm.to_i64()),
        Some(RegisteredLabelWithPrivate::PrivateUse(id)) => Some(*id),
        _ => None,
    }
}

fn find(header: &Header, label: i64) -> Option<&Value> {
    header.rest.iter().find(|(name, _)| *name == Label::Int(label)).map(|(_, value)| value)
}

/// Takes tag 61 and the given tag off, both optional.
fn peel(bytes: &[u8], tag: u64) -> Result<(Value, bool)> {
    let value = Value::from_slice(bytes).map_err(|_| Error::Malformed("CBOR"))?;
    let (value, cwt) = match value {
        Value::Tag(TAG_CWT, inner) => (*inner, true),
        other => (other, false),
    };
    match value {
        Value::Tag(found, inner) if found == tag => Ok((*inner, cwt)),
        Value::Tag(..) => Err(Error::Malformed("COSE tag")),
        other => Ok((other, cwt)),
    }
}

/// Encrypts as tagged COSE_Encrypt0 (tag 16): A256GCM or A128GCM by the length of the key, a fresh 12-byte IV in the unprotected header.
pub fn encrypt0(key: &[u8], plain: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let iv: [u8; 12] = bytes(random);
    let algorithm = match key.len() {
        16 => iana::Algorithm::A128GCM,
        32 => iana::Algorithm::A256GCM,
        _ => return Err(Error::BadKey("AES key")),
    };
    let message = CoseEncrypt0Builder::new()
        .protected(HeaderBuilder::new().algorithm(algorithm).build())
        .unprotected(HeaderBuilder::new().iv(iv.to_vec()).build())
        .try_create_ciphertext(plain, &[], |plain, aad| crate::aead::seal_any(key, &iv, aad, plain))?
        .build();
    finish(message.to_tagged_vec(), false)
}

/// Decrypts COSE_Encrypt0, tagged or not. The algorithm must fit the length of the key.
pub fn decrypt0(key: &[u8], bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let (value, _) = peel(bytes, TAG_ENCRYPT0)?;
    let message = CoseEncrypt0::from_cbor_value(value).map_err(|_| Error::Malformed("COSE_Encrypt0"))?;
    let header = &message.protected.header;
    let fits = match algorithm_id(header) {
        Some(1) => key.len() == 16,
        Some(3) => key.len() == 32,
        _ => false,
    };
    if !fits || !header.crit.is_empty() {
        let name = algorithm_id(header).map_or_else(|| "none".to_owned(), |id| id.to_string());
        return Err(Error::AlgorithmNotAllowed(name));
    }
    if message.ciphertext.is_none() {
        return Err(Error::Malformed("COSE_Encrypt0"));
    }
    let iv = if header.iv.is_empty() { &message.unprotected.iv } else { &header.iv };
    let plain = message.decrypt_ciphertext(
        &[],
        || Error::Malformed("COSE_Encrypt0"),
        |sealed, aad| crate::aead::open_any(key, iv, aad, sealed).map(|plain| plain.to_vec()),
    )?;
    Ok(Zeroizing::new(plain))
}

/// Whether the bytes are a COSE_Encrypt0 message (tag 16), so that a reader knows to ask for a key.
pub fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0xd0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{KeyKind, SystemRandom};

    const ALL: [Algorithm; 4] = [Algorithm::EdDsa, Algorithm::Es256, Algorithm::Rs256, Algorithm::Ps256];

    // QR-01
    #[test]
    fn every_algorithm_signs_and_verifies() {
        for algorithm in ALL {
            let key = PrivateKey::generate(algorithm.key_kind()).unwrap();
            for (cwt_tag, kid_protected) in [(false, false), (true, true)] {
                let options = Options { kid: Some(b"k1"), kid_protected, cwt_tag, ..Options::default() };
                let message = sign1(&key, algorithm, b"payload", &options).unwrap();
                assert_eq!(message[0], if cwt_tag { 0xd8 } else { 0xd2 });
                let parsed = Sign1::parse(&message).unwrap();
                assert_eq!((parsed.kid(), parsed.algorithm()), (Some(&b"k1"[..]), Some(algorithm)));
                assert_eq!(parsed.is_tagged_as_cwt(), cwt_tag);
                assert_eq!(parsed.verify(key.public(), &ALL, &[]).unwrap(), b"payload");
                assert_eq!(parsed.verify(key.public(), &ALL, b"x").unwrap_err(), Error::Signature);
                let others: Vec<_> = ALL.into_iter().filter(|other| *other != algorithm).collect();
                assert!(matches!(parsed.verify(key.public(), &others, &[]), Err(Error::AlgorithmNotAllowed(_))));
            }
        }
    }

    // QR-01: the protected header of EdDSA is a1 01 27
    #[test]
    fn the_bytes_are_the_shortest() {
        let key = PrivateKey::from_ed25519_seed(&[7; 32]).unwrap();
        let message = sign1(&key, Algorithm::EdDsa, b"p", &Options::default()).unwrap();
        assert_eq!(hex::encode(&message[..9]), "d28443a10127a0 41 70".replace(' ', ""));
        assert_eq!(message.len(), 9 + 2 + 64);
        let untagged = Sign1::parse(&message[1..]).unwrap();
        assert_eq!(untagged.verify(key.public(), &[Algorithm::EdDsa], &[]).unwrap(), b"p");
    }

    // the public vector "ed25519-signed" of the claim-169 project (spec openid-credentials C.7)
    #[test]
    fn a_foreign_message_verifies() {
        let message = hex::decode("d28443a10127a0584fa401781968747470733a2f2f6d6f7369702e6578616d706c652e6f7267041a6b49d200061a6553f10018a9a2016d49442d5349474e45442d30303104725369676e6564205465737420506572736f6e5840d1a043829b5b70c4303ffa33445184a1fad2248b9c1f359ad354767b5809f45e37086a7d1a62eaf24047bc3cc7205fa705edbb051efbba9359d171373576330f").unwrap();
        let key = PublicKey::from_ed25519(&hex::decode(CLAIM_169_KEY).unwrap()).unwrap();
        let parsed = Sign1::parse(&message).unwrap();
        assert_eq!(parsed.verify(&key, &[Algorithm::EdDsa], &[]).unwrap().len(), 79);
        let mut changed = message.clone();
        changed[60] ^= 1;
        assert_eq!(
            Sign1::parse(&changed).unwrap().verify(&key, &[Algorithm::EdDsa], &[]).unwrap_err(),
            Error::Signature
        );
    }
    const CLAIM_169_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    #[test]
    fn certificates_are_found() {
        let key = PrivateKey::from_ed25519_seed(&[7; 32]).unwrap();
        for chain in [&[&b"one"[..]][..], &[&b"one"[..], b"two"]] {
            let options = Options { x5chain: chain, x5t: Some(&[1; 32]), ..Options::default() };
            let parsed = Sign1::parse(&sign1(&key, Algorithm::EdDsa, b"p", &options).unwrap()).unwrap();
            assert_eq!(parsed.certificates(), chain);
        }
    }

    // QR-01: optional encryption
    #[test]
    fn encrypted_messages_round_trip() {
        for len in [16, 32] {
            let key = vec![9; len];
            let message = encrypt0(&key, b"inner", &SystemRandom).unwrap();
            assert!(is_encrypted(&message));
            assert_eq!(decrypt0(&key, &message).unwrap().as_slice(), b"inner");
            assert_eq!(decrypt0(&vec![8; len], &message).unwrap_err(), Error::Tag);
            assert!(matches!(decrypt0(&[9; 24], &message), Err(Error::AlgorithmNotAllowed(_))));
            for cut in 0..message.len() {
                assert!(decrypt0(&key, &message[..cut]).is_err());
            }
        }
    }

    #[test]
    fn foreign_structures_are_refused() {
        let key = PrivateKey::generate(KeyKind::Ed25519).unwrap();
        let message = sign1(&key, Algorithm::EdDsa, b"p", &Options::default()).unwrap();
        assert!(Sign1::parse(&[&message[..], &[0]].concat()).is_err(), "bytes after the message");
        assert!(Sign1::parse(&[&[0xd0], &message[1..]].concat()).is_err(), "tag of another structure");
        // 84 40 a1 01 27 41 70 40: the algorithm stands in the unprotected header only
        let unprotected = hex::decode("8440a10127417040").unwrap();
        let refused =
            Sign1::parse(&unprotected).unwrap().verify(key.public(), &[Algorithm::EdDsa], &[]).map(<[u8]>::to_vec);
        assert_eq!(refused.unwrap_err(), Error::AlgorithmNotAllowed("none".to_owned()));
        let deep = [vec![0x81; 100_000], vec![0]].concat();
        assert!(Sign1::parse(&deep).is_err(), "depth is limited");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn a_changed_bit_or_a_cut_never_verifies(at in 0_usize..75, bit in 0_u8..8) {
            let key = PrivateKey::from_ed25519_seed(&[7; 32]).unwrap();
            let message = sign1(&key, Algorithm::EdDsa, b"p", &Options::default()).unwrap();
            let verify = |bytes: &[u8]| {
                Sign1::parse(bytes).and_then(|m| m.verify(key.public(), &[Algorithm::EdDsa], &[]).map(<[u8]>::to_vec))
            };
            let mut changed = message.clone();
            changed[at] ^= 1 << bit;
            prop_assert!(verify(&changed).is_err());
            prop_assert!(verify(&message[..at]).is_err());
        }

        #[test]
        fn any_bytes_are_parsed_without_panic(junk in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Sign1::parse(&junk);
            let _ = decrypt0(&[1; 32], &junk);
        }
    }
}
