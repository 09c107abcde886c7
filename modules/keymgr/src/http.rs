//! Endpoints to use cases. Base64 and missing members are dealt with here, so that use cases see bytes.

use std::sync::Arc;

use axum::extract::Extension;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use crypto::encoding::{b64_lenient, b64url};
use crypto::x509::SubjectFields;
use crypto::{Algorithm, Zeroizing, pin};
use edge::routes::respond_raw;
use edge::{BadBody, Call, Edge, EnvelopeHead, Routes, Rules};
use keymgr_api::data::{
    CryptoRequest, CryptoResponse, Decrypt, DecryptWithPin, Encrypt, EncryptWithPin, JwsSign, JwtSign, JwtVerify,
    PinRequest, PlainSignResponse, Sign, SignRequest, SignResponse, Validate, ValidateResponse, VerifyRequest,
    VerifyResponse,
};
use keymgr_api::keys::{
    AllCertificates, CertificateItem, Done, GenerateCsr, GenerateMasterKey, GetAllAuthenticationCertificates,
    GetAllCertificates, GetAuthenticationCertificate, GetCertificate, KeyRequest, KeyResponse, UploadCertificate,
    UploadOtherDomainCertificate,
};
use keymgr_api::trust::{
    GetPartnerCertificate, GetPartnerSignedCertificate, KeySet, PartnerCertificate, PartnerSignedCertificate,
    PartnerUploaded, TrustStatus, UploadCaCertificate, UploadPartnerCertificate, VerifyCertificateTrust,
};
use keymgr_api::{KeyManager, KeyRef, KeymgrError, PartnerCertificates, TrustDomain};
use types::{Caller, Endpoint, Failure};

use crate::Keymgr;
use crate::error::crypto as crypto_failure;
use crate::ring::KeyEntry;
use crate::service::encrypt::{self, Parameters};
use crate::service::sign::{self, TokenForm, platform_key};
use crate::service::trust::{self, Uploaded};
use crate::service::verify::{self, Question};
use crate::service::{certificates, current};

const KEYS: Rules = Rules::kernel().bad_body(|_| KeymgrError::InvalidRequest.into());
const DATA: Rules = Rules::kernel().bad_body(data_body);
const SIGNATURES: Rules = Rules::kernel().bad_body(|_| KeymgrError::SignatureRequest.into());
const TRUST: Rules = Rules::kernel().bad_body(|_| KeymgrError::UploadUnreadable.into());

fn data_body(bad: &BadBody) -> Failure {
    match bad {
        BadBody::Member { .. } => KeymgrError::DataMissing.into(),
        other => edge::rules::plain_bad_body(other),
    }
}

/// The endpoints of the key manager.
pub fn routes(keymgr: &Arc<Keymgr>) -> Routes {
    Routes::new().merge(key_routes(keymgr)).merge(data_routes(keymgr)).merge(trust_routes(keymgr))
}

fn key_routes(keymgr: &Arc<Keymgr>) -> Routes {
    let (m1, m2, m3) = (keymgr.clone(), keymgr.clone(), keymgr.clone());
    let (m4, m5, m6) = (keymgr.clone(), keymgr.clone(), keymgr.clone());
    let (m7, m8) = (keymgr.clone(), keymgr.clone());
    Routes::new()
        .on(GetAuthenticationCertificate, KEYS, move |call: Call<GetAuthenticationCertificate>| {
            let m = m7.clone();
            async move { certificate(&m, &call).await }
        })
        .on(GetAllAuthenticationCertificates, KEYS, move |call: Call<GetAllAuthenticationCertificates>| {
            let m = m8.clone();
            async move { all_certificates(&m, &call).await }
        })
        .on(GenerateMasterKey, KEYS, move |call| {
            let m = m1.clone();
            async move { generate_master_key(&m, &call).await }
        })
        .on(GetCertificate, KEYS, move |call: Call<GetCertificate>| {
            let m = m2.clone();
            async move { certificate(&m, &call).await }
        })
        .on(GetAllCertificates, KEYS, move |call: Call<GetAllCertificates>| {
            let m = m3.clone();
            async move { all_certificates(&m, &call).await }
        })
        .on(GenerateCsr, KEYS, move |call: Call<GenerateCsr>| {
            let m = m4.clone();
            async move {
                let key = key_of(&call.body.application_id, call.body.reference_id.as_deref())?;
                let (entry, pem) = certificates::request(&m, call.caller.cx(), &key, &subject(&call.body)).await?;
                Ok(key_response(&m, &entry, Some(pem)))
            }
        })
        .on(UploadCertificate, KEYS, move |call: Call<UploadCertificate>| {
            let m = m5.clone();
            async move {
                let key = key_of(&call.body.application_id, call.body.reference_id.as_deref())?;
                certificates::replace(&m, call.caller.cx(), &key, present(&call.body.certificate_data)?).await?;
                Ok(done(&m, "Upload Success"))
            }
        })
        .on(UploadOtherDomainCertificate, KEYS, move |call: Call<UploadOtherDomainCertificate>| {
            let m = m6.clone();
            async move {
                let key = key_of(&call.body.application_id, call.body.reference_id.as_deref())?;
                let pem = present(&call.body.certificate_data)?;
                PartnerCertificates::store_other_domain(&*m, &call.caller, &key, pem).await?;
                Ok(done(&m, "Upload Success"))
            }
        })
}

async fn certificate<E: Endpoint>(m: &Arc<Keymgr>, call: &Call<E>) -> Result<KeyResponse, Failure> {
    let key = key_of_query(call.query("applicationId"), call.query("referenceId"))?;
    let entry = current::current(m, call.caller.cx(), &key).await?;
    Ok(key_response(m, &entry, None))
}

async fn all_certificates<E: Endpoint>(m: &Arc<Keymgr>, call: &Call<E>) -> Result<AllCertificates, Failure> {
    let key = key_of_query(call.query("applicationId"), call.query("referenceId"))?;
    let entries = certificates::all(m, call.caller.cx(), &key).await?;
    Ok(AllCertificates { all_certificates: entries.iter().map(|entry| certificate_item(entry)).collect() })
}

fn data_routes(keymgr: &Arc<Keymgr>) -> Routes {
    let (m1, m2, m3, m4) = (keymgr.clone(), keymgr.clone(), keymgr.clone(), keymgr.clone());
    let (m5, m6, m7, m8, m9) = (keymgr.clone(), keymgr.clone(), keymgr.clone(), keymgr.clone(), keymgr.clone());
    Routes::new()
        .on(Encrypt, DATA, move |call: Call<Encrypt>| {
            let m = m1.clone();
            async move {
                let (key, data, parameters) = crypto_request(&call.body)?;
                let sealed = encrypt::encrypt(&m, call.caller.cx(), &key, Zeroizing::new(data), parameters).await?;
                Ok(CryptoResponse { data: b64url(sealed) })
            }
        })
        .on(Decrypt, DATA, move |call: Call<Decrypt>| {
            let m = m2.clone();
            async move {
                let (key, data, parameters) = crypto_request(&call.body)?;
                let plain = encrypt::decrypt(&m, &key, data, parameters).await?;
                Ok(CryptoResponse { data: b64url(&*plain) })
            }
        })
        .on(EncryptWithPin, DATA, move |call: Call<EncryptWithPin>| {
            let m = m3.clone();
            async move { encrypt_with_pin(&m, call.body).await }
        })
        .on(DecryptWithPin, DATA, move |call: Call<DecryptWithPin>| {
            let m = m4.clone();
            async move { decrypt_with_pin(&m, call.body).await }
        })
        .on(JwtSign, SIGNATURES, move |call: Call<JwtSign>| {
            let m = m5.clone();
            async move { sign_token(&m, &call.caller, &call.body, Some(Algorithm::Rs256)).await }
        })
        .on(JwsSign, SIGNATURES, move |call: Call<JwsSign>| {
            let m = m6.clone();
            async move { sign_token(&m, &call.caller, &call.body, None).await }
        })
        .on(JwtVerify, SIGNATURES, move |call: Call<JwtVerify>| {
            let m = m7.clone();
            async move { verify_token(&m, &call.body).await }
        })
        .on(Sign, SIGNATURES, move |call: Call<Sign>| {
            let m = m8.clone();
            async move {
                let form = TokenForm { without_kid: true, ..TokenForm::default() };
                let data = call.body.data.as_bytes();
                if data.is_empty() {
                    return Err(KeymgrError::SignatureRequest.into());
                }
                let signature = sign::token(&m, call.caller.cx(), &platform_key(), data, form).await?;
                Ok(PlainSignResponse { signature, timestamp: m.db.now() })
            }
        })
        .on(Validate, SIGNATURES, move |call: Call<Validate>| {
            let m = m9.clone();
            async move {
                if call.body.signature.is_empty() || call.body.data.is_empty() {
                    return Err(KeymgrError::SignatureRequest.into());
                }
                let source = verify::Source::Named(&platform_key());
                verify::verify(&m, &call.body.signature, Some(call.body.data.as_bytes()), source)
                    .await
                    .map_err(|failure| Failure::of(KeymgrError::SignatureInvalid).because(failure))?;
                Ok(ValidateResponse { status: "success".to_owned(), message: "Validation Successful".to_owned() })
            }
        })
}

fn trust_routes(keymgr: &Arc<Keymgr>) -> Routes {
    let (m1, m2, m3) = (keymgr.clone(), keymgr.clone(), keymgr.clone());
    let (m4, m5, m6) = (keymgr.clone(), keymgr.clone(), keymgr.clone());
    Routes::new()
        .on(UploadCaCertificate, TRUST, move |call: Call<UploadCaCertificate>| {
            let m = m1.clone();
            async move {
                let data = upload(&call.body.certificate_data)?;
                let domain = domain(&call.body.partner_domain)?;
                Ok(match trust::add(&m, call.caller.cx(), domain, data).await? {
                    Uploaded::All => done(&m, "Upload Success."),
                    Uploaded::Some => done(&m, "Partial Upload Success."),
                    Uploaded::None => done(&m, "Upload Failed."),
                })
            }
        })
        .on(UploadPartnerCertificate, TRUST, move |call: Call<UploadPartnerCertificate>| {
            let m = m2.clone();
            async move {
                let pem = upload(&call.body.certificate_data)?;
                let domain = domain(&call.body.partner_domain)?;
                let signed = m.admit(&call.caller, domain, &call.body.organization_name, pem).await?;
                Ok(PartnerUploaded {
                    certificate_id: signed.certificate_id,
                    signed_certificate_data: signed.bundle,
                    timestamp: m.db.now(),
                })
            }
        })
        .on(GetPartnerCertificate, TRUST, move |call: Call<GetPartnerCertificate>| {
            let m = m3.clone();
            async move {
                let stored = m.find(&call.caller, call.path("partnerCertId")).await?;
                Ok(PartnerCertificate { certificate_data: stored.signed, timestamp: m.db.now() })
            }
        })
        .on(GetPartnerSignedCertificate, TRUST, move |call: Call<GetPartnerSignedCertificate>| {
            let m = m4.clone();
            async move {
                let stored = m.find(&call.caller, call.path("partnerCertId")).await?;
                Ok(PartnerSignedCertificate {
                    ca_signed_certificate_data: stored.original,
                    mosip_signed_certificate_data: stored.signed,
                    timestamp: m.db.now(),
                })
            }
        })
        .on(VerifyCertificateTrust, TRUST, move |call: Call<VerifyCertificateTrust>| {
            let m = m5.clone();
            async move {
                let pem = upload(&call.body.certificate_data)?;
                let domain = domain(&call.body.partner_domain)?;
                let certificate = crypto::x509::Certificate::from_pem(pem)
                    .map_err(|error| Failure::of(KeymgrError::UploadUnreadable).because(error))?;
                Ok(TrustStatus { status: trust::leads_to_root(&m, domain, &certificate).await? })
            }
        })
        .raw(
            KeySet::INFO,
            KEYS,
            get(move |Extension(edge): Extension<Arc<Edge>>, Extension(caller): Extension<Caller>| {
                let m = m6.clone();
                async move {
                    match m.jwks(&caller).await {
                        Ok(keys) => {
                            let headers = [
                                (header::CACHE_CONTROL, "public, max-age=300"),
                                (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
                            ];
                            (headers, axum::Json(keys)).into_response()
                        }
                        Err(failure) => {
                            respond_raw(&edge, &KEYS, &KeySet::INFO, &EnvelopeHead::default(), &caller, Err(failure))
                        }
                    }
                }
            }),
        )
}

async fn generate_master_key(m: &Keymgr, call: &Call<GenerateMasterKey>) -> Result<KeyResponse, Failure> {
    let as_request = match call.path("objectType") {
        kind if kind.eq_ignore_ascii_case("CERTIFICATE") => false,
        kind if kind.eq_ignore_ascii_case("CSR") => true,
        _ => return Err(KeymgrError::ObjectType.into()),
    };
    let key = key_of(&call.body.application_id, call.body.reference_id.as_deref())?;
    let (cx, fields) = (call.caller.cx(), subject(&call.body));
    let force = call.body.force.unwrap_or_default();
    let entry = certificates::make_master(m, cx, &key, force, fields.clone()).await?;
    if !as_request {
        return Ok(key_response(m, &entry, None));
    }
    let (entry, pem) = certificates::request(m, cx, &key, &fields).await?;
    Ok(key_response(m, &entry, Some(pem)))
}

async fn encrypt_with_pin(m: &Keymgr, body: PinRequest) -> Result<CryptoResponse, Failure> {
    let (data, user_pin) = pin_request(body)?;
    let random = m.random.clone();
    let sealed = m.blocking(move || pin::seal(&user_pin, data.as_bytes(), &random).map_err(crypto_failure)).await?;
    Ok(CryptoResponse { data: b64url(sealed) })
}

async fn decrypt_with_pin(m: &Keymgr, body: PinRequest) -> Result<CryptoResponse, Failure> {
    let (data, user_pin) = pin_request(body)?;
    let sealed = b64_lenient(data.as_bytes()).map_err(crypto_failure)?;
    let plain = m.blocking(move || pin::open(&user_pin, &sealed).map_err(crypto_failure)).await?;
    let text = std::str::from_utf8(&plain).map_err(|_| KeymgrError::DataCorrupted)?;
    Ok(CryptoResponse { data: text.to_owned() })
}

fn pin_request(body: PinRequest) -> Result<(Zeroizing<String>, Zeroizing<String>), Failure> {
    if body.data.is_empty() || body.user_pin.is_empty() {
        return Err(KeymgrError::DataMissing.into());
    }
    Ok((Zeroizing::new(body.data), Zeroizing::new(body.user_pin)))
}

/// `jwtSign` (a fixed algorithm) and `jwsSign` (a choice, PS256 unless said).
async fn sign_token(
    m: &Keymgr,
    caller: &Caller,
    body: &SignRequest,
    fixed: Option<Algorithm>,
) -> Result<SignResponse, Failure> {
    if body.data_to_sign.trim().is_empty() {
        return Err(KeymgrError::NothingToSign.into());
    }
    let payload = b64_lenient(&body.data_to_sign).map_err(|e| Failure::of(KeymgrError::NothingToSign).because(e))?;
    if body.validate_json == Some(true) && serde_json::from_slice::<serde_json::Value>(&payload).is_err() {
        return Err(KeymgrError::NotJson.into());
    }
    let key = key_or_platform(body.application_id.as_deref(), body.reference_id.as_deref());
    let algorithm = match (fixed, body.sign_algorithm.as_deref().filter(|name| !name.is_empty())) {
        (Some(_), _) => None, // the key's own: RS256 for RSA keys
        (None, None) => Some(Algorithm::Ps256),
        (None, Some(name)) => Some(Algorithm::from_name(name).ok_or(KeymgrError::SignatureRequest)?),
    };
    let form = TokenForm {
        include_payload: body.include_payload.unwrap_or_default(),
        include_certificate: body.include_certificate.unwrap_or_default(),
        include_cert_hash: body.include_cert_hash.unwrap_or_default(),
        certificate_url: body.certificate_url.clone().filter(|url| !url.trim().is_empty()),
        unencoded: fixed.is_none() && body.b64_jws_header_param == Some(false),
        without_kid: false,
        algorithm,
    };
    let jwt_signed_data = sign::token(m, caller.cx(), &key, &payload, form).await?;
    Ok(SignResponse { jwt_signed_data, timestamp: m.db.now() })
}

async fn verify_token(m: &Keymgr, body: &VerifyRequest) -> Result<VerifyResponse, Failure> {
    if body.jwt_signature_data.trim().is_empty() {
        return Err(KeymgrError::TokenMalformed.into());
    }
    let text = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
    let detached = text(&body.actual_data)
        .map(b64_lenient)
        .transpose()
        .map_err(|error| Failure::of(KeymgrError::TokenMalformed).because(error))?;
    let (certificate, domain) = (text(&body.certificate_data), text(&body.domain));
    let question = Question {
        token: body.jwt_signature_data.trim(),
        detached: detached.as_deref(),
        key: &key_or_platform(body.application_id.as_deref(), body.reference_id.as_deref()),
        certificate: certificate.as_deref(),
        trust: (body.validate_trust == Some(true)).then_some(domain.as_deref()),
    };
    let answer = verify::answer(m, &question).await?;
    let message = if answer.valid { "Validation Successful" } else { "Validation Failed" };
    Ok(VerifyResponse {
        signature_valid: answer.valid,
        message: message.to_owned(),
        trust_valid: answer.trust.to_owned(),
    })
}

fn crypto_request(body: &CryptoRequest) -> Result<(KeyRef, Vec<u8>, Parameters), Failure> {
    if body.application_id.trim().is_empty() || body.data.trim().is_empty() {
        return Err(KeymgrError::DataMissing.into());
    }
    let key = KeyRef::new(body.application_id.trim(), body.reference_id.as_deref().unwrap_or_default().trim());
    let decode = |text: &Option<String>| {
        text.as_deref().filter(|text| !text.trim().is_empty()).map(b64_lenient).transpose().map_err(crypto_failure)
    };
    let parameters = Parameters {
        salt: decode(&body.salt)?,
        aad: decode(&body.aad)?,
        without_thumbprint: body.prepend_thumbprint == Some(false),
    };
    Ok((key, b64_lenient(&body.data).map_err(crypto_failure)?, parameters))
}

fn key_of(application_id: &str, reference_id: Option<&str>) -> Result<KeyRef, Failure> {
    if application_id.trim().is_empty() {
        return Err(KeymgrError::InvalidRequest.into());
    }
    Ok(KeyRef::new(application_id.trim(), reference_id.unwrap_or_default().trim()))
}

fn key_of_query(application_id: Option<&str>, reference_id: Option<&str>) -> Result<KeyRef, Failure> {
    key_of(application_id.unwrap_or_default(), reference_id)
}

fn key_or_platform(application_id: Option<&str>, reference_id: Option<&str>) -> KeyRef {
    match application_id.map(str::trim).filter(|id| !id.is_empty()) {
        None => platform_key(),
        Some(id) => KeyRef::new(id, reference_id.unwrap_or_default().trim()),
    }
}

fn subject(body: &KeyRequest) -> SubjectFields {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    SubjectFields {
        common_name: text(&body.common_name),
        organization_unit: text(&body.organization_unit),
        organization: text(&body.organization),
        location: text(&body.location),
        state: text(&body.state),
        country: text(&body.country),
    }
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

fn done(m: &Keymgr, status: &str) -> Done {
    Done { status: status.to_owned(), timestamp: m.db.now() }
}

fn present(pem: &str) -> Result<&str, Failure> {
    if pem.trim().is_empty() { Err(KeymgrError::InvalidRequest.into()) } else { Ok(pem) }
}

fn upload(data: &str) -> Result<&str, Failure> {
    if data.trim().is_empty() { Err(KeymgrError::UploadUnreadable.into()) } else { Ok(data) }
}

fn domain(name: &str) -> Result<TrustDomain, Failure> {
    TrustDomain::parse(name.trim()).ok_or_else(|| KeymgrError::DomainUnknown.into())
}
