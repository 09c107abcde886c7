//! The contract's traits, each method handed to its use case. Callers are other modules, which authorised their own use cases;
//! changes of trust and keys ask for the right themselves.

use async_trait::async_trait;
use crypto::Zeroizing;
use keymgr_api::{
    AtRest, JwsOptions, KeyManager, KeyRef, KeymgrError, PartnerCertificates, SignedCertificate,
    StoredPartnerCertificate, TrustDomain, Verified, access,
};
use serde_json::Value;
use types::{Caller, Failure};

use super::encrypt::Parameters;
use super::sign::TokenForm;
use super::verify::Source;
use super::{at_rest, certificates, current, encrypt, key_set, partner, sign, trust, verify};
use crate::Keymgr;
use crate::error::storage;

#[async_trait]
impl KeyManager for Keymgr {
    async fn sign_jws(
        &self,
        caller: &Caller,
        key: &KeyRef,
        payload: &[u8],
        options: JwsOptions,
    ) -> Result<String, Failure> {
        let form = TokenForm {
            include_payload: options.include_payload,
            include_certificate: options.include_certificate,
            include_cert_hash: options.include_cert_hash,
            ..TokenForm::default()
        };
        sign::token(self, caller.cx(), key, payload, form).await
    }

    async fn verify_jws(
        &self,
        _: &Caller,
        key: &KeyRef,
        token: &str,
        detached: Option<&[u8]>,
        certificate: Option<&str>,
    ) -> Result<Verified, Failure> {
        match certificate {
            Some(pem) => verify::verify(self, token, detached, Source::Given(&verify::read(pem)?)).await,
            None => verify::verify(self, token, detached, Source::Named(key)).await,
        }
    }

    async fn sign_cose(&self, caller: &Caller, key: &KeyRef, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        sign::cose(self, caller.cx(), key, payload).await
    }

    async fn encrypt(
        &self,
        caller: &Caller,
        key: &KeyRef,
        plain: &[u8],
        aad: Option<&[u8]>,
        salt: Option<&[u8]>,
    ) -> Result<Vec<u8>, Failure> {
        let parameters = parameters(aad, salt);
        encrypt::encrypt(self, caller.cx(), key, Zeroizing::new(plain.to_vec()), parameters).await
    }

    async fn decrypt(
        &self,
        _: &Caller,
        key: &KeyRef,
        sealed: &[u8],
        aad: Option<&[u8]>,
        salt: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        encrypt::decrypt(self, key, sealed.to_vec(), parameters(aad, salt)).await
    }

    async fn unwrap_session_key(
        &self,
        _: &Caller,
        key: &KeyRef,
        wrapped: &[u8],
        thumbprint: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        encrypt::unwrap_session_key(self, key, wrapped, thumbprint).await
    }

    async fn certificate(&self, caller: &Caller, key: &KeyRef) -> Result<String, Failure> {
        Ok(current::current(self, caller.cx(), key).await?.certificate.to_pem())
    }

    async fn jwks(&self, _: &Caller) -> Result<Value, Failure> {
        serde_json::to_value(key_set::key_set(self).await?).map_err(storage)
    }

    async fn trust(&self, caller: &Caller, domain: TrustDomain, pem: &str) -> Result<(), Failure> {
        caller.require(access::UPLOAD_AUTHORITY)?;
        match trust::add(self, caller.cx(), domain, pem).await? {
            trust::Uploaded::All => Ok(()),
            trust::Uploaded::Some | trust::Uploaded::None => Err(KeymgrError::RootNotFound.into()),
        }
    }

    async fn is_trusted(&self, _: &Caller, domain: TrustDomain, pem: &str) -> Result<bool, Failure> {
        let certificate = verify::read(pem)?;
        Ok(trust::leads_to_root(self, domain, &certificate).await?
            || partner::is_admitted(self, domain, &certificate).await?)
    }
}

fn parameters(aad: Option<&[u8]>, salt: Option<&[u8]>) -> Parameters {
    Parameters { salt: salt.map(<[u8]>::to_vec), aad: aad.map(<[u8]>::to_vec), without_thumbprint: false }
}

#[async_trait]
impl PartnerCertificates for Keymgr {
    async fn admit(
        &self,
        caller: &Caller,
        domain: TrustDomain,
        organization: &str,
        pem: &str,
    ) -> Result<SignedCertificate, Failure> {
        caller.require(access::PARTNER_CERTIFICATE)?;
        partner::admit(self, caller.cx(), domain, organization, pem).await
    }

    async fn find(&self, caller: &Caller, certificate_id: &str) -> Result<StoredPartnerCertificate, Failure> {
        caller.require(access::PARTNER_CERTIFICATE)?;
        partner::find(self, certificate_id).await
    }

    async fn store_other_domain(&self, caller: &Caller, key: &KeyRef, pem: &str) -> Result<(), Failure> {
        caller.require(access::UPLOAD_OTHER_DOMAIN)?;
        certificates::store_other_domain(self, caller.cx(), key, pem).await
    }
}

#[async_trait]
impl AtRest for Keymgr {
    async fn seal(&self, purpose: &str, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure> {
        at_rest::seal(self, purpose, context, plain).await
    }

    async fn open(&self, purpose: &str, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        at_rest::open(self, purpose, context, sealed).await
    }

    async fn blind_index(&self, purpose: &str, value: &[u8]) -> Result<[u8; 32], Failure> {
        at_rest::blind_index(self, purpose, value).await
    }
}

impl Keymgr {
    /// Makes the next version of a purpose's data key; new data takes it, old data still opens.
    pub async fn rotate_data_key(&self, caller: &Caller, purpose: &str) -> Result<i32, Failure> {
        caller.require(access::MAKE_KEYS)?;
        at_rest::rotate(self, caller.cx(), purpose).await
    }
}
