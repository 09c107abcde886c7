//! The HTML document around the portals, and the mount point for the server.

use std::{collections::HashMap, sync::Arc};

use axum::http::{HeaderName, HeaderValue};
use leptos::{WasmSplitManifest, config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list, render_app_async_with_context};
use leptos_meta::MetaTags;

use crate::{App, preferences};

/// Where the build put the parts of the page; read from `pkg/manifest.json`.
#[derive(Clone, Debug, Default)]
pub struct WebAssets {
    /// URL directory of the JavaScript and WASM, with their content hash, such as `/pkg/0123456789abcdef`.
    pub pkg: Arc<str>,
    /// URL of the style sheet, with its content hash.
    pub css: Arc<str>,
    /// For each lazy function the chunks it needs (file stems), so that a page can preload its portal.
    pub chunks: Arc<HashMap<String, Vec<String>>>,
}

/// Page routes, server functions and the not-found page. `context` is called once per request and provides what server
/// functions take from context.
pub fn router(
    options: LeptosOptions,
    assets: WebAssets,
    context: impl Fn() + Clone + Send + Sync + 'static,
) -> axum::Router {
    let context = move || {
        context();
        provide_context(assets.clone());
        provide_context(WasmSplitManifest(ArcStoredValue::new((
            assets.pkg.to_string(),
            HashMap::clone(&assets.chunks),
            "__wasm_split.js".to_owned(),
        ))));
    };
    axum::Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), context.clone(), document)
        .route("/_ui/preferences", axum::routing::post(preferences::set))
        .fallback(render_app_async_with_context(context, document))
        .with_state(options)
        .merge(app_prereg::routes())
        .merge(app_admin::routes())
        .merge(app_resident::routes())
        .layer(axum::middleware::from_fn(app_admin::guard))
        .layer(axum::middleware::from_fn(preferences::choose_language))
}

/// The whole document, with the content security policy that fits its nonce.
fn document() -> impl IntoView {
    let assets = expect_context::<WebAssets>();
    let nonce = use_nonce();
    if let (Some(nonce), Some(response)) = (&nonce, use_context::<ResponseOptions>()) {
        let policy = format!(
            "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
             img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        if let Ok(value) = HeaderValue::from_str(&policy) {
            response.insert_header(HeaderName::from_static("content-security-policy"), value);
        }
    }
    let js = format!("{}/tessera.js", assets.pkg);
    let wasm = format!("{}/tessera.wasm", assets.pkg);
    let start = format!("import({js:?}).then(m => m.default({{module_or_path: {wasm:?}}}).then(() => m.hydrate()))");
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="stylesheet" href=assets.css.to_string()/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="modulepreload" href=js/>
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin=""/>
                <MetaTags/>
                <script type="module" nonce=nonce>{start}</script>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
