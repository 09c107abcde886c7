//! Tokens: signing and verifying.

use std::sync::Arc;

use crypto::Algorithm;
use crypto::encoding::b64_lenient;
use edge::{Call, Routes};
use keymgr_api::KeymgrError;
use keymgr_api::signatures::{
    JwsSign, JwtSign, JwtVerify, PlainSignResponse, Sign, SignRequest, SignResponse, Validate, ValidateResponse,
    VerifyResponse,
};
use types::{Caller, Failure};

use super::read::{key_or_platform, said};
use super::{SIGNATURES, with};
use crate::Keymgr;
use crate::service::sign::{self, TokenForm, platform_key};
use crate::service::verify::{self, Question};

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new()
        .on(JwtSign, SIGNATURES, with(m, jwt_sign))
        .on(JwsSign, SIGNATURES, with(m, jws_sign))
        .on(JwtVerify, SIGNATURES, with(m, jwt_verify))
        .on(Sign, SIGNATURES, with(m, sign_text))
        .on(Validate, SIGNATURES, with(m, validate))
}

async fn jwt_sign(m: Arc<Keymgr>, call: Call<JwtSign>) -> Result<SignResponse, Failure> {
    sign_token(&m, &call.caller, &call.body, None).await
}

async fn jws_sign(m: Arc<Keymgr>, call: Call<JwsSign>) -> Result<SignResponse, Failure> {
    let algorithm = match said(&call.body.sign_algorithm) {
        None => Algorithm::Ps256,
        Some(name) => Algorithm::from_name(name).ok_or(KeymgrError::SignatureRequest)?,
    };
    sign_token(&m, &call.caller, &call.body, Some(algorithm)).await
}

/// `jwtSign` (the key's own algorithm, RS256 for RSA keys) and `jwsSign` (a choice, PS256 unless said).
async fn sign_token(
    m: &Keymgr,
    caller: &Caller,
    body: &SignRequest,
    algorithm: Option<Algorithm>,
) -> Result<SignResponse, Failure> {
    if body.data_to_sign.trim().is_empty() {
        return Err(KeymgrError::NothingToSign.into());
    }
    let payload = b64_lenient(&body.data_to_sign).map_err(|e| Failure::of(KeymgrError::NothingToSign).because(e))?;
    if body.validate_json == Some(true) && serde_json::from_slice::<serde_json::Value>(&payload).is_err() {
        return Err(KeymgrError::NotJson.into());
    }
    let key = key_or_platform(body.application_id.as_deref(), body.reference_id.as_deref());
    let form = TokenForm {
        include_payload: body.include_payload.unwrap_or_default(),
        include_certificate: body.include_certificate.unwrap_or_default(),
        include_cert_hash: body.include_cert_hash.unwrap_or_default(),
        certificate_url: said(&body.certificate_url).map(str::to_owned),
        unencoded: algorithm.is_some() && body.b64_jws_header_param == Some(false),
        without_kid: false,
        algorithm,
    };
    let jwt_signed_data = sign::token(m, caller.cx(), &key, &payload, form).await?;
    Ok(SignResponse { jwt_signed_data, timestamp: m.db.now() })
}

async fn jwt_verify(m: Arc<Keymgr>, call: Call<JwtVerify>) -> Result<VerifyResponse, Failure> {
    let body = &call.body;
    if body.jwt_signature_data.trim().is_empty() {
        return Err(KeymgrError::TokenMalformed.into());
    }
    let detached = said(&body.actual_data)
        .map(b64_lenient)
        .transpose()
        .map_err(|error| Failure::of(KeymgrError::TokenMalformed).because(error))?;
    let question = Question {
        token: body.jwt_signature_data.trim(),
        detached: detached.as_deref(),
        key: &key_or_platform(body.application_id.as_deref(), body.reference_id.as_deref()),
        certificate: said(&body.certificate_data),
        trust: (body.validate_trust == Some(true)).then_some(said(&body.domain)),
    };
    let answer = verify::answer(&m, &question).await?;
    Ok(verify_response(answer.valid, answer.trust))
}

/// What is answered about a signature.
pub(super) fn verify_response(valid: bool, trust: &str) -> VerifyResponse {
    let message = if valid { "Validation Successful" } else { "Validation Failed" };
    VerifyResponse { signature_valid: valid, message: message.to_owned(), trust_valid: trust.to_owned() }
}

async fn sign_text(m: Arc<Keymgr>, call: Call<Sign>) -> Result<PlainSignResponse, Failure> {
    let form = TokenForm { without_kid: true, ..TokenForm::default() };
    let data = call.body.data.as_bytes();
    if data.is_empty() {
        return Err(KeymgrError::SignatureRequest.into());
    }
    let signature = sign::token(&m, call.caller.cx(), &platform_key(), data, form).await?;
    Ok(PlainSignResponse { signature, timestamp: m.db.now() })
}

async fn validate(m: Arc<Keymgr>, call: Call<Validate>) -> Result<ValidateResponse, Failure> {
    if call.body.signature.is_empty() || call.body.data.is_empty() {
        return Err(KeymgrError::SignatureRequest.into());
    }
    let source = verify::Source::Named(&platform_key());
    verify::verify(&m, &call.body.signature, Some(call.body.data.as_bytes()), source)
        .await
        .map_err(|failure| Failure::of(KeymgrError::SignatureInvalid).because(failure))?;
    Ok(ValidateResponse { status: "success".to_owned(), message: "Validation Successful".to_owned() })
}
