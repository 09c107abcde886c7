//! AES-GCM with the nonce sizes MOSIP uses.

use aes_gcm::aead::consts::{U13, U14, U15, U16, U24, U32};
use aes_gcm::aead::{Aead, Payload, array::ArraySize};
use aes_gcm::aes::Aes256;
use aes_gcm::{AesGcm, KeyInit};
use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::random::{Random, bytes};
use crate::{Error, Result};

/// Bytes of an authentication tag.
pub const TAG_LEN: usize = 16;
/// Bytes of the initialisation vector MOSIP appends to its cipher texts.
pub const LONG_IV_LEN: usize = 16;

/// An AES-256 key that is wiped when dropped.
#[derive(Clone)]
pub struct AesKey(Zeroizing<[u8; 32]>);

impl AesKey {
    /// A fresh random key.
    pub fn generate(random: &dyn Random) -> Self {
        Self(Zeroizing::new(bytes(random)))
    }

    /// Takes 32 bytes as a key.
    pub fn from_slice(key: &[u8]) -> Result<Self> {
        let key: [u8; 32] = key.try_into().map_err(|_| Error::BadKey("AES-256 key"))?;
        Ok(Self(Zeroizing::new(key)))
    }

    /// The key's bytes, for wrapping it.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for AesKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AesKey(..)")
    }
}

/// Encrypts; returns cipher text followed by the 16-byte tag. The nonce must be new for every call with the same key.
pub fn seal(key: &AesKey, nonce: &[u8], aad: &[u8], plain: &[u8]) -> Result<Vec<u8>> {
    match nonce.len() {
        12 => seal12(&AES_256_GCM, key.expose(), nonce, aad, plain),
        13 => seal_long::<U13>(key, nonce, aad, plain),
        14 => seal_long::<U14>(key, nonce, aad, plain),
        15 => seal_long::<U15>(key, nonce, aad, plain),
        16 => seal_long::<U16>(key, nonce, aad, plain),
        24 => seal_long::<U24>(key, nonce, aad, plain),
        32 => seal_long::<U32>(key, nonce, aad, plain),
        other => Err(Error::IvLength(other)),
    }
}

/// Decrypts cipher text followed by its tag. A wrong key, nonce, associated data or a changed byte give [`Error::Tag`].
pub fn open(key: &AesKey, nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    if sealed.len() < TAG_LEN {
        return Err(Error::Truncated("cipher text"));
    }
    match nonce.len() {
        12 => open12(&AES_256_GCM, key.expose(), nonce, aad, sealed),
        13 => open_long::<U13>(key, nonce, aad, sealed),
        14 => open_long::<U14>(key, nonce, aad, sealed),
        15 => open_long::<U15>(key, nonce, aad, sealed),
        16 => open_long::<U16>(key, nonce, aad, sealed),
        24 => open_long::<U24>(key, nonce, aad, sealed),
        32 => open_long::<U32>(key, nonce, aad, sealed),
        other => Err(Error::IvLength(other)),
    }
}

/// Encrypts in MOSIP's message form: cipher text, tag, then a fresh 16-byte IV at the end ("GCM-IV16-tail").
pub fn seal_iv_tail(key: &AesKey, aad: &[u8], plain: &[u8], random: &dyn Random) -> Result<Vec<u8>> {
    let iv: [u8; LONG_IV_LEN] = bytes(random);
    let mut out = seal(key, &iv, aad, plain)?;
    out.extend_from_slice(&iv);
    Ok(out)
}

/// Decrypts what [`seal_iv_tail`] makes.
pub fn open_iv_tail(key: &AesKey, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let (body, iv) = sealed.split_last_chunk::<LONG_IV_LEN>().ok_or(Error::Truncated("cipher text"))?;
    open(key, iv, aad, body)
}

/// AES-128 or AES-256 GCM by the length of the key, 12-byte nonce: what COSE and JOSE use.
pub(crate) fn seal_any(key: &[u8], nonce: &[u8], aad: &[u8], plain: &[u8]) -> Result<Vec<u8>> {
    seal12(algorithm(key)?, key, nonce, aad, plain)
}

/// Decrypts what [`seal_any`] makes.
pub(crate) fn open_any(key: &[u8], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    open12(algorithm(key)?, key, nonce, aad, sealed)
}

fn algorithm(key: &[u8]) -> Result<&'static aws_lc_rs::aead::Algorithm> {
    match key.len() {
        16 => Ok(&AES_128_GCM),
        32 => Ok(&AES_256_GCM),
        _ => Err(Error::BadKey("AES key")),
    }
}

fn seal12(
    algorithm: &'static aws_lc_rs::aead::Algorithm,
    key: &[u8],
    nonce: &[u8],
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>> {
    let key = LessSafeKey::new(UnboundKey::new(algorithm, key).map_err(|_| Error::BadKey("AES key"))?);
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Error::IvLength(nonce.len()))?;
    let mut out = Vec::with_capacity(plain.len() + TAG_LEN);
    out.extend_from_slice(plain);
    key.seal_in_place_append_tag(nonce, Aad::from(aad), &mut out).map_err(|_| Error::Tag)?;
    Ok(out)
}

fn open12(
    algorithm: &'static aws_lc_rs::aead::Algorithm,
    key: &[u8],
    nonce: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>> {
    let key = LessSafeKey::new(UnboundKey::new(algorithm, key).map_err(|_| Error::BadKey("AES key"))?);
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Error::IvLength(nonce.len()))?;
    let mut buffer = Zeroizing::new(sealed.to_vec());
    let len = key.open_in_place(nonce, Aad::from(aad), buffer.as_mut_slice()).map_err(|_| Error::Tag)?.len();
    buffer.truncate(len);
    Ok(buffer)
}

fn seal_long<N: ArraySize>(key: &AesKey, nonce: &[u8], aad: &[u8], plain: &[u8]) -> Result<Vec<u8>> {
    let cipher = AesGcm::<Aes256, N>::new(key.expose().into());
    let nonce = aes_gcm::Nonce::<N>::try_from(nonce).map_err(|_| Error::IvLength(nonce.len()))?;
    cipher.encrypt(&nonce, Payload { msg: plain, aad }).map_err(|_| Error::Tag)
}

fn open_long<N: ArraySize>(key: &AesKey, nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let cipher = AesGcm::<Aes256, N>::new(key.expose().into());
    let nonce = aes_gcm::Nonce::<N>::try_from(nonce).map_err(|_| Error::IvLength(nonce.len()))?;
    cipher.decrypt(&nonce, Payload { msg: sealed, aad }).map(Zeroizing::new).map_err(|_| Error::Tag)
}
