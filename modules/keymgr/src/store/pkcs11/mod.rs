//! A PKCS#11 token: root and masters are made in it and never leave it. Everything else lies in files that only the token opens.
//!
//! Why not everything in the token: there is an encryption key for every registration machine, each packet and each
//! authentication decrypts, and an HSM's places and operations are few. So encryption keys, elliptic keys and data keys are
//! wrapped as MOSIP wraps them and unwrapped by the token once, at first use; after that they work in memory at the speed of the
//! processor. Masters sign rarely enough for the token, except KERNEL:SIGN and IDA:SIGN, whose rate is the token's.
//!
//! A file is `TSW1` ‖ signature(256) ‖ RSA-OAEP256(AES key) ‖ `#KEY_SPLITTER#` ‖ GCM-IV16-tail (spec ida-crypto A.4), to and by a
//! pair of the token that serves nothing else, one for each key store. The signature is there because anybody can encrypt to a
//! public key: without it, who can write files could exchange a data key for one they know. It covers the file's id.

mod key;
mod objects;
mod pin;
mod token;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crypto::envelope::{self, Outside, Parsed, Recipient};
use crypto::{Algorithm, PrivateKey, Random, Zeroizing};

pub use pin::{PIN_FILE_VARIABLE, PIN_VARIABLE, Pin};

use super::files::{CHECK, CHECK_TEXT, KeyFiles, associated, is_key_store, write_once};
use super::{Grade, KeyStore, KeyStoreError};
use token::Token;

/// First bytes of a wrapped file.
pub(super) const WRAPPED: &[u8] = b"TSW1";
const SIGNATURE_LEN: usize = 256;
/// Names the wrapping pair of this key store in the token.
const WRAPPING_FILE: &str = "token.id";

/// Which token, and what opens it.
#[derive(Debug)]
pub struct TokenConfig {
    /// The vendor's PKCS#11 library.
    pub library: PathBuf,
    /// The token's label.
    pub label: String,
    /// The user's PIN.
    pub pin: Pin,
}

/// The token and the directory of wrapped files.
pub(crate) struct TokenKeyStore {
    files: KeyFiles,
    token: Arc<Token>,
    wrapping: PrivateKey,
}

impl TokenKeyStore {
    /// Logs in and proves that the token is the one the directory was made with; the first time a wrapping pair is made.
    pub(super) fn open(
        dir: &Path,
        config: TokenConfig,
        clock: Arc<dyn db::Clock>,
        random: &dyn Random,
    ) -> Result<Self, KeyStoreError> {
        let id_file = dir.join(WRAPPING_FILE);
        if is_key_store(dir) && !id_file.exists() {
            return Err(KeyStoreError::OtherStore(dir.to_owned(), "file"));
        }
        let token = Arc::new(Token::open(config, clock)?);
        let files = KeyFiles::open(dir)?;
        if !id_file.exists() {
            let mut id = [0; 16];
            random.fill(&mut id);
            let id = hex::encode(id);
            objects::generate(&token, &objects::wrapping_label(&id))?;
            write_once(&id_file, &[id.as_bytes()], random)?;
        }
        // another process may have been first: its pair is the one
        let id = super::master_key::text(&id_file)?;
        let label = objects::wrapping_label(id.trim());
        let wrapping = match key::open(&token, &label) {
            Err(KeyStoreError::Missing(_)) => return Err(KeyStoreError::TokenWrong(token.label().to_owned())),
            found => found?,
        };
        token.set_anchor(&label);
        let store = Self { files, token, wrapping };
        if !store.files.exists(CHECK) {
            store.put(CHECK, CHECK_TEXT, random)?;
        }
        match store.get(CHECK) {
            Ok(text) if text.as_slice() == CHECK_TEXT => Ok(store),
            Err(error @ KeyStoreError::Token { .. }) => Err(error),
            _ => Err(KeyStoreError::TokenWrong(store.token.label().to_owned())),
        }
    }

    fn unwrap(&self, id: &str, content: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyStoreError> {
        let damaged = || KeyStoreError::Damaged(id.to_owned());
        let rest = content.strip_prefix(WRAPPED).ok_or_else(damaged)?;
        let (signature, blob) = rest.split_at_checked(SIGNATURE_LEN).ok_or_else(damaged)?;
        let signed = [&associated(WRAPPED, id), blob].concat();
        self.wrapping.public().verify(Algorithm::Rs256, &signed, signature).map_err(|_| damaged())?;
        let aad = associated(WRAPPED, id);
        let outside = Outside { aad: Some(&aad), without_thumbprint: true, ..Outside::default() };
        Parsed::new(blob)
            .and_then(|parsed| parsed.open(&self.wrapping, outside))
            .map_err(|error| self.token.explain("unwrap a key", error).unwrap_or_else(damaged))
    }
}

impl KeyStore for TokenKeyStore {
    fn makes(&self, grade: Grade) -> bool {
        grade == Grade::Master
    }

    fn make(&self, id: &str) -> Result<PrivateKey, KeyStoreError> {
        let label = objects::label(id);
        objects::generate(&self.token, &label)?;
        key::open(&self.token, &label)
    }

    fn put_key(&self, id: &str, grade: Grade, key: &PrivateKey, random: &dyn Random) -> Result<(), KeyStoreError> {
        let pkcs8 = key.to_pkcs8().map_err(|_| KeyStoreError::NotExportable(id.to_owned()))?;
        match grade {
            Grade::Master => objects::import(&self.token, &objects::label(id), &pkcs8),
            Grade::Ordinary => self.put(id, &pkcs8, random),
        }
    }

    fn key(&self, id: &str) -> Result<PrivateKey, KeyStoreError> {
        match self.files.read(id) {
            Ok(content) => {
                PrivateKey::from_pkcs8(&self.unwrap(id, &content)?).map_err(|_| KeyStoreError::Damaged(id.to_owned()))
            }
            Err(KeyStoreError::Missing(_)) => {
                key::open(&self.token, &objects::label(id)).map_err(|error| match error {
                    KeyStoreError::Missing(_) => KeyStoreError::Missing(id.to_owned()),
                    other => other,
                })
            }
            Err(other) => Err(other),
        }
    }

    fn put(&self, id: &str, secret: &[u8], random: &dyn Random) -> Result<(), KeyStoreError> {
        let aad = associated(WRAPPED, id);
        let outside = Outside { aad: Some(&aad), without_thumbprint: true, ..Outside::default() };
        let recipient = Recipient { key: self.wrapping.public(), thumbprint: &[0; 32] };
        let failed =
            |error| self.token.explain("wrap a key", error).unwrap_or_else(|| KeyStoreError::Damaged(id.to_owned()));
        let blob = envelope::seal(recipient, outside, secret, random).map_err(failed)?;
        let signed = [&associated(WRAPPED, id), blob.as_slice()].concat();
        let signature = self.wrapping.sign(Algorithm::Rs256, &signed).map_err(failed)?;
        self.files.write(id, &[WRAPPED, &signature, &blob], random)
    }

    fn get(&self, id: &str) -> Result<Zeroizing<Vec<u8>>, KeyStoreError> {
        match self.files.read(id) {
            Ok(content) => self.unwrap(id, &content),
            Err(KeyStoreError::Missing(_)) if objects::find(&self.token, &objects::label(id)).is_ok() => {
                Err(KeyStoreError::NotExportable(id.to_owned()))
            }
            Err(other) => Err(other),
        }
    }

    fn ids(&self) -> Result<Vec<String>, KeyStoreError> {
        let mut ids = self.files.ids()?;
        ids.extend(objects::ids(&self.token)?);
        ids.sort();
        Ok(ids)
    }

    /// Only for files: a token may serve several installations, and a key of another one must not look forgotten.
    fn written_at(&self, id: &str) -> Option<SystemTime> {
        self.files.written_at(id)
    }

    fn set_aside(&self, id: &str) -> Result<(), KeyStoreError> {
        if self.files.exists(id) { self.files.set_aside(id) } else { objects::set_aside(&self.token, id) }
    }
}
