//! Answers that carry a signature over the very bytes of their body. Errors are signed too.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Query, RawPathParams, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use crypto::digest;
use edge::routes::respond_raw;
use edge::{Edge, EnvelopeHead, Routes, Rules};
use keymgr_api::{JwsOptions, KeyRef};
use masterdata_api::SyncError;
use serde::de::DeserializeOwned;
use serde_json::Value;
use types::{Caller, EndpointInfo, Failure, Fault};

use super::SyncData;
use super::files::File;

/// Over the body as it was sent.
const RESPONSE_SIGNATURE: HeaderName = HeaderName::from_static("response-signature");
/// Over the hash of a file in the clear.
const FILE_SIGNATURE: HeaderName = HeaderName::from_static("file-signature");
/// Largest request and answer in bytes: a country's settings for one desk fit well.
const MAX_REQUEST: usize = 1 << 20;
const MAX_ANSWER: usize = 256 << 20;

/// One request.
pub(super) struct Asked {
    pub(super) caller: Caller,
    path: BTreeMap<String, String>,
    query: Vec<(String, String)>,
    request: Value,
}

impl Asked {
    pub(super) fn path(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The wrapper's `request`.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let wrong = || Fault::worded(SyncError::RequestInvalid, "request: must not be null");
        serde_json::from_value(self.request.clone()).map_err(|_| wrong().into())
    }
}

/// What is answered.
pub(super) enum Answer {
    Json(Value),
    File(File),
}

/// Adds an endpoint whose answers are signed.
pub(super) fn on<F, Fut>(m: &SyncData, routes: Routes, info: EndpointInfo, handler: F) -> Routes
where
    F: Fn(SyncData, Asked) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Answer, Failure>> + Send + 'static,
{
    let m = m.clone();
    let route = move |Extension(edge): Extension<Arc<Edge>>,
                      Extension(caller): Extension<Caller>,
                      path: RawPathParams,
                      request: Request| {
        let (m, handler) = (m.clone(), handler.clone());
        async move {
            let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            let mut head = EnvelopeHead::default();
            let outcome = match read(request, path, caller.clone(), &mut head).await {
                Ok(asked) => handler(m.clone(), asked).await,
                Err(failure) => Err(failure),
            };
            answer(&m, &edge, &info, &head, &caller, outcome).await
        }
    };
    let route: MethodRouter = if info.method == "POST" { post(route) } else { get(route) };
    routes.raw(info, Rules::kernel(), route)
}

async fn read(
    request: Request,
    path: BTreeMap<String, String>,
    caller: Caller,
    head: &mut EnvelopeHead,
) -> Result<Asked, Failure> {
    let (parts, body) = request.into_parts();
    let query = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|query| query.0).unwrap_or_default();
    let invalid = |text: &str| Fault::worded(SyncError::RequestInvalid, text);
    let bytes = to_bytes(body, MAX_REQUEST).await.map_err(|_| invalid("The request is too large"))?;
    let wrapper: Value = match bytes.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&bytes).map_err(|_| invalid("Invalid Format in field : request"))?,
    };
    let text = |name: &str| wrapper.get(name).and_then(Value::as_str).map(str::to_owned);
    *head = EnvelopeHead {
        id: text("id"),
        version: text("version"),
        requesttime: text("requesttime"),
        present: !bytes.is_empty(),
        has_request: wrapper.get("request").is_some_and(|request| !request.is_null()),
    };
    Ok(Asked { caller, path, query, request: wrapper.get("request").cloned().unwrap_or_default() })
}

async fn answer(
    m: &SyncData,
    edge: &Edge,
    info: &EndpointInfo,
    head: &EnvelopeHead,
    caller: &Caller,
    outcome: Result<Answer, Failure>,
) -> Response {
    let refuse = |failure: Failure| respond_raw(edge, &Rules::kernel(), info, head, caller, Err(failure));
    let signed = match outcome {
        Ok(Answer::File(file)) => sign_file(m, caller, file).await,
        Ok(Answer::Json(body)) => {
            sign_body(m, caller, respond_raw(edge, &Rules::kernel(), info, head, caller, Ok(body))).await
        }
        Err(failure) => sign_body(m, caller, refuse(failure)).await,
    };
    signed.unwrap_or_else(refuse)
}

async fn sign(m: &SyncData, caller: &Caller, payload: &[u8]) -> Result<HeaderValue, Failure> {
    let token = m.keys.sign_jws(caller, &KeyRef::new("KERNEL", "SIGN"), payload, JwsOptions::default()).await;
    let token = token.map_err(|failure| Failure::of(SyncError::SigningFailed).because(failure))?;
    HeaderValue::from_str(&token).map_err(|error| Failure::of(SyncError::SigningFailed).because(error))
}

async fn sign_body(m: &SyncData, caller: &Caller, response: Response) -> Result<Response, Failure> {
    let (mut parts, body) = response.into_parts();
    let failed = |error: axum::Error| Failure::of(SyncError::SigningFailed).because(error);
    let bytes = to_bytes(body, MAX_ANSWER).await.map_err(failed)?;
    parts.headers.insert(RESPONSE_SIGNATURE, sign(m, caller, &bytes).await?);
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// MOSIP's clients put the hash of what they got into this JSON and verify the signature over it.
async fn sign_file(m: &SyncData, caller: &Caller, file: File) -> Result<Response, Failure> {
    let signed = format!("{{\"hash\":\"{}\"}}", digest::sha256_hex(file.plain.as_bytes()).to_uppercase());
    let signature = sign(m, caller, signed.as_bytes()).await?;
    let mut response = Response::new(Body::from(file.body));
    let headers = response.headers_mut();
    headers.insert(FILE_SIGNATURE, signature);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain;charset=UTF-8"));
    Ok(response)
}
