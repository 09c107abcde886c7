//! From endpoint descriptors to routes: authentication, permission, envelope, error mapping, one log line.

use crate::{
    auth::{AuthRefusal, Edge},
    call::{Call, EnvelopeHead},
    reply::Reply,
    rules::{BadBody, EdgeError, ReplyId, ReplyVersion, Rules},
};
use axum::{
    Extension, Router,
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts, Query, RawPathParams, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use serde_json::{Map, Value, json};
use std::{any::TypeId, collections::BTreeMap, future::Future, sync::Arc};
use types::{AccessError, Caller, Endpoint, EndpointInfo, Failure, Retry};

/// Header that carries the request id in every reply.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The routes of a module, with the list they were made from.
#[derive(Default)]
pub struct Routes {
    router: Router,
    infos: Vec<EndpointInfo>,
}

impl Routes {
    /// No routes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Serves an enveloped endpoint. The handler sees a caller that has the endpoint's permission.
    #[must_use]
    pub fn on<E, F, Fut, R>(mut self, _endpoint: E, rules: Rules, handler: F) -> Self
    where
        E: Endpoint,
        F: Fn(Call<E>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<R, Failure>> + Send + 'static,
        R: Into<Reply<E::Response>> + Send + 'static,
    {
        let info = E::INFO;
        let route = move |Extension(edge): Extension<Arc<Edge>>, request: Request| {
            let handler = handler.clone();
            async move {
                let id = request_id(&edge, &request);
                let mut head = EnvelopeHead::default();
                let outcome = match receive::<E>(&edge, &rules, &id, request, &mut head).await {
                    Ok(call) => handler(call).await,
                    Err(failure) => Err(failure),
                };
                respond(&edge, &rules, &info, &head, &id, outcome)
            }
        };
        self.add(info, on(filter(info.method), route));
        self
    }

    /// Serves an endpoint with special bytes (multipart, detached signatures, downloads). The caller stands in
    /// `Extension<Caller>` and has the permission; refusals answer in the rules' envelope.
    #[must_use]
    pub fn raw(mut self, info: EndpointInfo, rules: Rules, route: MethodRouter) -> Self {
        let guard = move |Extension(edge): Extension<Arc<Edge>>, mut request: Request, next: axum::middleware::Next| async move {
            let id = request_id(&edge, &request);
            let headers = request.headers().clone();
            match admit(&edge, &info, &id, &headers).await {
                Ok(caller) => {
                    request.extensions_mut().insert(caller);
                    let mut response = next.run(request).await;
                    stamp(&mut response, &id);
                    response
                }
                Err(failure) => {
                    respond::<()>(&edge, &rules, &info, &EnvelopeHead::default(), &id, Err::<(), _>(failure))
                }
            }
        };
        self.add(info, route.layer(axum::middleware::from_fn(guard)));
        self
    }

    /// Adds another module's routes. Two routes for one method and path are a defect found at start.
    #[must_use]
    pub fn merge(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.infos.extend(other.infos);
        self
    }

    /// What is served, for lists and tests.
    #[must_use]
    pub fn infos(&self) -> &[EndpointInfo] {
        &self.infos
    }

    /// The Axum router over an edge.
    pub fn into_router(self, edge: Arc<Edge>) -> Router {
        self.router.layer(Extension(edge))
    }

    fn add(&mut self, info: EndpointInfo, route: MethodRouter) {
        self.infos.push(info);
        self.router = std::mem::take(&mut self.router).route(info.path, route);
    }
}

fn filter(method: &str) -> MethodFilter {
    match method {
        "POST" => MethodFilter::POST,
        "PUT" => MethodFilter::PUT,
        "PATCH" => MethodFilter::PATCH,
        "DELETE" => MethodFilter::DELETE,
        "HEAD" => MethodFilter::HEAD,
        _ => MethodFilter::GET,
    }
}

fn request_id(edge: &Edge, request: &Request) -> String {
    request.extensions().get::<RequestId>().map_or_else(|| edge.request_id(), |id| id.0.to_string())
}

/// The request's id, placed by `server::harden`.
#[derive(Clone)]
pub struct RequestId(pub Arc<str>);

async fn admit(edge: &Edge, info: &EndpointInfo, id: &str, headers: &HeaderMap) -> Result<Caller, Failure> {
    let (caller, refusal) = edge.caller(headers, id).await;
    match (caller.require(info.permission), refusal) {
        (Ok(()), _) => Ok(caller),
        (Err(_), Some(AuthRefusal::WrongAudience)) => Err(AccessError::Forbidden.into()),
        (Err(failure), _) => Err(failure),
    }
}

async fn receive<E: Endpoint>(
    edge: &Edge,
    rules: &Rules,
    id: &str,
    request: Request,
    head: &mut EnvelopeHead,
) -> Result<Call<E>, Failure> {
    let (mut parts, body) = request.into_parts();
    let caller = admit(edge, &E::INFO, id, &parts.headers).await?;
    let path: BTreeMap<String, String> = match RawPathParams::from_request_parts(&mut parts, &()).await {
        Ok(params) => params.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        Err(_) => BTreeMap::new(),
    };
    let query = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|q| q.0).unwrap_or_default();
    let body = read::<E>(rules, body, head, edge).await?;
    Ok(Call { caller, head: head.clone(), body, headers: parts.headers, path, query })
}

async fn read<E: Endpoint>(
    rules: &Rules,
    body: Body,
    head: &mut EnvelopeHead,
    edge: &Edge,
) -> Result<E::Request, Failure> {
    let bytes = to_bytes(body, rules.max_body).await.map_err(|_| (rules.bad_body)(&BadBody::TooLarge))?;
    let bodyless = TypeId::of::<E::Request>() == TypeId::of::<()>();
    if bodyless {
        // a GET with a stray body is not an error; a wrapper without `request` is echoed
        if let Ok(Value::Object(members)) = serde_json::from_slice(&bytes) {
            fill(head, &members);
        }
        return serde_json::from_value(Value::Null).map_err(|_| (rules.bad_body)(&BadBody::Syntax));
    }
    let members = parse_object(&bytes).ok_or_else(|| (rules.bad_body)(&BadBody::Syntax))?;
    fill(head, &members);
    (rules.check)(head, &E::INFO, edge.now())?;
    let request = match members.get("request") {
        Some(request) => request.clone(),
        None if rules.bare => Value::Object(members),
        None => Value::Null,
    };
    serde_path_to_error::deserialize(request).map_err(|error| {
        let missing = error.inner().to_string().starts_with("missing field");
        let mut path = member_path(&error.path().to_string());
        if missing && let Some(name) = error.inner().to_string().split('`').nth(1) {
            path = if path.is_empty() { name.to_owned() } else { format!("{path},{name}") };
        }
        (rules.bad_body)(&BadBody::Member { path, missing })
    })
}

/// `a.b[0].c` as MOSIP writes it: `a,b,c`.
fn member_path(path: &str) -> String {
    path.split('.')
        .map(|part| part.split('[').next().unwrap_or(part))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(",")
}

fn parse_object(bytes: &Bytes) -> Option<Map<String, Value>> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

fn fill(head: &mut EnvelopeHead, members: &Map<String, Value>) {
    let text = |key: &str| match members.get(key) {
        Some(Value::String(s)) => Some(s.clone()),
        Some(Value::Null) | None => None,
        Some(other) => Some(other.to_string()),
    };
    head.present = true;
    head.has_request = members.get("request").is_some_and(|v| !v.is_null());
    head.id = text("id");
    head.version = text("version");
    head.requesttime = text("requesttime").or_else(|| text("requestTime"));
}

fn respond<T: serde::Serialize>(
    edge: &Edge,
    rules: &Rules,
    info: &EndpointInfo,
    head: &EnvelopeHead,
    id: &str,
    outcome: Result<impl Into<Reply<T>>, Failure>,
) -> Response {
    let (status, response, errors, headers) = match outcome {
        Ok(reply) => {
            let reply = reply.into();
            let errors = if rules.empty_errors { json!([]) } else { Value::Null };
            (200, serde_json::to_value(reply.body).unwrap_or(Value::Null), errors, reply.headers)
        }
        Err(failure) => {
            log(info, id, &failure);
            (failure.status(), Value::Null, error_list(&failure, rules.error_text_key), Vec::new())
        }
    };
    let body = wrap(edge, rules, info, head, response, errors);
    let mut answer =
        (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), axum::Json(body)).into_response();
    if status == 429 {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    }
    for (name, value) in headers {
        answer.headers_mut().append(name, value);
    }
    stamp(&mut answer, id);
    answer
}

/// The envelope around a response and errors, for handlers of special endpoints too.
pub fn wrap(
    edge: &Edge,
    rules: &Rules,
    info: &EndpointInfo,
    head: &EnvelopeHead,
    response: Value,
    errors: Value,
) -> Value {
    let reply_id = match rules.reply_id {
        ReplyId::Echo => head.id.clone().map_or(Value::Null, Value::String),
        ReplyId::Endpoint => Value::String(info.id.to_owned()),
        ReplyId::Fixed(id) => Value::String(id.to_owned()),
    };
    let version = match rules.reply_version {
        ReplyVersion::Echo => head.version.clone().map_or(Value::Null, Value::String),
        ReplyVersion::Fixed(version) => Value::String(version.to_owned()),
    };
    json!({
        "id": reply_id,
        "version": version,
        rules.time_key: types::time::format(edge.now()),
        "metadata": null,
        "response": response,
        "errors": errors,
    })
}

/// Answers a special endpoint's outcome in its module's envelope.
pub fn respond_raw(
    edge: &Edge,
    rules: &Rules,
    info: &EndpointInfo,
    head: &EnvelopeHead,
    caller: &Caller,
    outcome: Result<Value, Failure>,
) -> Response {
    respond::<Value>(edge, rules, info, head, caller.cx().request_id(), outcome)
}

/// `errors` of a failure, under the module's name for the text.
#[must_use]
pub fn error_list(failure: &Failure, text_key: &str) -> Value {
    failure.faults.iter().map(|f| json!({"errorCode": f.code.code, text_key: f.message})).collect()
}

fn log(info: &EndpointInfo, id: &str, failure: &Failure) {
    let cause = failure.cause().map(|c| format!("{c}: {:?}", c.source().map(ToString::to_string)));
    if failure.status() >= 500 {
        tracing::error!(request_id = id, endpoint = info.name, code = failure.code(), cause, "request failed");
    } else if failure.faults.iter().any(|f| f.code.retry == Retry::Later) {
        tracing::warn!(request_id = id, endpoint = info.name, code = failure.code(), cause, "request refused for now");
    } else {
        tracing::debug!(request_id = id, endpoint = info.name, code = failure.code(), cause, "request refused");
    }
}

fn stamp(response: &mut Response, id: &str) {
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
}

/// The reply for a path nobody serves.
pub async fn not_found(Extension(edge): Extension<Arc<Edge>>, request: Request) -> Response {
    let id = request_id(&edge, &request);
    let info = EndpointInfo {
        name: "NotFound",
        method: "GET",
        path: "",
        id: "",
        permission: types::Permission::public("none"),
        durability: types::Durability::Read,
    };
    respond::<()>(
        &edge,
        &Rules::kernel(),
        &info,
        &EnvelopeHead::default(),
        &id,
        Err::<(), _>(EdgeError::NotFound.into()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Method;
    use serde::{Deserialize, Serialize};
    use tower::ServiceExt;
    use types::{Permission, endpoint, role};

    #[derive(Serialize, Deserialize)]
    pub struct Ask {
        name: String,
        #[serde(default)]
        page: Option<Page>,
    }
    #[derive(Serialize, Deserialize)]
    pub struct Page {
        start: u32,
    }
    endpoint! {
        Greet: POST "/v1/greet/{who}", id "x.greet", permission Permission::public("greet"), read, Ask => String;
        Secret: GET "/v1/secret", id "", permission Permission::roles("secret", &[role::GLOBAL_ADMIN]), read, () => String;
    }

    fn app() -> Router {
        let edge = Edge::new(|| types::time::parse("2026-11-23T00:00:00.000Z").unwrap(), Uuid::nil, vec![]);
        Routes::new()
            .on(Greet, Rules::kernel(), |call: Call<Greet>| async move {
                Ok(format!("{} {} {:?}", call.path("who"), call.body.name, call.query("q")))
            })
            .on(Secret, Rules::kernel(), |_| async { Ok("never".to_owned()) })
            .into_router(Arc::new(edge))
    }
    use uuid::Uuid;

    async fn send(method: Method, path: &str, body: &str) -> (u16, Value) {
        let request = Request::builder().method(method).uri(path).body(Body::from(body.to_owned())).unwrap();
        let response = app().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn the_envelope_is_echoed_and_refusals_are_coded() {
        let (status, body) =
            send(Method::POST, "/v1/greet/bo?q=1", r#"{"id":"a","version":"v1","request":{"name":"x"}}"#).await;
        assert_eq!((status, &body["response"], &body["id"]), (200, &json!("bo x Some(\"1\")"), &json!("a")));
        assert_eq!(body["errors"], Value::Null);
        let (status, body) = send(Method::POST, "/v1/greet/bo", "nonsense").await;
        assert_eq!((status, &body["errors"][0]["errorCode"]), (400, &json!("TES-EDG-001")));
        let (_, body) = send(Method::POST, "/v1/greet/bo", r#"{"request":{"name":"x","page":{"start":"a"}}}"#).await;
        assert!(body["errors"][0]["message"].as_str().unwrap().contains("page,start has the wrong type"));
        let (_, body) = send(Method::POST, "/v1/greet/bo", r#"{"request":{}}"#).await;
        assert!(body["errors"][0]["message"].as_str().unwrap().contains("name is missing"));
        let (status, body) = send(Method::GET, "/v1/secret", "").await;
        assert_eq!((status, &body["errors"][0]["errorCode"]), (401, &json!("KER-ATH-401")));
    }
}
