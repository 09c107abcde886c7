//! Keys: the platform's for the desk, the desk's as master data knows them.

use crypto::encoding::{b64_lenient, b64url};
use crypto::machine_key;
use crypto::x509::Certificate;
use keymgr_api::KeyRef;
use masterdata_api::sync::{MachineClaim, MachineKeys, MachineKnown, ServerCertificate, ServerKey};
use masterdata_api::{SyncError, tables};
use types::{Caller, Failure};

use super::{SyncData, internal};
use crate::row::Find;

fn demand<'a>(name: &str, value: Option<&'a str>) -> Result<&'a str, Failure> {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    value.ok_or_else(|| Failure::with(SyncError::RequestInvalid, [format!("{name}: must not be blank")]))
}

impl SyncData {
    async fn server(
        &self,
        caller: &Caller,
        application: &str,
        reference: &str,
    ) -> Result<(String, Certificate), Failure> {
        if application.trim().is_empty() {
            return Err(Failure::with(SyncError::ParameterMissing, ["applicationId"]));
        }
        let pem = self.keys.certificate(caller, &KeyRef::new(application.trim(), reference.trim())).await?;
        let certificate = Certificate::from_pem(&pem).map_err(internal)?;
        Ok((pem, certificate))
    }

    /// The current certificate of one of the platform's keys.
    pub(super) async fn certificate(
        &self,
        caller: &Caller,
        application: &str,
        reference: &str,
    ) -> Result<ServerCertificate, Failure> {
        let (pem, certificate) = self.server(caller, application, reference).await?;
        Ok(ServerCertificate {
            certificate: pem,
            cert_sign_request: None,
            issued_at: certificate.not_before(),
            expiry_at: certificate.not_after(),
            timestamp: self.now(),
        })
    }

    /// The current public key, for clients that take no certificates.
    pub(super) async fn public_key(
        &self,
        caller: &Caller,
        application: &str,
        reference: &str,
    ) -> Result<ServerKey, Failure> {
        let (_, certificate) = self.server(caller, application, reference).await?;
        Ok(ServerKey {
            last_sync_time: self.now(),
            alias: certificate.thumbprint_hex(),
            public_key: b64url(certificate.public_key().map_err(internal)?.to_spki()),
            issued_at: certificate.not_before(),
            expiry_at: certificate.not_after(),
            profile: None,
        })
    }

    /// Whether the machine of that name has exactly these keys; answers the name of its encryption key.
    pub(super) async fn verify_machine(&self, claim: &MachineClaim) -> Result<MachineKnown, Failure> {
        let name = demand("request.machineName", claim.machine_name.as_deref())?;
        let key = demand("request.publicKey", claim.public_key.as_deref())?;
        let row = self.desk_named(name).await?;
        let read = |text: &str| -> Result<Vec<u8>, Failure> {
            let bytes = b64_lenient(text.trim()).ok().filter(|bytes| machine_key::parse(bytes).is_some());
            bytes.ok_or_else(|| SyncError::KeyInvalid.into())
        };
        // both sides as bytes: base64 has two alphabets
        let same = |said: &[u8], column: &str| b64_lenient(row.text(column)).is_ok_and(|kept| kept == said);
        let key = read(key)?;
        if !same(&key, "public_key") {
            return Err(SyncError::KeyNotListed.into());
        }
        if let Some(signing) = claim.sign_public_key.as_deref().filter(|text| !text.trim().is_empty())
            && !same(&read(signing)?, "sign_public_key")
        {
            return Err(SyncError::KeyNotListed.into());
        }
        let key_index = machine_key::index(&b64url(key)).map_err(internal)?;
        Ok(MachineKnown { key_index })
    }

    /// The keys under which a machine is known.
    pub(super) async fn machine_keys(&self, machine: &str) -> Result<MachineKeys, Failure> {
        let find = Find::undeleted(&tables::MACHINE_MASTER).where_text("id", machine.trim());
        let row = self.masterdata.first(find).await?.ok_or(SyncError::MachineNotFound)?;
        Ok(MachineKeys {
            signing_public_key: row.optional("sign_public_key"),
            encryption_public_key: row.optional("public_key"),
        })
    }
}
