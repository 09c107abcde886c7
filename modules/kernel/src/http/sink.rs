//! `GET /mocksmtp/messages`: what the development sink has taken, newest first, as a plain JSON list.

use std::collections::BTreeMap;

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use axum::{Extension, Json};
use kernel_api::SentMessages as _;
use types::Caller;

use crate::Kernel;

pub(super) fn route(kernel: &Kernel) -> MethodRouter {
    let kernel = kernel.clone();
    get(move |Extension(caller): Extension<Caller>, Query(query): Query<BTreeMap<String, String>>| {
        let kernel = kernel.clone();
        async move { list(&kernel, &caller, query.get("recipient").map(String::as_str)).await }
    })
}

async fn list(kernel: &Kernel, caller: &Caller, recipient: Option<&str>) -> Response {
    match kernel.newest(caller, recipient).await {
        Ok(messages) => Json(messages).into_response(),
        Err(failure) => {
            tracing::error!(cause = ?failure.cause().map(ToString::to_string), "the message sink could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
