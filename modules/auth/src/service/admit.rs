//! The filter stage: signature, address, decryption, partner and policy, in MOSIP's order (spec ida-crypto B.5, 1 to 10).

use auth_api::AuthError as E;
use auth_api::wire::{AuthRequest, PlainRequest};
use crypto::Algorithm;
use crypto::aead::{self, AesKey};
use crypto::digest::{constant_time_eq, sha256_hex};
use crypto::encoding::b64_lenient;
use crypto::jws::{Jws, VerifyingKey};
use crypto::x509::Certificate;
use keymgr_api::{KeyRef, TrustDomain};
use partner_api::{Refusal as PartnerRefusal, RelyingParty};
use serde_json::Value;
use types::{Caller, Failure, Fault};

use super::captures::{self, Capture};
use super::{Arrived, Service};
use crate::AuthModule;
use crate::domain::factor::{Factor, of_request};
use crate::domain::policy::Policy;
use crate::error::{Outcome, Refusal, filtered, filtered_at};

/// A request that passed the filter stage.
pub(crate) struct Admitted {
    /// Nobody for this platform's own modules.
    pub party: Option<RelyingParty>,
    pub plain: PlainRequest,
    pub captures: Vec<Capture>,
    pub factors: Vec<Factor>,
}

/// Whether the body is for this service: `id`, then `version`.
pub(crate) fn service_id(id: Option<&str>, version: Option<&str>, expected: &str) -> Outcome<()> {
    let present = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    if !present(id) {
        return Err(filtered_at(E::Missing, "id"));
    }
    if id != Some(expected) {
        return Err(filtered_at(E::Invalid, "id"));
    }
    if !present(version) {
        return Err(filtered_at(E::Missing, "version"));
    }
    let number = |part: &str| part.len() == 1 && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = version.unwrap_or_default().split('.').collect();
    if (2..=3).contains(&parts.len()) && parts.iter().all(|part| number(part)) {
        Ok(())
    } else {
        Err(filtered_at(E::Invalid, "version"))
    }
}

/// The address is complete.
pub(crate) fn address(arrived: &Arrived<'_>) -> Outcome<()> {
    if [arrived.licence, arrived.partner, arrived.api_key].iter().any(|part| part.trim().is_empty()) {
        return Err(filtered(E::ShortAddress));
    }
    Ok(())
}

/// Who the address names, or why nobody may ask in that name. The answer is used at its place in the order.
pub(crate) type Party = Result<RelyingParty, PartnerRefusal>;

/// Looks the address up.
pub(crate) async fn party(m: &AuthModule, arrived: &Arrived<'_>, platform: &Caller) -> Result<Party, Failure> {
    m.partners.relying_party(platform, arrived.licence, arrived.partner, arrived.api_key).await
}

const SIGNATURE: &str = "signature header";

/// Steps 2 and 3: the detached signature over the body's bytes, by a certificate that is trusted for AUTH.
pub(crate) async fn signature(
    m: &AuthModule,
    arrived: &Arrived<'_>,
    party: &Party,
    platform: &Caller,
) -> Outcome<Certificate> {
    let wrong = || filtered_at(E::Signature, SIGNATURE);
    let Some(token) = arrived.signature.filter(|text| !text.trim().is_empty()) else {
        return Err(filtered_at(E::Missing, SIGNATURE));
    };
    let jws = Jws::parse(token.trim()).map_err(|_| wrong())?;
    if !jws.is_detached() {
        return Err(wrong());
    }
    let Some(certificate) = verify(m, &jws, Some(arrived.body))? else { return Err(filtered(E::CertificateNotSent)) };
    let (certificate, _) = certificate.map_err(|()| wrong())?;
    let own = party.as_ref().is_ok_and(|party| is_certificate(&party.certificate, &certificate));
    if !own {
        if !m.keys.is_trusted(platform, TrustDomain::Auth, &certificate.to_pem()).await? {
            return Err(wrong());
        }
        // An authority's certificate for somebody who was never admitted proves nothing about a partner of ours.
        let unknown = matches!(party, Err(PartnerRefusal::UnknownPartner));
        if unknown && !is_platforms(m, platform, &certificate).await? {
            return Err(wrong());
        }
    }
    if arrived.authorization.is_none_or(|text| text.trim().is_empty()) {
        return Err(filtered_at(E::Missing, "Authorization - header"));
    }
    Ok(certificate)
}

/// Whether the platform signed this certificate for a partner.
async fn is_platforms(m: &AuthModule, platform: &Caller, certificate: &Certificate) -> Result<bool, Failure> {
    let issuer = m.keys.certificate(platform, &KeyRef::new("PMS", "")).await?;
    let issuer = Certificate::from_pem(&issuer).map_err(crate::error::integrity)?;
    Ok(issuer.public_key().is_ok_and(|key| certificate.is_signed_by_key(key)))
}

/// A verified certificate and payload, or that the signature is wrong; `None` when the token carries no certificate.
pub(crate) type Verified = Result<(Certificate, Vec<u8>), ()>;

/// Verifies a JWS by the certificate in its header: RS256, valid now. Whether anybody trusts it is another question.
pub(crate) fn verify(m: &AuthModule, jws: &Jws<'_>, detached: Option<&[u8]>) -> Outcome<Option<Verified>> {
    let Ok(chain) = jws.certificates() else { return Ok(Some(Err(()))) };
    let Some(der) = chain.first() else { return Ok(None) };
    let check = || {
        let certificate = Certificate::from_der(der).map_err(|_| ())?;
        let key = certificate.public_key().map_err(|_| ())?;
        let payload = jws.verify(VerifyingKey::Public(key, &[Algorithm::Rs256]), detached).map_err(|_| ())?;
        if !certificate.is_valid_at(m.db.now()) {
            return Err(());
        }
        Ok((certificate, payload))
    };
    Ok(Some(check()))
}

fn is_certificate(pem: &str, certificate: &Certificate) -> bool {
    Certificate::from_pem(pem).is_ok_and(|stored| stored == *certificate)
}

/// Steps 7 to 9: partner, policy, certificate and licence, in MOSIP's order.
pub(crate) fn relying_party(party: Party, certificate: &Certificate) -> Outcome<RelyingParty> {
    let party = party.map_err(|refusal| {
        filtered(match refusal {
            PartnerRefusal::UnknownPartner => E::UnknownPartner,
            PartnerRefusal::PartnerInactive => E::PartnerInactive,
            PartnerRefusal::ApiKeyExpired => E::ApiKeyExpired,
            PartnerRefusal::PolicyInactive => E::PolicyInactive,
            PartnerRefusal::NoCertificate => E::NoCertificate,
            PartnerRefusal::UnknownLicence => E::UnknownLicence,
            PartnerRefusal::LicenceSuspended => E::LicenceSuspended,
            PartnerRefusal::LicenceExpired => E::LicenceExpired,
        })
    })?;
    // The partner's own certificate and the one the platform made of it hold the same key.
    let stored = Certificate::from_pem(&party.certificate).map_err(|_| filtered(E::NoCertificate))?;
    let same_key = stored.public_key().ok().zip(certificate.public_key().ok()).is_some_and(|(a, b)| a == b);
    if same_key { Ok(party) } else { Err(filtered(E::OtherCertificate)) }
}

/// Steps 1 to 10 of `/auth`, `/kyc` and `/internal/auth`.
pub(crate) async fn admit(
    m: &AuthModule,
    service: Service,
    arrived: &Arrived<'_>,
    request: &AuthRequest,
) -> Outcome<Admitted> {
    let platform = arrived.platform(m);
    service_id(request.id.as_deref(), request.version.as_deref(), service.id())?;
    let signer = if service.is_internal() {
        None
    } else {
        let party = party(m, arrived, &platform).await?;
        let certificate = signature(m, arrived, &party, &platform).await?;
        address(arrived)?;
        Some((party, certificate))
    };
    let plain = open(m, service, request, &platform).await?;
    let captures = captures::open(m, service, plain.biometrics.as_deref().unwrap_or_default(), &platform).await?;
    let factors = of_request(&plain, captures.iter().map(|capture| capture.modality));
    let Some((party, certificate)) = signer else {
        return Ok(Admitted { party: None, plain, captures, factors });
    };
    let party = relying_party(party, &certificate)?;
    policy(service, &party.policy.document, &factors, &captures)?;
    Ok(Admitted { party: Some(party), plain, captures, factors })
}

/// Step 10.
fn policy(service: Service, document: &Value, factors: &[Factor], captures: &[Capture]) -> Outcome<()> {
    let policy = Policy::new(document);
    if service == Service::Kyc && !policy.allows("kyc", "") {
        return Err(filtered(E::KycNotAllowed));
    }
    for capture in captures {
        let device = capture.digital_id.kind.as_deref().unwrap_or_default();
        let captured = capture.data.bio_type.as_deref().unwrap_or_default();
        if !device.is_empty() && !captured.is_empty() && !device.eq_ignore_ascii_case(captured) {
            return Err(filtered(E::DeviceType));
        }
    }
    policy.check(factors).map_err(Refusal::Filter)
}

/// Step 5 without captures: session key, hash, request, in that order of decryption.
async fn open(m: &AuthModule, service: Service, request: &AuthRequest, platform: &Caller) -> Outcome<PlainRequest> {
    let member = |text: &Option<String>, name: &str| {
        let text = text.as_deref().filter(|text| !text.trim().is_empty());
        text.map(str::to_owned).ok_or_else(|| filtered_at(E::Missing, name))
    };
    let hmac = member(&request.request_hmac, "requestHMAC")?;
    let session_key = member(&request.request_session_key, "requestSessionKey")?;
    let sealed = member(&request.request, "request")?;
    let undecryptable = || filtered(E::Decryption);
    let reference = if service.is_internal() { "INTERNAL" } else { "PARTNER" };
    let key = session(m, platform, reference, &session_key, request.thumbprint.as_deref()).await?;
    let open = |text: &str| {
        let sealed = b64_lenient(text).map_err(|_| undecryptable())?;
        aead::open_iv_tail(&key, b"", &sealed).map_err(|_| undecryptable())
    };
    let hash = open(&hmac)?;
    let plain = open(&sealed)?;
    let actual = sha256_hex(&plain);
    if !constant_time_eq(hash.to_ascii_uppercase().as_slice(), actual.as_bytes()) {
        return Err(filtered(E::Hmac));
    }
    serde_json::from_slice(&plain).map_err(|_| filtered_at(E::Invalid, "request"))
}

/// Unwraps a session key. What cannot be opened is the partner's fault; a key manager that fails is ours.
pub(crate) async fn session(
    m: &AuthModule,
    platform: &Caller,
    reference: &str,
    wrapped: &str,
    thumbprint: Option<&str>,
) -> Outcome<AesKey> {
    let undecryptable = || filtered(E::Decryption);
    let wrapped = b64_lenient(wrapped).map_err(|_| undecryptable())?;
    let thumbprint = match thumbprint.filter(|text| !text.trim().is_empty()) {
        None => None,
        Some(text) => Some(read_thumbprint(text).ok_or_else(undecryptable)?),
    };
    let key = KeyRef::new("IDA", reference);
    let opened = m.keys.unwrap_session_key(platform, &key, &wrapped, thumbprint.as_ref().map(<[u8; 32]>::as_slice));
    match opened.await {
        Ok(secret) => AesKey::from_slice(&secret).map_err(|_| undecryptable()),
        Err(failure) if failure.status() >= 500 => Err(Refusal::System(failure)),
        Err(_) => Err(undecryptable()),
    }
}

/// Hexadecimal in any case, or base64url with or without padding (spec B.3 and C.1).
fn read_thumbprint(text: &str) -> Option<[u8; 32]> {
    let text = text.trim();
    let bytes = if text.len() == 64 { hex::decode(text).ok() } else { b64_lenient(text).ok() };
    bytes?.try_into().ok()
}

/// A body that is no JSON of the right shape.
pub(crate) fn unreadable() -> Refusal {
    Refusal::Filter(Fault::new(E::Invalid, ["request"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    // IDA-19
    #[test]
    fn thumbprints_come_in_two_spellings() {
        let bytes = [0xAB; 32];
        for text in [hex::encode(bytes), hex::encode_upper(bytes), crypto::encoding::b64url(bytes)] {
            assert_eq!(read_thumbprint(&text), Some(bytes));
        }
        assert_eq!(read_thumbprint(&format!("{}=", crypto::encoding::b64url(bytes))), Some(bytes));
        assert_eq!(read_thumbprint("no"), None);
    }

    #[test]
    fn the_body_names_its_service() {
        let code = |id, version| service_id(id, version, "mosip.identity.auth").err().map(|refusal| refusal.code());
        assert_eq!(code(Some("mosip.identity.auth"), Some("1.0")), None);
        assert_eq!(code(Some("mosip.identity.auth"), Some("1.0.1")), None);
        assert_eq!(code(None, Some("1.0")), Some("IDA-MLC-006"));
        assert_eq!(code(Some("mosip.identity.kyc"), Some("1.0")), Some("IDA-MLC-009"));
        assert_eq!(code(Some("mosip.identity.auth"), Some("v1")), Some("IDA-MLC-009"));
        assert_eq!(code(Some("mosip.identity.auth"), None), Some("IDA-MLC-006"));
    }
}
