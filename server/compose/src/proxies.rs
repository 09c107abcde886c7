//! MOSIP's administration portal reaches master data and the key manager through `/v1/admin`: the same request, verb, query,
//! body and token, at the service's own address.

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{StatusCode, Uri, uri::PathAndQuery},
    response::{IntoResponse, Response},
    routing::any,
};
use tower::ServiceExt;

/// Services that are reached this way: the name behind `/v1/admin`, and where it answers.
const PROXIED: [(&str, &str); 2] = [("masterdata", "/v1/masterdata"), ("keymanager", "/v1/keymanager")];

/// Adds the addresses that pass requests on.
pub(crate) fn with_proxies(services: Router) -> Router {
    let mut proxies = Router::new();
    for (name, base) in PROXIED {
        let pass = move |State(services): State<Router>, Path(rest): Path<String>, request: Request| async move {
            pass(services, base, &rest, request).await
        };
        proxies = proxies.route(&format!("/v1/admin/{name}/{{*rest}}"), any(pass));
    }
    let proxies = proxies.with_state(services.clone());
    services.merge(proxies)
}

async fn pass(services: Router, base: &str, rest: &str, mut request: Request) -> Response {
    // the part behind the name as it was sent: an encoded slash stays one
    let sent = request.uri().path();
    let raw = sent.splitn(5, '/').nth(4).unwrap_or(rest);
    let query = request.uri().query().map_or_else(String::new, |query| format!("?{query}"));
    let Ok(path) = PathAndQuery::try_from(format!("{base}/{raw}{query}")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *request.uri_mut() = Uri::from(path);
    match services.oneshot(request.map(Body::new)).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
