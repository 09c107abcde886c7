//! MOSIP's session-key envelope: a fresh AES key under RSA-OAEP, the splitter, the cipher text (spec ida-crypto A.7).
//!
//! The three layouts differ in where the initialisation vector comes from:
//! | layout | bytes |
//! |---|---|
//! | version 2 | `VER_R2` ‖ thumbprint ‖ wrapped key ‖ splitter ‖ AAD(32) ‖ cipher text ‖ tag; nonce = first 12 bytes of the AAD |
//! | with salt | thumbprint ‖ wrapped key ‖ splitter ‖ cipher text ‖ tag; the salt is the IV and travels elsewhere |
//! | with associated data only | thumbprint ‖ wrapped key ‖ splitter ‖ cipher text ‖ tag ‖ IV(16) |
//!
//! Old clients send the last two without a thumbprint; [`Parsed`] accepts both.

use zeroize::Zeroizing;

use crate::aead::{self, AesKey};
use crate::random::{Random, bytes};
use crate::{Error, PrivateKey, PublicKey, Result};

/// Stands between the wrapped session key and the cipher text.
pub const KEY_SPLITTER: &[u8] = b"#KEY_SPLITTER#";
/// First bytes of an envelope of version 2.
pub const VERSION_2: &[u8] = b"VER_R2";

const THUMBPRINT_LEN: usize = 32;
const RSA_BLOCK_LEN: usize = 256;
const AAD_LEN: usize = 32;
const NONCE_LEN: usize = 12;

/// Whom to encrypt to.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// The RSA key of the certificate.
    pub key: &'a PublicKey,
    /// SHA-256 of the certificate (DER); it is prepended so that the receiver finds the right key.
    pub thumbprint: &'a [u8; 32],
}

/// Parameters that travel outside the envelope.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outside<'a> {
    /// Initialisation vector (`salt` on the wire; 12 or 16 bytes in practice).
    pub salt: Option<&'a [u8]>,
    /// Associated data (`aad` on the wire).
    pub aad: Option<&'a [u8]>,
    /// Leaves the thumbprint out, for receivers of the 1.1.3 era. Version 2 always carries it.
    pub without_thumbprint: bool,
}

/// Encrypts to a recipient. Without salt and associated data the envelope is of version 2.
pub fn seal(recipient: Recipient<'_>, outside: Outside<'_>, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let key = AesKey::generate(random);
    let wrapped = recipient.key.encrypt_oaep(key.expose())?;
    let aad = outside.aad.unwrap_or_default();
    let salt = outside.salt.filter(|salt| !salt.is_empty());

    let mut out = Vec::with_capacity(plain.len() + wrapped.len() + 128);
    let version_2 = salt.is_none() && aad.is_empty();
    if version_2 {
        out.extend_from_slice(VERSION_2);
    }
    if version_2 || !outside.without_thumbprint {
        out.extend_from_slice(recipient.thumbprint);
    }
    out.extend_from_slice(&wrapped);
    out.extend_from_slice(KEY_SPLITTER);
    match salt {
        Some(salt) => out.extend(aead::seal(&key, salt, aad, plain)?),
        None if version_2 => out.extend(seal_own_aad(&key, plain, random)?),
        None => out.extend(aead::seal_iv_tail(&key, aad, plain, random)?),
    }
    Ok(out)
}

/// Encrypts as the second half of version 2: 32 random bytes of associated data, whose first 12 are the nonce, then the cipher text.
pub fn seal_own_aad(key: &AesKey, plain: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let aad: [u8; AAD_LEN] = bytes(random);
    let mut out = aad.to_vec();
    out.extend(aead::seal(key, &aad[..NONCE_LEN], &aad, plain)?);
    Ok(out)
}

/// Decrypts what [`seal_own_aad`] makes.
pub fn open_own_aad(key: &AesKey, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let (aad, body) = sealed.split_first_chunk::<AAD_LEN>().ok_or(Error::Truncated("cipher text"))?;
    aead::open(key, &aad[..NONCE_LEN], aad, body)
}

/// An envelope taken apart but not yet decrypted, so that the caller can look up the key first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parsed<'a> {
    /// SHA-256 of the certificate it was encrypted to, when the sender said so.
    pub thumbprint: Option<&'a [u8; 32]>,
    /// Whether it carries the header of version 2.
    pub version_2: bool,
    wrapped: &'a [u8],
    body: &'a [u8],
}

impl<'a> Parsed<'a> {
    /// Finds the splitter and the parts before it. What stands before must be a 256-byte block, with or without thumbprint and header.
    pub fn new(envelope: &'a [u8]) -> Result<Self> {
        let at = find(envelope, KEY_SPLITTER).ok_or(Error::NoSplitter)?;
        let (head, tail) = envelope.split_at(at);
        let body = &tail[KEY_SPLITTER.len()..];
        let headed = head.strip_prefix(VERSION_2).filter(|rest| is_key_part(rest.len()));
        let key_part = headed.unwrap_or(head);
        if !is_key_part(key_part.len()) {
            return Err(Error::Truncated("wrapped key"));
        }
        let (thumbprint, wrapped) = match key_part.split_first_chunk::<THUMBPRINT_LEN>() {
            Some((thumbprint, wrapped)) if wrapped.len() == RSA_BLOCK_LEN => (Some(thumbprint), wrapped),
            _ => (None, key_part),
        };
        Ok(Self { thumbprint, version_2: headed.is_some(), wrapped, body })
    }

    /// Recovers the session key. A stranger's private key gives [`Error::KeyUnwrap`].
    pub fn unwrap_key(&self, key: &PrivateKey) -> Result<AesKey> {
        AesKey::from_slice(&key.decrypt_oaep(self.wrapped)?).map_err(|_| Error::KeyUnwrap)
    }

    /// Decrypts the data with the session key and what travelled outside. Some clients put the header of version 2 in front of data whose
    /// salt travels outside; the tag tells the two apart.
    pub fn open_with(&self, session_key: &AesKey, outside: Outside<'_>) -> Result<Zeroizing<Vec<u8>>> {
        let aad = outside.aad.unwrap_or_default();
        match (self.version_2, outside.salt.filter(|salt| !salt.is_empty())) {
            (false, Some(salt)) => aead::open(session_key, salt, aad, self.body),
            (false, None) => aead::open_iv_tail(session_key, aad, self.body),
            (true, None) => open_own_aad(session_key, self.body),
            (true, Some(salt)) => aead::open(session_key, salt, aad, self.body)
                .or_else(|outer| open_own_aad(session_key, self.body).map_err(|_| outer)),
        }
    }

    /// Recovers the session key and decrypts.
    pub fn open(&self, key: &PrivateKey, outside: Outside<'_>) -> Result<Zeroizing<Vec<u8>>> {
        self.open_with(&self.unwrap_key(key)?, outside)
    }

    /// The bytes after the splitter.
    pub fn body(&self) -> &'a [u8] {
        self.body
    }
}

fn is_key_part(len: usize) -> bool {
    len == RSA_BLOCK_LEN || len == RSA_BLOCK_LEN + THUMBPRINT_LEN
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// Wraps a private key (PKCS#8 DER) under a module's master key as MOSIP's key store column holds it:
/// wrapped AES key ‖ splitter ‖ GCM with the IV at the end (spec ida-crypto A.4; the column is its base64url).
pub fn wrap_private_key(master: &PublicKey, pkcs8: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let key = AesKey::generate(random);
    let mut out = master.encrypt_oaep(key.expose())?;
    out.extend_from_slice(KEY_SPLITTER);
    out.extend(aead::seal_iv_tail(&key, &[], pkcs8, random)?);
    Ok(out)
}

/// Unwraps what [`wrap_private_key`] makes.
pub fn unwrap_private_key(master: &PrivateKey, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    Parsed::new(wrapped)?.open(master, Outside::default())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::{KeyKind, SystemRandom};

    static KEY: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate(KeyKind::Rsa2048).unwrap());
    const THUMBPRINT: [u8; 32] = [0xcd; 32];

    fn sealed(outside: Outside<'_>, plain: &[u8]) -> Vec<u8> {
        seal(Recipient { key: KEY.public(), thumbprint: &THUMBPRINT }, outside, plain, &SystemRandom).unwrap()
    }

    fn test_key() -> AesKey {
        AesKey::from_slice(&(0..32).collect::<Vec<u8>>()).unwrap()
    }

    // ida-crypto E.2, KEY-06
    #[test]
    fn version_2_tail_matches_the_vector() {
        let expected = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3fba5fca1c031569c6ee987cb1a7c6e6e724e46734a9";
        let counting = Counting(0x20.into());
        let tail = seal_own_aad(&test_key(), b"hello", &counting).unwrap();
        assert_eq!(hex::encode(&tail), expected);
        assert_eq!(open_own_aad(&test_key(), &tail).unwrap().as_slice(), b"hello");
    }

    // ida-crypto E.2: IDA request and its encrypted hash
    #[test]
    fn iv_tail_matches_the_vectors() {
        let json = br#"{"timestamp":"2024-05-01T10:20:30.000Z","otp":"111111"}"#;
        let request = aead::seal_iv_tail(&test_key(), &[], json, &Counting(0.into())).unwrap();
        assert_eq!(
            crate::encoding::b64url(&request),
            "HE7UH1SBOVz8kqsLb4Yeg2aHRpFSoONyEA9977zJ9vlYUbnETRry4sBGQibDDMdDZkF7a702PTTCWXsD1KTMA5wJDi9Z75kAAQIDBAUGBwgJCgsMDQ4P"
        );
        assert_eq!(aead::open_iv_tail(&test_key(), &[], &request).unwrap().as_slice(), json);
        let hash = crate::digest::sha256_hex(json);
        assert_eq!(hash, "287440C8AD95B3AE65A92575AAEE4F49904E75138AEFA69AB294D38BA8B0F3E9");
        let hmac = aead::seal_iv_tail(&test_key(), &[], hash.as_bytes(), &Counting(0.into())).unwrap();
        assert_eq!(
            crate::encoding::b64url(hmac),
            "VVSXQg3UCRDcu-IcF5dt9mKGKphVuOR2BX8IkLq_-PNRT72xSnXh_dpocxCgANwzFUJzbsgneMPhheQrpxgHv9VZthxG3STJyquGruni-QMAAQIDBAUGBwgJCgsMDQ4P"
        );
    }

    struct Counting(std::sync::atomic::AtomicU8);

    impl Random for Counting {
        fn fill(&self, out: &mut [u8]) {
            for byte in out {
                *byte = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        }
    }

    // KEY-06
    #[test]
    fn every_layout_round_trips() {
        let salt12 = [1; 12];
        let salt16 = [2; 16];
        let layouts = [
            Outside::default(),
            Outside { salt: Some(&salt12), ..Outside::default() },
            Outside { salt: Some(&salt16), aad: Some(b"aad"), ..Outside::default() },
            Outside { aad: Some(b"aad"), ..Outside::default() },
            Outside { salt: Some(&salt16), aad: Some(b"aad"), without_thumbprint: true },
            Outside { aad: Some(b"aad"), without_thumbprint: true, ..Outside::default() },
        ];
        for (at, outside) in layouts.into_iter().enumerate() {
            for plain in [&b""[..], b"urvil", b"a #KEY_SPLITTER# inside"] {
                let envelope = sealed(outside, plain);
                let parsed = Parsed::new(&envelope).unwrap();
                assert_eq!(parsed.version_2, at == 0);
                assert_eq!(parsed.thumbprint, (!outside.without_thumbprint).then_some(&THUMBPRINT));
                assert_eq!(parsed.open(&KEY, outside).unwrap().as_slice(), plain, "layout {at}");
            }
        }
    }

    #[test]
    fn wrong_outside_values_fail_the_tag() {
        let salt = [2; 16];
        let outside = Outside { salt: Some(&salt), aad: Some(b"aad"), ..Outside::default() };
        let envelope = sealed(outside, b"data");
        let parsed = Parsed::new(&envelope).unwrap();
        let other = Outside { aad: Some(b"aae"), ..outside };
        assert_eq!(parsed.open(&KEY, other).unwrap_err(), Error::Tag);
        let short = Outside { salt: Some(&salt[..5]), ..outside };
        assert_eq!(parsed.open(&KEY, short).unwrap_err(), Error::IvLength(5));
        let stranger = PrivateKey::generate(KeyKind::Rsa2048).unwrap();
        assert_eq!(parsed.open(&stranger, outside).unwrap_err(), Error::KeyUnwrap);
        assert_eq!(Parsed::new(b"dXJ2aWw").unwrap_err(), Error::NoSplitter);
        assert_eq!(Parsed::new(b"urvil#KEY_SPLITTER#urvil").unwrap_err(), Error::Truncated("wrapped key"));
    }

    #[test]
    fn private_keys_wrap_under_a_master_key() {
        let pkcs8 = PrivateKey::generate(KeyKind::EcP256).unwrap().to_pkcs8().unwrap();
        let wrapped = wrap_private_key(KEY.public(), &pkcs8, &SystemRandom).unwrap();
        assert_eq!(unwrap_private_key(&KEY, &wrapped).unwrap(), pkcs8);
        assert!(unwrap_private_key(&KEY, &wrapped[..wrapped.len() - 1]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_cut_or_changed_envelope_is_an_error_and_never_a_panic(cut in 0_usize..400, at in 0_usize..400, bit in 0_u8..8) {
            let envelope = sealed(Outside::default(), b"some plain text");
            let cut = cut % envelope.len();
            if let Ok(parsed) = Parsed::new(&envelope[..cut]) {
                prop_assert!(parsed.open(&KEY, Outside::default()).is_err());
            }
            let mut changed = envelope.clone();
            let at = at % changed.len();
            changed[at] ^= 1 << bit;
            let in_thumbprint = (6..38).contains(&at);
            match Parsed::new(&changed) {
                // the thumbprint only names the key; the caller's look-up refuses a changed one
                Ok(parsed) => prop_assert_eq!(parsed.open(&KEY, Outside::default()).is_ok(), in_thumbprint),
                Err(_) => prop_assert!(!in_thumbprint),
            }
        }

        #[test]
        fn any_bytes_are_parsed_without_panic(junk in proptest::collection::vec(any::<u8>(), 0..700), aad in any::<bool>()) {
            let mut bytes = junk;
            if aad { bytes.extend_from_slice(KEY_SPLITTER); }
            if let Ok(parsed) = Parsed::new(&bytes) {
                prop_assert!(parsed.open(&KEY, Outside::default()).is_err());
            }
        }
    }
}
