//! What every request passes: id, limits, headers that harden the browser, one canonical log line, panics caught.

use crate::{
    auth::Edge,
    routes::{REQUEST_ID, RequestId},
};
use axum::{
    Extension, Router,
    extract::{MatchedPath, Request},
    http::{HeaderValue, StatusCode, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use std::{sync::Arc, time::Instant};
use tower_http::catch_panic::CatchPanicLayer;

/// Wraps a router with what all requests need.
pub fn harden(router: Router, edge: &Arc<Edge>) -> Router {
    router.layer(from_fn(observe)).layer(Extension(Arc::clone(edge))).layer(CatchPanicLayer::custom(
        |_: Box<dyn std::any::Any + Send>| {
            tracing::error!("a request handler panicked");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something failed inside. Try again; if it stays, tell the operator.")
                .into_response()
        },
    ))
}

async fn observe(Extension(edge): Extension<Arc<Edge>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id: Arc<str> = edge.request_id().into();
    let method = request.method().clone();
    // the pattern, never the path: paths hold numbers that name people
    let path = request.extensions().get::<MatchedPath>().map_or("-".to_owned(), |p| p.as_str().to_owned());
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    headers.entry(header::X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.entry(REQUEST_ID).or_insert(value);
    }
    tracing::info!(
        target: "request",
        request_id = &*id,
        method = %method,
        path,
        status = response.status().as_u16(),
        ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "served"
    );
    response
}
