//! The form of a lost number. What is known of the person lies in a cookie of this browser, never in an address.

use app_kit::server::see_other;
use axum::{
    Form, Router,
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use masterdata_api::lost::LostForm;

use super::cookies::{clear, cookie_of_request, set};
use super::{Posted, value};
use crate::place::Place;

const COOKIE: &str = "__Host-tessera-lost";
const SECS: u64 = 600;
/// Longest value in characters: all of them have to fit into a cookie.
const LONGEST: usize = 128;

pub(super) fn routes() -> Router {
    Router::new().route("/_ui/admin/lost", post(ask)).route("/_ui/admin/lost/clear", post(forget))
}

async fn ask(Form(posted): Posted) -> Response {
    let text = |name: &str| value(&posted, name).trim().chars().take(LONGEST).collect::<String>();
    let form = LostForm {
        from: text("from"),
        to: text("to"),
        name: text("name"),
        email: text("email"),
        phone: text("phone"),
        place: text("place"),
        center: text("center"),
    };
    let mut response = see_other(&format!("{}?asked=1", Place::Lost.path())).into_response();
    let kept = serde_json::to_vec(&form).unwrap_or_default();
    set(&mut response, COOKIE, &BASE64_URL_SAFE_NO_PAD.encode(kept), SECS);
    response
}

async fn forget() -> Response {
    let mut response = see_other(&Place::Lost.path()).into_response();
    clear(&mut response, COOKIE);
    response
}

/// What was asked for, of the request being rendered.
pub(crate) fn lost_of_request() -> LostForm {
    let kept = cookie_of_request(COOKIE).and_then(|value| BASE64_URL_SAFE_NO_PAD.decode(value).ok());
    kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}
