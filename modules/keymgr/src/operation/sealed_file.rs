//! A file sealed under a passphrase.
//!
//! ```text
//! TESSERA-KEYS 1\n
//! argon2id-v19-m65536-t3-p4 <salt, 32 hexadecimal digits>\n
//! nonce(12) ‖ AES-256-GCM(content) ‖ tag(16)
//! ```
//! The two lines are authenticated. Another version or another derivation will get another word in them.

use crypto::aead::{self, AesKey};
use crypto::{Random, Zeroizing};

use crate::store::{Kdf, KeyStoreError};

const FIRST_LINE: &str = "TESSERA-KEYS 1";
const FAMILY: &[u8] = b"TESSERA-KEYS ";
const NONCE_LEN: usize = 12;

/// Why a file could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealedFileError {
    #[error("this is no backup of keys")]
    NotABackup,
    #[error("this backup was written by a newer version of the program")]
    Newer,
    #[error("the passphrase is not the one of this backup, or the file was changed or cut")]
    NotOpened,
    #[error("{0}")]
    Passphrase(#[from] KeyStoreError),
    #[error("the backup could not be sealed")]
    NotSealed,
}

/// Seals content. Takes a quarter of a second.
pub(super) fn seal(content: &[u8], passphrase: &str, random: &dyn Random) -> Result<Vec<u8>, SealedFileError> {
    let kdf = Kdf::new(random);
    let key = kdf.key(passphrase, "the passphrase file")?;
    let mut out = format!("{FIRST_LINE}\n{}\n", kdf.write()).into_bytes();
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce);
    let sealed = aead::seal(&key, &nonce, &out, content).map_err(|_| SealedFileError::NotSealed)?;
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens what [`seal`] made.
pub(super) fn open(file: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, SealedFileError> {
    let (header, kdf, body) = parse(file)?;
    let key: AesKey = kdf.key(passphrase, "the passphrase file")?;
    let (nonce, sealed) = body.split_at_checked(NONCE_LEN).ok_or(SealedFileError::NotOpened)?;
    aead::open(&key, nonce, header, sealed).map_err(|_| SealedFileError::NotOpened)
}

fn parse(file: &[u8]) -> Result<(&[u8], Kdf, &[u8]), SealedFileError> {
    let line_end = |from: usize| file.iter().skip(from).position(|byte| *byte == b'\n').map(|at| from + at + 1);
    let first = line_end(0).ok_or(SealedFileError::NotABackup)?;
    let second = line_end(first).ok_or(SealedFileError::NotABackup)?;
    let (header, body) = file.split_at(second);
    if !header.starts_with(FAMILY) {
        return Err(SealedFileError::NotABackup);
    }
    let text = std::str::from_utf8(header).map_err(|_| SealedFileError::NotABackup)?;
    let (version, derivation) = text.split_once('\n').unwrap_or_default();
    match Kdf::parse(derivation) {
        Some(kdf) if version == FIRST_LINE => Ok((header, kdf, body)),
        _ => Err(SealedFileError::Newer),
    }
}

#[cfg(test)]
mod tests {
    use crypto::SystemRandom;

    use super::*;

    const PHRASE: &str = "a long passphrase";

    #[test]
    fn only_the_passphrase_opens_and_no_byte_may_change() {
        let file = seal(b"secret content", PHRASE, &SystemRandom).unwrap();
        assert_eq!(open(&file, PHRASE).unwrap().as_slice(), b"secret content");
        assert!(!file.windows(6).any(|window| window == b"secret"));
        assert!(matches!(open(&file, "another passphrase"), Err(SealedFileError::NotOpened)));
        assert!(matches!(seal(b"x", "short", &SystemRandom), Err(SealedFileError::Passphrase(_))));
        for at in [0, 14, 20, 50, file.len() - 20, file.len() - 1] {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(open(&changed, PHRASE).is_err(), "byte {at}");
        }
        for len in [0, 10, 15, 60, file.len() - 1] {
            assert!(open(&file[..len], PHRASE).is_err(), "{len} bytes");
        }
        let mut newer = file;
        newer[13] = b'2';
        assert!(matches!(open(&newer, PHRASE), Err(SealedFileError::Newer)));
        assert!(matches!(open(b"PK\x03\x04\n\n", PHRASE), Err(SealedFileError::NotABackup)));
    }
}
