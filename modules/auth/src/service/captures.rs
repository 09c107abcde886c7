//! Open captures: device signature, digital id, trust, encryption, hash chain (spec ida-crypto B.4).

use auth_api::AuthError as E;
use auth_api::wire::{Biometric, BiometricData, DigitalId};
use biometrics::Modality;
use crypto::aead;
use crypto::digest::constant_time_eq;
use crypto::encoding::b64_lenient;
use crypto::jws::Jws;
use keymgr_api::TrustDomain;
use serde::de::DeserializeOwned;
use serde_json::Value;
use types::Caller;
use zeroize::Zeroizing;

use super::{Service, admit};
use crate::AuthModule;
use crate::domain::capture::{binding, chain_link, chain_start};
use crate::error::{Outcome, filtered, filtered_at};

/// A capture whose signatures, encryption and place in the chain are right.
pub(crate) struct Capture {
    pub data: BiometricData,
    pub digital_id: DigitalId,
    /// `None` when the type's name is unknown.
    pub modality: Option<Modality>,
    /// The ISO 19794 record.
    pub record: Zeroizing<Vec<u8>>,
}

/// The most captures that are looked at: ten fingers, two irises, a face.
const MOST: usize = 13;

/// Opens all captures of a request, in order.
pub(crate) async fn open(
    m: &AuthModule,
    service: Service,
    captures: &[Biometric],
    platform: &Caller,
) -> Outcome<Vec<Capture>> {
    if captures.len() > MOST {
        return Err(filtered_at(E::Invalid, "request/biometrics"));
    }
    let mut opened = Vec::with_capacity(captures.len());
    let mut chain = chain_start();
    for (index, capture) in captures.iter().enumerate() {
        let capture_path = format!("request/biometrics/{index}");
        let data_path = format!("{capture_path}/data");
        let Some(data) = text(&capture.data) else { return Err(filtered_at(E::Missing, &data_path)) };
        let data: BiometricData = signed(m, service, data, TrustDomain::Device, &data_path, platform).await?;
        let Some(session_key) = text(&capture.session_key) else {
            return Err(filtered_at(E::Missing, &format!("{capture_path}/sessionKey")));
        };
        let member = |value: &Option<String>, name: &str| {
            text(value).map(str::to_owned).ok_or_else(|| filtered_at(E::Missing, &format!("{data_path}/{name}")))
        };
        let value = member(&data.bio_value, "bioValue")?;
        let timestamp = member(&data.timestamp, "timestamp")?;
        let id_path = format!("{data_path}/digitalId");
        let Some(id) = text(&data.digital_id) else { return Err(filtered_at(E::Missing, &id_path)) };
        let digital_id: DigitalId = signed(m, service, id, TrustDomain::Ftm, &id_path, platform).await?;

        let reference = if service.is_internal() { "INTERNAL" } else { "IDA-FIR" };
        let key = admit::session(m, platform, reference, session_key, capture.thumbprint.as_deref()).await?;
        let bound = binding(&timestamp, data.transaction_id.as_deref().unwrap_or_default());
        let sealed = b64_lenient(&value).map_err(|_| filtered(E::Decryption))?;
        let record = aead::open(&key, &bound.nonce, &bound.aad, &sealed).map_err(|_| filtered(E::Decryption))?;

        chain = chain_link(&chain, &record);
        if !service.is_internal() {
            let stated = capture.hash.as_deref().and_then(|hash| hex::decode(hash.trim()).ok()).unwrap_or_default();
            if !constant_time_eq(&stated, &chain) {
                return Err(filtered(E::HashChain));
            }
        }
        let modality = data.bio_type.as_deref().and_then(Modality::parse).filter(|m| *m != Modality::ExceptionPhoto);
        opened.push(Capture { data, digital_id, modality, record });
    }
    Ok(opened)
}

fn text(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|text| !text.trim().is_empty())
}

/// The payload of a JWS by somebody trusted in the domain. This platform's own modules may send it unsigned, as base64url.
async fn signed<T: DeserializeOwned>(
    m: &AuthModule,
    service: Service,
    token: &str,
    domain: TrustDomain,
    path: &str,
    platform: &Caller,
) -> Outcome<T> {
    let wrong = || filtered_at(E::Signature, path);
    let payload = if service.is_internal() && !token.contains('.') {
        b64_lenient(token).map_err(|_| filtered_at(E::Invalid, path))?
    } else {
        let jws = Jws::parse(token.trim()).map_err(|_| wrong())?;
        let verified = admit::verify(m, &jws, None)?.ok_or_else(wrong)?;
        let (certificate, payload) = verified.map_err(|()| wrong())?;
        if !service.is_internal() && !m.keys.is_trusted(platform, domain, &certificate.to_pem()).await? {
            return Err(wrong());
        }
        payload
    };
    // Devices write scores as numbers or texts; what is not read here may be anything.
    let value: Value = serde_json::from_slice(&payload).map_err(|_| filtered_at(E::Invalid, path))?;
    serde_json::from_value(value).map_err(|_| filtered_at(E::Invalid, path))
}
