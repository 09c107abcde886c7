//! Keys and their certificates.

use std::sync::Arc;

use edge::{Call, Routes};
use keymgr_api::keys::{
    AllCertificates, CertificateChain, CertificateItem, Done, GenerateCsr, GenerateEcSignKey, GenerateMasterKey,
    GenerateSymmetricKey, GetAllAuthenticationCertificates, GetAllCertificates, GetAuthenticationCertificate,
    GetCertificate, GetCertificateChain, KeyRequest, KeyResponse, RevokeKey, UploadCertificate,
    UploadOtherDomainCertificate,
};
use keymgr_api::{KeyRef, KeymgrError, PartnerCertificates};
use types::{Endpoint, Failure};

use super::read::{done, key, present, subject};
use super::{KEYS, with};
use crate::Keymgr;
use crate::ring::KeyEntry;
use crate::service::{certificates, current, revoke, symmetric};

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new()
        .on(GenerateMasterKey, KEYS, with(m, generate_master_key))
        .on(GenerateEcSignKey, KEYS, with(m, generate_ec_sign_key))
        .on(GetCertificate, KEYS, with(m, certificate::<GetCertificate>))
        .on(GetAllCertificates, KEYS, with(m, all_certificates::<GetAllCertificates>))
        .on(GetAuthenticationCertificate, KEYS, with(m, certificate::<GetAuthenticationCertificate>))
        .on(GetAllAuthenticationCertificates, KEYS, with(m, all_certificates::<GetAllAuthenticationCertificates>))
        .on(GetCertificateChain, KEYS, with(m, certificate_chain))
        .on(GenerateCsr, KEYS, with(m, generate_csr))
        .on(UploadCertificate, KEYS, with(m, upload_certificate))
        .on(UploadOtherDomainCertificate, KEYS, with(m, upload_other_domain))
        .on(GenerateSymmetricKey, KEYS, with(m, generate_symmetric_key))
        .on(RevokeKey, KEYS, with(m, revoke_key))
}

async fn generate_master_key(m: Arc<Keymgr>, call: Call<GenerateMasterKey>) -> Result<KeyResponse, Failure> {
    let as_request = as_request(call.path("objectType"))?;
    let name = key(&call.body.application_id, call.body.reference_id.as_deref())?;
    let force = call.body.force.unwrap_or_default();
    let entry = certificates::make_master(&m, call.caller.cx(), &name, force, subject(&call.body)).await?;
    made(&m, &call, &name, entry, as_request).await
}

async fn generate_ec_sign_key(m: Arc<Keymgr>, call: Call<GenerateEcSignKey>) -> Result<KeyResponse, Failure> {
    let as_request = as_request(call.path("objectType"))?;
    let name = key(&call.body.application_id, call.body.reference_id.as_deref())?;
    let force = call.body.force.unwrap_or_default();
    let entry = certificates::make_elliptic(&m, call.caller.cx(), &name, force, subject(&call.body)).await?;
    made(&m, &call, &name, entry, as_request).await
}

/// Whether a request instead of a certificate is asked for.
fn as_request(object_type: &str) -> Result<bool, Failure> {
    match object_type {
        kind if kind.eq_ignore_ascii_case("CERTIFICATE") => Ok(false),
        kind if kind.eq_ignore_ascii_case("CSR") => Ok(true),
        _ => Err(KeymgrError::ObjectType.into()),
    }
}

async fn made<E: Endpoint<Request = KeyRequest>>(
    m: &Keymgr,
    call: &Call<E>,
    name: &KeyRef,
    entry: Arc<KeyEntry>,
    as_request: bool,
) -> Result<KeyResponse, Failure> {
    if !as_request {
        return Ok(key_response(m, &entry, None));
    }
    let (entry, pem) = certificates::request(m, call.caller.cx(), name, &subject(&call.body)).await?;
    Ok(key_response(m, &entry, Some(pem)))
}

async fn certificate<E: Endpoint>(m: Arc<Keymgr>, call: Call<E>) -> Result<KeyResponse, Failure> {
    let entry = current::current(&m, call.caller.cx(), &asked(&call)?).await?;
    Ok(key_response(&m, &entry, None))
}

async fn all_certificates<E: Endpoint>(m: Arc<Keymgr>, call: Call<E>) -> Result<AllCertificates, Failure> {
    let entries = certificates::all(&m, call.caller.cx(), &asked(&call)?).await?;
    Ok(AllCertificates { all_certificates: entries.iter().map(|entry| certificate_item(entry)).collect() })
}

async fn certificate_chain(m: Arc<Keymgr>, call: Call<GetCertificateChain>) -> Result<CertificateChain, Failure> {
    let certificates_trust_path = certificates::chain(&m, call.caller.cx(), &asked(&call)?).await?;
    Ok(CertificateChain { certificates_trust_path, timestamp: m.db.now() })
}

async fn generate_csr(m: Arc<Keymgr>, call: Call<GenerateCsr>) -> Result<KeyResponse, Failure> {
    let name = key(&call.body.application_id, call.body.reference_id.as_deref())?;
    let (entry, pem) = certificates::request(&m, call.caller.cx(), &name, &subject(&call.body)).await?;
    Ok(key_response(&m, &entry, Some(pem)))
}

async fn upload_certificate(m: Arc<Keymgr>, call: Call<UploadCertificate>) -> Result<Done, Failure> {
    let name = key(&call.body.application_id, call.body.reference_id.as_deref())?;
    certificates::replace(&m, call.caller.cx(), &name, present(&call.body.certificate_data)?).await?;
    Ok(done(&m, "Upload Success"))
}

async fn upload_other_domain(m: Arc<Keymgr>, call: Call<UploadOtherDomainCertificate>) -> Result<Done, Failure> {
    let name = key(&call.body.application_id, call.body.reference_id.as_deref())?;
    let pem = present(&call.body.certificate_data)?;
    PartnerCertificates::store_other_domain(&*m, &call.caller, &name, pem).await?;
    Ok(done(&m, "Upload Success"))
}

async fn generate_symmetric_key(m: Arc<Keymgr>, call: Call<GenerateSymmetricKey>) -> Result<Done, Failure> {
    let name = key(&call.body.application_id, Some(&call.body.reference_id))?;
    let made = symmetric::generate(&m, call.caller.cx(), &name, call.body.force.unwrap_or_default()).await?;
    Ok(done(&m, if made { "Generation Success" } else { "Key Exists." }))
}

async fn revoke_key(m: Arc<Keymgr>, call: Call<RevokeKey>) -> Result<Done, Failure> {
    let name = key(&call.body.application_id, call.body.reference_id.as_deref())?;
    let disable = call.body.disable_auto_gen.unwrap_or_default();
    revoke::revoke(&m, call.caller.cx(), &name, disable).await?;
    Ok(done(&m, "Key Revoked"))
}

fn asked<E: Endpoint>(call: &Call<E>) -> Result<KeyRef, Failure> {
    key(call.query("applicationId").unwrap_or_default(), call.query("referenceId"))
}

fn key_response(m: &Keymgr, entry: &KeyEntry, request: Option<String>) -> KeyResponse {
    KeyResponse {
        certificate: request.is_none().then(|| entry.certificate.to_pem()),
        cert_sign_request: request,
        issued_at: entry.row.generated_at,
        expiry_at: entry.row.expires_at,
        timestamp: m.db.now(),
    }
}

fn certificate_item(entry: &KeyEntry) -> CertificateItem {
    CertificateItem {
        certificate_data: entry.certificate.to_pem(),
        issued_at: entry.row.generated_at,
        expiry_at: entry.row.expires_at,
        key_id: entry.kid(),
    }
}
