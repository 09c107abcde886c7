//! `/idauthentication/v1`: endpoint to use case. Bodies are taken as bytes, because signatures cover them; answers are signed.

use std::collections::BTreeMap;
use std::sync::Arc;

use auth_api::AuthError as E;
use auth_api::error::action;
use auth_api::wire::{
    Answer, AnswerError, Authenticate, AuthenticateWithoutKey, AuthenticateWithoutPartner, InternalAuthenticate,
    InternalSendOtp, Kyc, KycWithoutKey, KycWithoutPartner, ReadAuthTransactions, SendOtp, SendOtpWithoutKey,
    SendOtpWithoutPartner,
};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use edge::{Routes, Rules};
use keymgr_api::{JwsOptions, KeyRef};
use serde_json::{Value, json};
use types::{Caller, Endpoint, EndpointInfo, Failure, Fault};

use crate::AuthModule;
use crate::service::authenticate::{self, Answered};
use crate::service::{Arrived, Service, history, otp};

/// Largest body: thirteen captures as base64 twice over.
const MAX_BODY: usize = 16 << 20;
const RESPONSE_SIGNATURE: HeaderName = HeaderName::from_static("response-signature");

fn rules() -> Rules {
    Rules { error_text_key: "errorMessage", time_key: "responseTime", max_body: MAX_BODY, ..Rules::kernel() }
}

/// What is asked at an address.
#[derive(Clone, Copy)]
enum Asked {
    Authentication(Service),
    Otp { internal: bool },
}

pub(crate) fn routes(m: &Arc<AuthModule>) -> Routes {
    let auth = Asked::Authentication(Service::Auth);
    let kyc = Asked::Authentication(Service::Kyc);
    let otp = Asked::Otp { internal: false };
    let table: [(EndpointInfo, Asked); 11] = [
        (Authenticate::INFO, auth),
        (AuthenticateWithoutKey::INFO, auth),
        (AuthenticateWithoutPartner::INFO, auth),
        (Kyc::INFO, kyc),
        (KycWithoutKey::INFO, kyc),
        (KycWithoutPartner::INFO, kyc),
        (SendOtp::INFO, otp),
        (SendOtpWithoutKey::INFO, otp),
        (SendOtpWithoutPartner::INFO, otp),
        (InternalAuthenticate::INFO, Asked::Authentication(Service::Internal)),
        (InternalSendOtp::INFO, Asked::Otp { internal: true }),
    ];
    let routes =
        table.into_iter().fold(Routes::new(), |routes, (info, asked)| routes.raw(info, rules(), serve(m, asked)));
    routes.raw(ReadAuthTransactions::INFO, rules(), transactions(m))
}

fn serve(m: &Arc<AuthModule>, asked: Asked) -> MethodRouter {
    let m = Arc::clone(m);
    post(
        move |Extension(caller): Extension<Caller>,
              Path(path): Path<BTreeMap<String, String>>,
              headers: HeaderMap,
              body: Bytes| {
            let m = Arc::clone(&m);
            async move {
                let part = |name: &str| path.get(name).map_or("", String::as_str);
                let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
                let arrived = Arrived {
                    licence: part("licence"),
                    partner: part("partner"),
                    api_key: part("apiKey"),
                    signature: header(HeaderName::from_static("signature")),
                    authorization: header(header::AUTHORIZATION),
                    body: &body,
                    caller: &caller,
                };
                let answered = match asked {
                    Asked::Authentication(service) => Box::pin(authenticate::run(&m, service, &arrived)).await,
                    Asked::Otp { internal } => Box::pin(otp::run(&m, internal, &arrived)).await,
                };
                respond(&m, &arrived.platform(&m), answered).await
            }
        },
    )
    .layer(DefaultBodyLimit::max(MAX_BODY))
}

fn transactions(m: &Arc<AuthModule>) -> MethodRouter {
    let m = Arc::clone(m);
    get(
        move |Extension(caller): Extension<Caller>,
              Path(id): Path<String>,
              Query(query): Query<BTreeMap<String, String>>| {
            let m = Arc::clone(&m);
            async move {
                let asked = |name: &str| query.get(name).map(String::as_str);
                let outcome =
                    history::over_rest(&m, &caller, &id, asked("IDType"), asked("pageStart"), asked("pageFetch")).await;
                let (response, faults, system) = match outcome {
                    Ok(found) => (json!(found), Vec::new(), false),
                    Err(refusal) => {
                        let system = matches!(refusal, crate::error::Refusal::System(_));
                        (Value::Null, refusal.faults(), system)
                    }
                };
                let id = Some(ReadAuthTransactions::INFO.id.to_owned());
                let version = Some("1.0".to_owned());
                let answered = Answered { id, version, transaction_id: None, response, faults, system };
                respond(&m, &m.edge.system(caller.cx().request_id()), answered).await
            }
        },
    )
}

/// Writes and signs an answer. Refusals are answered with 200, as MOSIP does; only a failure of this system is not.
async fn respond(m: &AuthModule, platform: &Caller, answered: Answered) -> Response {
    let errors: Vec<AnswerError> = answered.faults.iter().map(error).collect();
    let answer = Answer {
        id: answered.id,
        version: answered.version,
        transaction_id: answered.transaction_id,
        response_time: types::time::format(m.db.now()),
        response: (!answered.response.is_null()).then_some(answered.response),
        errors: (!errors.is_empty()).then_some(errors),
    };
    let Ok(body) = serde_json::to_vec(&answer) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let options = JwsOptions { include_payload: false, include_certificate: true, include_cert_hash: true };
    let signature = match m.keys.sign_jws(platform, &KeyRef::new("IDA", "SIGN"), &body, options).await {
        Ok(signature) => HeaderValue::from_str(&signature).ok(),
        Err(failure) => return unsigned(&failure),
    };
    let status = if answered.system { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    let mut response = (status, headers, body).into_response();
    if let Some(signature) = signature {
        response.headers_mut().insert(RESPONSE_SIGNATURE, signature);
    }
    response
}

/// An answer that cannot be signed must not leave.
fn unsigned(failure: &Failure) -> Response {
    tracing::error!(code = failure.code(), "an answer could not be signed");
    let fault = crate::error::plain(E::Unable);
    (StatusCode::INTERNAL_SERVER_ERROR, axum::Json(json!({"response": null, "errors": [error(&fault)]})))
        .into_response()
}

fn error(fault: &Fault) -> AnswerError {
    let first = fault.args.first().map_or("", String::as_str);
    AnswerError {
        error_code: fault.code.code.to_owned(),
        error_message: fault.message.clone(),
        action_message: action(fault.code.code).map(|text| text.replace("{0}", first)),
    }
}
