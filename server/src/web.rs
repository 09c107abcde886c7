//! The portals on the server: pages, server functions and assets beside the API.

use std::{collections::HashMap, sync::Arc};

use app::{SessionChange, WebAssets};
use axum::{
    Extension, Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use compose::Services;
use edge::{Edge, auth::SESSION_COOKIE, routes::RequestId};
use leptos::{config::LeptosOptions, prelude::provide_context};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

/// `target/site` as `cargo xtask build` wrote it: inside the binary in release, read from the disk in debug.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Site;

/// `pkg/manifest.json`, written by the build.
#[derive(Deserialize)]
struct Manifest {
    pkg: String,
    css: String,
    chunks: HashMap<String, Vec<String>>,
}

/// The API with the portals beside it.
///
/// # Errors
/// When the front end was not built (`cargo xtask build`).
pub fn routes(api: Router, services: &Services) -> anyhow::Result<Router> {
    let manifest = Site::get("pkg/manifest.json")
        .ok_or_else(|| anyhow::anyhow!("the front end is not built: run `cargo xtask build`"))?;
    let manifest: Manifest = serde_json::from_slice(&manifest.data)?;
    let assets = WebAssets { pkg: manifest.pkg.into(), css: manifest.css.into(), chunks: Arc::new(manifest.chunks) };
    let options = LeptosOptions::builder().output_name("tessera").build();
    let portals = app::router(options, assets, context(services))
        .layer(Extension(services.prereg.clone()))
        .layer(Extension(services.residents.clone()))
        .layer(Extension(services.iam.clone()))
        .layer(Extension(services.accounts.clone()))
        .layer(Extension(services.staff.clone()))
        .layer(Extension(services.registrations.clone()))
        .layer(Extension(services.keys.clone()))
        .layer(Extension(services.registry.clone()))
        .layer(Extension(services.bulk_uploads.clone()))
        .layer(Extension(services.policy.clone()))
        .layer(Extension(services.audit.clone()))
        .layer(Extension(services.jobs.clone()))
        .layer(Extension(services.definitions.clone()))
        .layer(middleware::from_fn_with_state(services.edge.clone(), with_caller))
        .layer(middleware::from_fn(same_origin))
        .layer(middleware::from_fn(static_first));
    Ok(api.merge(portals))
}

/// What server functions take from context.
fn context(services: &Services) -> impl Fn() + Clone + Send + Sync + 'static {
    let services = services.clone();
    move || {
        provide_context(services.prereg.clone());
        provide_context(services.residents.clone());
        provide_context(services.iam.clone());
        provide_context(services.accounts.clone());
        provide_context(services.staff.clone());
        provide_context(services.registrations.clone());
        provide_context(services.keys.clone());
        provide_context(services.registry.clone());
        provide_context(services.bulk_uploads.clone());
        provide_context(services.policy.clone());
        provide_context(services.lost.clone());
        provide_context(services.audit.clone());
        provide_context(services.jobs.clone());
        provide_context(services.health.clone());
        provide_context(services.cross_check.clone());
        provide_context(services.definitions.clone());
        provide_context(services.master.clone());
        if let Some(sent) = &services.sent_messages {
            provide_context(sent.clone());
        }
    }
}

/// Places the caller into the request, and what the handler decided about the session into the cookie.
async fn with_caller(State(edge): State<Arc<Edge>>, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map_or_else(|| edge.request_id(), |id| id.0.to_string());
    // a session that has ended makes an anonymous caller: the page then asks to sign in
    let (caller, _) = edge.caller(request.headers(), &id).await;
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    let cookie = match response.extensions_mut().remove::<SessionChange>() {
        Some(SessionChange::Open(value, secs)) => session_cookie(&value, secs),
        Some(SessionChange::Close) => session_cookie("", 0),
        None => return response,
    };
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn session_cookie(value: &str, secs: u64) -> String {
    format!("{SESSION_COOKIE}={value}; Path=/; Max-Age={secs}; Secure; HttpOnly; SameSite=Lax")
}

/// Refuses changes that another site asks a signed-in browser for.
async fn same_origin(request: Request, next: Next) -> Response {
    if request.method().is_safe() || from_here(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "This form was sent from another site. Open the page here and send it again.")
            .into_response()
    }
}

/// Whether a request with effects comes from our own page: the browser's own word first, then the origin's host.
fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN) {
        Some(origin) => origin.split_once("://").is_some_and(|(_, host)| Some(host) == text(header::HOST)),
        // no browser leaves it out of a cross-site POST
        None => true,
    }
}

/// Serves a file of the site when the path names one; anything else goes on to the pages.
async fn static_first(request: Request, next: Next) -> Response {
    match request.method().as_str() {
        "GET" | "HEAD" => match file(request.uri(), request.headers()) {
            Some(response) => response,
            None => next.run(request).await,
        },
        _ => next.run(request).await,
    }
}

fn file(uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    let path = uri.path().strip_prefix('/').filter(|path| !path.is_empty())?;
    if path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let plain = Site::get(path)?;
    let etag = format!("\"{}\"", hex(&plain.metadata.sha256_hash()[..12]));
    // everything under /pkg carries its content hash in the path
    let cache = if path.starts_with("pkg/") { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    if headers.get(header::IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == etag.as_bytes()) {
        return Some(
            (StatusCode::NOT_MODIFIED, [(header::ETAG, etag), (header::CACHE_CONTROL, cache.to_owned())])
                .into_response(),
        );
    }
    let (encoding, found) = encoded(path, headers).map_or((None, plain), |(name, file)| (Some(name), file));
    let mut response = Body::from(found.data).into_response();
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, mime_guess::from_path(path).first_or_octet_stream().as_ref().parse().ok()?);
    set.insert(header::CACHE_CONTROL, cache.parse().ok()?);
    set.insert(header::ETAG, etag.parse().ok()?);
    set.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
    set.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    if let Some(encoding) = encoding {
        set.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// The pre-compressed copy the browser accepts, brotli before gzip.
fn encoded(path: &str, headers: &HeaderMap) -> Option<(&'static str, EmbeddedFile)> {
    let accepted = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(name, _)| accepted.contains(name))
        .find_map(|(name, ending)| Site::get(&format!("{path}.{ending}")).map(|file| (name, file)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        assert!(from_here(&headers(&[("sec-fetch-site", "same-origin"), ("origin", "null")])));
        assert!(!from_here(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!from_here(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(from_here(&headers(&[("origin", "https://id.example"), ("host", "id.example")])));
        assert!(!from_here(&headers(&[("origin", "https://evil.example"), ("host", "id.example")])));
        assert!(!from_here(&headers(&[("origin", "null"), ("host", "id.example")])));
        assert!(from_here(&headers(&[("host", "id.example")])));
    }

    #[test]
    fn portals_and_edge_mean_the_same_cookie() {
        assert_eq!(app::SESSION_COOKIE, SESSION_COOKIE);
    }

    #[test]
    fn the_session_cookie_is_bound_to_the_host() {
        assert_eq!(session_cookie("v", 60), "__Host-tessera=v; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax");
    }
}
