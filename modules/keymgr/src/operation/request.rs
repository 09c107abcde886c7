//! Certificates of other authorities for keys of ours: ask for one, take it in.

use crypto::x509::SubjectFields;
use keymgr_api::{KeyRef, access};
use types::{Caller, Failure};

use super::list::KeyListing;
use crate::Keymgr;
use crate::error::storage;
use crate::ring;
use crate::service::{audit, certificates, current};

impl Keymgr {
    /// A certificate request (PKCS#10, PEM) for the current key of a name.
    ///
    /// # Errors
    /// A name without a key of ours, a failure of key store or database.
    pub async fn certificate_request(&self, caller: &Caller, key: &KeyRef) -> Result<String, Failure> {
        caller.require(access::ADMINISTER)?;
        let (entry, pem) = certificates::request(self, caller.cx(), key, &SubjectFields::default()).await?;
        let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
        tx.audit(audit::request_made(&entry.row)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(pem)
    }

    /// Takes in the certificate (PEM) that another authority issued for the current key of a name.
    ///
    /// # Errors
    /// A certificate for another key pair or that is not valid now, a failure of the database.
    pub async fn import_certificate(&self, caller: &Caller, key: &KeyRef, pem: &str) -> Result<KeyListing, Failure> {
        caller.require(access::ADMINISTER)?;
        certificates::replace(self, caller.cx(), key, pem).await?;
        let entries = ring::reload(self, key).await?;
        let entry = current::choose(self, key, &entries)?.or_else(|| entries.first().cloned());
        let entry = entry.ok_or(keymgr_api::KeymgrError::CertificateNotFound)?;
        Ok(KeyListing::new(&entry.row, self.db.now()))
    }
}
