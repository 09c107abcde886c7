//! `GET /mocksmtp/messages`: what the development sink has taken, newest first, as a plain JSON list.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use kernel_api::wire::SinkMessage;

use crate::{Kernel, gateway, repo};

/// The most messages in one answer.
const LIMIT: u64 = 200;

pub(super) fn route(kernel: &Kernel) -> MethodRouter {
    let kernel = kernel.clone();
    get(move |Query(query): Query<BTreeMap<String, String>>| {
        let kernel = kernel.clone();
        async move { list(&kernel, query.get("recipient").map(String::as_str)).await }
    })
}

async fn list(kernel: &Kernel, recipient: Option<&str>) -> Response {
    let recipient = recipient.map(gateway::fold).filter(|recipient| !recipient.is_empty());
    match repo::message::newest(kernel.inner.db.read(), recipient.as_deref(), LIMIT).await {
        Ok(rows) => {
            let messages: Vec<SinkMessage> = rows
                .into_iter()
                .map(|row| SinkMessage {
                    to: row.recipient,
                    channel: row.channel,
                    subject: row.subject,
                    text: row.text,
                    sent_at: types::time::format(row.sent_at),
                })
                .collect();
            Json(messages).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the message sink could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
