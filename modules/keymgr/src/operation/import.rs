//! Take in a key pair that was made elsewhere, from a PKCS#12 file.

use crypto::x509::Certificate;
use crypto::{KeyKind, PrivateKey, Zeroizing};
use db::{AuditEvent, EventType, Reference};
use keymgr_api::{KeyRef, access};
use types::{Caller, Failure};

use super::list::{KeyListing, display_name};
use super::rotate::retired;
use crate::Keymgr;
use crate::domain::name::{self, Role};
use crate::domain::policy;
use crate::entity::key_alias::Model;
use crate::error::{key_store, storage};
use crate::repo;
use crate::ring::{self, Entries};
use crate::service::current;
use crate::store::Grade;
use crate::store::pkcs12::{self, Pkcs12Error};

/// Why a key pair was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    File(#[from] Pkcs12Error),
    #[error("{0}")]
    Unfit(&'static str),
    #[error("{0}")]
    Refused(#[from] Failure),
}

impl Keymgr {
    /// Takes in the private key and certificate of a PKCS#12 file under a name. The key is current from now on; the one that was
    /// is retired as by [`Keymgr::rotate`]. In a token a root or master key is sealed for good.
    ///
    /// # Errors
    /// A file that cannot be read, a key or certificate that does not fit the name, a failure of key store or database.
    pub async fn import_pkcs12(
        &self,
        caller: &Caller,
        key: &KeyRef,
        content: Vec<u8>,
        password: Zeroizing<String>,
    ) -> Result<KeyListing, ImportError> {
        caller.require(access::ADMINISTER)?;
        let role = name::role(key);
        let policy = policy::of(&key.application_id).ok_or(ImportError::Unfit("no policy names this application"))?;
        let policy = if role == Role::Base { &policy::BASE } else { policy };
        if key.application_id == "PARTNER" {
            return Err(ImportError::Unfit("partners keep their private keys themselves"));
        }
        let read = self.blocking(move || Ok(pkcs12::read(&content, &password))).await?;
        let (pair, certificate) = read?;
        let now = self.db.now();
        check(&pair, &certificate, role, now, policy.pre_expiry())?;

        let _one_at_a_time = self.making.lock().await;
        let entries = ring::reload(self, key).await?;
        check_against(&certificate, &entries)?;
        let replaced = current::choose(self, key, &entries)?;
        let row = Model {
            id: self.db.random().uuid_at(now).to_string(),
            application_id: key.application_id.clone(),
            reference_id: key.reference_id.clone(),
            kind: role.name().to_owned(),
            algorithm: format!("{:?}", role.key_kind()),
            thumbprint: certificate.thumbprint_hex(),
            // not by the day: the day may have a key of its own already
            uni_ident: name::uni_ident_by_thumbprint(key, &certificate.thumbprint_hex()),
            certificate: certificate.to_pem(),
            generated_at: now,
            expires_at: certificate.not_after(),
            created_by: caller.cx().actor().to_owned(),
        };
        let (store, random, id) = (self.store.clone(), self.random.clone(), row.id.clone());
        self.blocking(move || store.put_key(&id, Grade::of(role), &pair, &random).map_err(key_store)).await?;

        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        if let Some(old) = replaced {
            let until = old.row.expires_at.min(now + policy.pre_expiry());
            repo::key_alias::expire(&mut tx, &old.row.id, until).await.map_err(storage)?;
            tx.audit(retired(key, &old.row.id, until)).await.map_err(storage)?;
        }
        repo::key_alias::insert(&mut tx, row.clone()).await.map_err(storage)?;
        tx.audit(imported(key, &row)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        ring::reload(self, key).await?;
        Ok(KeyListing::new(&row, now))
    }
}

fn check(
    pair: &PrivateKey,
    certificate: &Certificate,
    role: Role,
    now: db::Timestamp,
    pre_expiry: chrono::TimeDelta,
) -> Result<(), ImportError> {
    let public = pair.public();
    if public.kind() != role.key_kind() {
        return Err(ImportError::Unfit("the key is of another kind than keys of this name"));
    }
    if public.kind() == KeyKind::Rsa2048 && public.rsa_bits() != Some(2048) {
        return Err(ImportError::Unfit("RSA keys have 2048 bits here, because MOSIP's envelopes have"));
    }
    if !certificate.is_valid_at(now) {
        return Err(ImportError::Unfit("the certificate is not valid now"));
    }
    if certificate.not_after() - pre_expiry <= now {
        return Err(ImportError::Unfit("the certificate ends so soon that the key would never be taken for new data"));
    }
    Ok(())
}

fn check_against(certificate: &Certificate, entries: &Entries) -> Result<(), ImportError> {
    if entries.iter().any(|entry| entry.is_foreign()) {
        return Err(ImportError::Unfit("another domain's certificate stands under this name"));
    }
    let same = |entry: &Certificate| entry.public_key().ok() == certificate.public_key().ok();
    if entries.iter().any(|entry| same(&entry.certificate)) {
        return Err(ImportError::Unfit("this key is there already"));
    }
    Ok(())
}

fn imported(key: &KeyRef, row: &Model) -> AuditEvent {
    let name = display_name(&key.application_id, &key.reference_id);
    AuditEvent::new("KMS_009", "KEY_IMPORTED", EventType::System)
        .describe(format!("{} key {name} taken in from a file, valid until {}", row.kind, row.expires_at))
        .about(Reference::new("KEY", row.id.clone()))
        .module("KER-KMS")
}
