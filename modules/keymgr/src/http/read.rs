//! Members of requests: names of keys, certificates, base64.

use crypto::encoding::b64_lenient;
use crypto::x509::SubjectFields;
use keymgr_api::keys::{Done, KeyRequest};
use keymgr_api::{KeyRef, KeymgrError, TrustDomain};
use types::Failure;

use crate::Keymgr;
use crate::error::crypto;
use crate::service::sign::platform_key;

/// A key's name; the application id is mandatory.
pub(super) fn key(application_id: &str, reference_id: Option<&str>) -> Result<KeyRef, Failure> {
    if application_id.trim().is_empty() {
        return Err(KeymgrError::InvalidRequest.into());
    }
    Ok(KeyRef::new(application_id.trim(), reference_id.unwrap_or_default().trim()))
}

/// A key's name, or the platform's signing key where the application id is left out.
pub(super) fn key_or_platform(application_id: Option<&str>, reference_id: Option<&str>) -> KeyRef {
    match application_id.map(str::trim).filter(|id| !id.is_empty()) {
        None => platform_key(),
        Some(id) => KeyRef::new(id, reference_id.unwrap_or_default().trim()),
    }
}

/// The subject's fields of a request.
pub(super) fn subject(body: &KeyRequest) -> SubjectFields {
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

/// A member that says something; blank texts count as absent.
pub(super) fn said(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// Decodes a mandatory base64 member; blank is refused with `missing`, other alphabets with KER-CRY-003.
pub(super) fn bytes(text: &str, missing: KeymgrError) -> Result<Vec<u8>, Failure> {
    if text.trim().is_empty() {
        return Err(missing.into());
    }
    b64_lenient(text).map_err(crypto)
}

/// Decodes an optional base64 member.
pub(super) fn optional_bytes(text: &Option<String>) -> Result<Option<Vec<u8>>, Failure> {
    said(text).map(b64_lenient).transpose().map_err(crypto)
}

/// A certificate's text in a key request.
pub(super) fn present(pem: &str) -> Result<&str, Failure> {
    if pem.trim().is_empty() { Err(KeymgrError::InvalidRequest.into()) } else { Ok(pem) }
}

/// A certificate's text in an upload to a trust store.
pub(super) fn upload(data: &str) -> Result<&str, Failure> {
    if data.trim().is_empty() { Err(KeymgrError::UploadUnreadable.into()) } else { Ok(data) }
}

/// A trust domain by its name.
pub(super) fn domain(name: &str) -> Result<TrustDomain, Failure> {
    TrustDomain::parse(name.trim()).ok_or_else(|| KeymgrError::DomainUnknown.into())
}

/// That something was done, now.
pub(super) fn done(m: &Keymgr, status: &str) -> Done {
    Done { status: status.to_owned(), timestamp: m.db.now() }
}
