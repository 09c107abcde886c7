//! The portals on the server: pages, server functions and assets beside the API.

use std::{collections::HashMap, sync::Arc};

use app::WebAssets;
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use leptos::config::LeptosOptions;
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

/// The API with the portals beside it; `context` provides what server functions take from context.
///
/// # Errors
/// When the front end was not built (`cargo xtask build`).
pub fn routes(api: Router, context: impl Fn() + Clone + Send + Sync + 'static) -> anyhow::Result<Router> {
    let manifest = Site::get("pkg/manifest.json")
        .ok_or_else(|| anyhow::anyhow!("the front end is not built: run `cargo xtask build`"))?;
    let manifest: Manifest = serde_json::from_slice(&manifest.data)?;
    let assets = WebAssets { pkg: manifest.pkg.into(), css: manifest.css.into(), chunks: Arc::new(manifest.chunks) };
    let options = LeptosOptions::builder().output_name("tessera").build();
    Ok(api.merge(app::router(options, assets, context)).layer(middleware::from_fn(static_first)))
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
