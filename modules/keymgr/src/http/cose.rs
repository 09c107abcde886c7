//! COSE messages and CWTs.

use std::sync::Arc;

use chrono::TimeDelta;
use crypto::Algorithm;
use crypto::encoding::b64_lenient;
use edge::{Call, Routes};
use keymgr_api::KeymgrError;
use keymgr_api::cose::{
    CoseSign1, CoseSignResponse, CoseVerify1, CoseVerifyRequest, CwtSign, CwtSignRequest, CwtVerify,
};
use keymgr_api::signatures::VerifyResponse;
use serde_json::{Map, Value};
use types::Failure;

use super::read::{key_or_platform, said};
use super::signatures::verify_response;
use super::{SIGNATURES, with};
use crate::Keymgr;
use crate::service::cose::{self, Headers, Question};
use crate::service::cwt;

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new()
        .on(CoseSign1, SIGNATURES, with(m, sign))
        .on(CoseVerify1, SIGNATURES, with(m, verify))
        .on(CwtSign, SIGNATURES, with(m, cwt_sign))
        .on(CwtVerify, SIGNATURES, with(m, cwt_verify))
}

async fn sign(m: Arc<Keymgr>, call: Call<CoseSign1>) -> Result<CoseSignResponse, Failure> {
    let body = &call.body;
    if body.payload.trim().is_empty() {
        return Err(KeymgrError::SignatureRequest.into());
    }
    let payload = unreadable(b64_lenient(&body.payload))?;
    let key = key_or_platform(body.application_id.as_deref(), body.reference_id.as_deref());
    let headers = headers(body.protected_header.as_ref(), body.unprotected_header.as_ref());
    let algorithm = algorithm(&body.algorithm)?;
    let signed = cose::sign(&m, call.caller.cx(), &key, payload, headers, algorithm, false).await?;
    Ok(CoseSignResponse { signed_data: hex::encode(signed), timestamp: m.db.now() })
}

async fn verify(m: Arc<Keymgr>, call: Call<CoseVerify1>) -> Result<VerifyResponse, Failure> {
    let message = message(&call.body)?;
    let answer = cose::answer(&m, &message, &question(&call.body)).await?;
    Ok(verify_response(answer.valid, answer.trust))
}

async fn cwt_sign(m: Arc<Keymgr>, call: Call<CwtSign>) -> Result<CoseSignResponse, Failure> {
    let body = &call.body;
    let key = key_or_platform(body.application_id.as_deref(), body.reference_id.as_deref());
    let headers = headers(body.protected_header.as_ref(), body.unprotected_header.as_ref());
    let algorithm = algorithm(&body.algorithm)?;
    let claims = claims(body)?;
    let signed = cwt::sign(&m, call.caller.cx(), &key, claims, headers, algorithm).await?;
    Ok(CoseSignResponse { signed_data: hex::encode(signed), timestamp: m.db.now() })
}

fn claims(body: &CwtSignRequest) -> Result<cwt::Asked, Failure> {
    let owned = |value: &Option<String>| said(value).map(str::to_owned);
    let others = match said(&body.payload) {
        None => None,
        Some(text) => match serde_json::from_slice(&unreadable(b64_lenient(text))?) {
            Ok(Value::Object(members)) => Some(members),
            Ok(_) => return Err(KeymgrError::ClaimsUnreadable.into()),
            Err(error) => return Err(Failure::of(KeymgrError::ClaimsUnreadable).because(error)),
        },
    };
    let identity = unreadable(said(&body.claim_169_payload).map(hex::decode).transpose())?;
    if others.is_none() && identity.is_none() {
        return Err(KeymgrError::SignatureRequest.into());
    }
    Ok(cwt::Asked {
        issuer: owned(&body.issuer),
        subject: owned(&body.subject),
        audience: owned(&body.audience),
        not_before: days(body.not_before_days, "notBeforeDays")?,
        valid_for: days(body.expire_days, "expireDays")?,
        id: owned(&body.cwt_id),
        identity,
        others,
    })
}

fn days(number: Option<i64>, name: &str) -> Result<Option<TimeDelta>, Failure> {
    number
        .map(|days| match days {
            i64::MIN..0 => Err(Failure::with(KeymgrError::NegativeValue, [name])),
            _ => TimeDelta::try_days(days).ok_or_else(|| KeymgrError::ClaimsUnreadable.into()),
        })
        .transpose()
}

async fn cwt_verify(m: Arc<Keymgr>, call: Call<CwtVerify>) -> Result<VerifyResponse, Failure> {
    let message = message(&call.body)?;
    let expected = cwt::Expected { issuer: said(&call.body.issuer), subject: said(&call.body.subject) };
    let answer = cwt::answer(&m, &message, &question(&call.body), &expected).await?;
    Ok(verify_response(answer.valid, answer.trust))
}

fn message(body: &CoseVerifyRequest) -> Result<Vec<u8>, Failure> {
    if body.cose_signed_data.trim().is_empty() {
        return Err(KeymgrError::SignatureRequest.into());
    }
    unreadable(hex::decode(body.cose_signed_data.trim()))
}

fn question(body: &CoseVerifyRequest) -> Question<'_> {
    Question {
        key: key_or_platform(body.application_id.as_deref(), body.reference_id.as_deref()),
        certificate: said(&body.certificate_data),
        trust: (body.validate_trust == Some(true)).then_some(said(&body.domain)),
    }
}

fn algorithm(name: &Option<String>) -> Result<Option<Algorithm>, Failure> {
    said(name).map(|name| Algorithm::from_name(name).ok_or_else(|| KeymgrError::SignatureAlgorithm.into())).transpose()
}

fn headers(protected: Option<&Map<String, Value>>, unprotected: Option<&Map<String, Value>>) -> Headers {
    let protected = protected.cloned().unwrap_or_default();
    let mut unprotected = unprotected.cloned().unwrap_or_default();
    unprotected.retain(|name, _| !protected.contains_key(name));
    Headers { protected, unprotected }
}

fn unreadable<T, E: std::error::Error + Send + Sync + 'static>(result: Result<T, E>) -> Result<T, Failure> {
    result.map_err(|error| Failure::of(KeymgrError::ClaimsUnreadable).because(error))
}
