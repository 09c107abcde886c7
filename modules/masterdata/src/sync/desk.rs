//! The machine that asks: found by the name of its key, and what is encrypted to it.

use std::sync::Arc;

use crypto::client_crypto::{self, Mask};
use crypto::encoding::b64url;
use crypto::machine_key::{self, Form};
use crypto::{PublicKey, encoding};
use db::Random;
use masterdata_api::{SyncError, tables};
use types::Failure;

use super::{SyncData, internal};
use crate::row::{Find, Row};

/// MOSIP's code of machines whose key store pads with SHA-1.
const ANDROID: &str = "ANDROID";

/// A machine with a key to encrypt to.
pub(super) struct Desk {
    pub(super) row: Row,
    key: PublicKey,
    mask: Mask,
}

impl Desk {
    pub(super) fn id(&self) -> &str {
        self.row.text("id")
    }

    /// The centre the machine belongs to.
    pub(super) fn center(&self) -> Result<&str, Failure> {
        Some(self.row.text("regcntr_id")).filter(|id| !id.is_empty()).ok_or_else(|| SyncError::CenterNotFound.into())
    }

    /// Encrypts texts to the machine, off the runtime: a country's locations are megabytes.
    pub(super) async fn seal(&self, m: &SyncData, texts: Vec<String>) -> Result<Vec<String>, Failure> {
        let (key, mask) = (self.key.clone(), self.mask);
        let random: Arc<dyn Random> = m.masterdata.db.random().clone();
        let sealed = tokio::task::spawn_blocking(move || {
            let seal = |text: &String| client_crypto::seal(&key, mask, text.as_bytes(), &Draw(&*random)).map(b64url);
            texts.iter().map(seal).collect::<Result<Vec<_>, _>>()
        });
        sealed.await.map_err(internal)?.map_err(|error| Failure::of(SyncError::KeyInvalid).because(error))
    }

    /// Encrypts one text to the machine.
    pub(super) async fn seal_one(&self, m: &SyncData, text: String) -> Result<String, Failure> {
        Ok(self.seal(m, vec![text]).await?.pop().unwrap_or_default())
    }
}

/// The house's randomness where cryptography wants some.
struct Draw<'a>(&'a dyn Random);

impl crypto::Random for Draw<'_> {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}

impl SyncData {
    /// The machine whose encryption key has this name, active or not: one that was switched off has to learn it.
    pub(super) async fn desk(&self, key_index: &str) -> Result<Desk, Failure> {
        let key_index = key_index.trim();
        if key_index.is_empty() {
            return Err(SyncError::KeyIndexMissing.into());
        }
        let find = Find::undeleted(&tables::MACHINE_MASTER).where_folded("key_index", key_index);
        let row = self.masterdata.first(find).await?.ok_or(SyncError::MachineNotFound)?;
        self.with_key(row).await
    }

    /// The active machine whose signing key has this name.
    pub(super) async fn desk_by_signing_key(&self, key_index: &str) -> Result<Option<Row>, Failure> {
        let find = Find::active(&tables::MACHINE_MASTER).where_folded("sign_key_index", key_index.trim());
        self.masterdata.first(find).await
    }

    /// The active machine of that name.
    pub(super) async fn desk_named(&self, name: &str) -> Result<Row, Failure> {
        let find = Find::active(&tables::MACHINE_MASTER).where_folded("name", name.trim());
        self.masterdata.first(find).await?.ok_or_else(|| SyncError::MachineNotFound.into())
    }

    /// A machine's row with its key read.
    pub(super) async fn with_key(&self, row: Row) -> Result<Desk, Failure> {
        let bytes = encoding::b64_lenient(row.text("public_key")).unwrap_or_default();
        let (key, form) = machine_key::parse(&bytes).ok_or(SyncError::KeyInvalid)?;
        let mask = match form {
            Form::Tpm => Mask::Sha256,
            Form::Der if self.is_android(&row).await? => Mask::Sha1,
            Form::Der => Mask::Sha256,
        };
        Ok(Desk { row, key, mask })
    }

    async fn is_android(&self, machine: &Row) -> Result<bool, Failure> {
        let find = Find::undeleted(&tables::MACHINE_SPEC).where_text("id", machine.text("mspec_id"));
        let spec = self.masterdata.first(find).await?;
        Ok(spec.is_some_and(|spec| spec.text("mtyp_code").eq_ignore_ascii_case(ANDROID)))
    }
}
