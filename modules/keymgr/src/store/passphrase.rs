//! Keys from passphrases: Argon2id. The salt and the cost lie in the open beside what the key opens.

use std::path::Path;

use crypto::aead::AesKey;
use crypto::password::{Cost, raw_hash};
use crypto::{Random, Zeroizing};

use super::files::{is_key_store, write_once};
use super::master_key::{MasterKey, text};
use super::{KeyStoreError, files};

/// Names the derivation and its cost; another cost will get another name.
const NAME: &str = "argon2id-v19-m65536-t3-p4";
const FILE: &str = "passphrase.salt";
/// Shorter passphrases are guessed, whatever Argon2id costs.
const SHORTEST: usize = 12;

/// The derivation of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kdf {
    pub(crate) salt: [u8; 16],
}

impl Kdf {
    /// A fresh salt.
    pub(crate) fn new(random: &dyn Random) -> Self {
        let mut salt = [0; 16];
        random.fill(&mut salt);
        Self { salt }
    }

    /// Reads what [`Self::write`] wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut salt = [0; 16];
        let digits = text.trim().strip_prefix(NAME)?.strip_prefix(' ')?;
        hex::decode_to_slice(digits, &mut salt).ok()?;
        Some(Self { salt })
    }

    /// Name and salt in one line.
    pub(crate) fn write(&self) -> String {
        format!("{NAME} {}", hex::encode(self.salt))
    }

    /// The key. White space at both ends of the passphrase does not count: files end with a line break. Takes a quarter of a second.
    pub(crate) fn key(&self, passphrase: &str, origin: &str) -> Result<AesKey, KeyStoreError> {
        let passphrase = passphrase.trim();
        if passphrase.chars().count() < SHORTEST {
            return Err(KeyStoreError::PassphraseShort(origin.to_owned(), SHORTEST));
        }
        let unreadable = |_| KeyStoreError::MasterKeyUnreadable(origin.to_owned());
        let key = Zeroizing::new(raw_hash(passphrase.as_bytes(), &self.salt, Cost::PASSPHRASE).map_err(unreadable)?);
        AesKey::from_slice(key.as_slice()).map_err(unreadable)
    }
}

/// The master key of the store in `keys`. The first time a salt is drawn and written there.
pub(super) fn derive(
    passphrase: &str,
    origin: &str,
    keys: &Path,
    random: &dyn Random,
) -> Result<MasterKey, KeyStoreError> {
    let path = keys.join(FILE);
    if !path.exists() {
        if is_key_store(keys) {
            return Err(KeyStoreError::NoPassphrase(keys.to_owned()));
        }
        let fresh = Kdf::new(random);
        // a passphrase that is refused leaves nothing behind
        fresh.key(passphrase, origin)?;
        files::KeyFiles::open(keys)?;
        write_once(&path, &[fresh.write().as_bytes()], random)?;
    }
    let kdf = Kdf::parse(&text(&path)?).ok_or_else(|| KeyStoreError::Damaged(FILE.to_owned()))?;
    kdf.key(passphrase, origin).map(MasterKey::from_key)
}

#[cfg(test)]
mod tests {
    use crypto::SystemRandom;

    use super::*;
    use crate::store::{FileKeyStore, KeyStore};

    const PHRASE: &str = "correct horse battery staple";

    fn open(keys: &Path, phrase: &str) -> Result<FileKeyStore, KeyStoreError> {
        FileKeyStore::open(keys, derive(phrase, "a test", keys, &SystemRandom)?, &SystemRandom)
    }

    // KEY-11
    #[test]
    fn a_passphrase_opens_what_it_made_and_another_is_named_wrong() {
        let dir = tempfile::tempdir().unwrap();
        let keys = dir.path().join("keys");
        assert!(matches!(open(&keys, "too short"), Err(KeyStoreError::PassphraseShort(..))));
        assert!(!keys.exists(), "a refused passphrase leaves nothing behind");
        open(&keys, PHRASE).unwrap().put("one", b"secret", &SystemRandom).unwrap();
        let again = open(&keys, &format!("{PHRASE}\n")).unwrap();
        assert_eq!(
            (again.get("one").unwrap().as_slice(), again.ids().unwrap()),
            (&b"secret"[..], vec!["one".to_owned()])
        );
        assert!(matches!(open(&keys, "correct horse battery stable"), Err(KeyStoreError::MasterKeyWrong(_))));
    }

    #[test]
    fn a_store_made_with_a_key_does_not_take_a_passphrase() {
        let dir = tempfile::tempdir().unwrap();
        let master = MasterKey::from_hex(&"0a".repeat(32), "a test").unwrap();
        FileKeyStore::open(dir.path(), master, &SystemRandom).unwrap();
        assert!(matches!(open(dir.path(), PHRASE), Err(KeyStoreError::NoPassphrase(_))));
        std::fs::write(dir.path().join(FILE), "argon3 00").unwrap();
        assert!(matches!(open(dir.path(), PHRASE), Err(KeyStoreError::Damaged(_))));
    }
}
