//! Endpoints of credential requests and digital cards.

use std::sync::Arc;

use axum::Extension;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use credential_api::request::*;
use edge::auth::Edge;
use edge::routes::respond_raw;
use edge::rules::{ReplyId, ReplyVersion};
use edge::{Call, EnvelopeHead, Routes, Rules};
use types::{Caller, Endpoint};

use crate::Credential;
use crate::service::manage::{self, Listing};
use crate::service::{fetch, request};

const RULES: Rules = Rules {
    reply_id: ReplyId::Endpoint,
    reply_version: ReplyVersion::Fixed("1.0"),
    empty_errors: true,
    max_body: 1 << 20,
    ..Rules::kernel()
};

/// Everything the credential module serves.
pub fn routes(m: &Arc<Credential>) -> Routes {
    let routes = Routes::new();
    let module = Arc::clone(m);
    let routes = routes.on(RequestCredential, RULES, move |call: Call<RequestCredential>| {
        let m = Arc::clone(&module);
        async move { request::over_rest(&m, &call.caller, call.body, None).await }
    });
    let module = Arc::clone(m);
    let routes = routes.on(RequestCredentialByRid, RULES, move |call: Call<RequestCredentialByRid>| {
        let m = Arc::clone(&module);
        async move {
            let natural = call.path("rid").to_owned();
            request::over_rest(&m, &call.caller, call.body, Some(natural)).await
        }
    });
    let module = Arc::clone(m);
    let routes = routes.on(CancelRequest, RULES, move |call: Call<CancelRequest>| {
        let m = Arc::clone(&module);
        async move { manage::cancel(&m, &call.caller, call.path("requestId")).await }
    });
    let module = Arc::clone(m);
    let routes = routes.on(ReadRequest, RULES, move |call: Call<ReadRequest>| {
        let m = Arc::clone(&module);
        async move { manage::read(&m, &call.caller, call.path("requestId")).await }
    });
    let module = Arc::clone(m);
    let routes = routes.on(RetriggerRequest, RULES, move |call: Call<RetriggerRequest>| {
        let m = Arc::clone(&module);
        async move { manage::retrigger(&m, &call.caller, call.path("requestId")).await }
    });
    let module = Arc::clone(m);
    let routes = routes.on(ListRequests, RULES, move |call: Call<ListRequests>| {
        let m = Arc::clone(&module);
        async move {
            let listing = Listing {
                status: call.query("statusCode"),
                since: call.query("effectivedtimes"),
                ascending: call.query("direction").is_some_and(|text| text.eq_ignore_ascii_case("ASC")),
                page: call.query_number("pageNumber", 0),
                size: call.query_number("pageSize", 1),
            };
            manage::list(&m, &call.caller, listing).await
        }
    });
    let routes = routes.on(ListTypes, RULES, |_: Call<ListTypes>| async { Ok(manage::types()) });
    let module = Arc::clone(m);
    let routes = routes.on(ReadDigitalCard, RULES, move |call: Call<ReadDigitalCard>| {
        let m = Arc::clone(&module);
        async move { fetch::digital_card(&m, &call.caller, call.path("rid")).await }
    });
    let module = Arc::clone(m);
    let download =
        move |Extension(edge): Extension<Arc<Edge>>, Extension(caller): Extension<Caller>, Path(rid): Path<String>| {
            let m = Arc::clone(&module);
            async move {
                match fetch::download(&m, &caller, &rid).await {
                    Ok(pdf) => pdf_response(pdf),
                    Err(failure) => {
                        let head = EnvelopeHead::default();
                        respond_raw(&edge, &RULES, &DownloadDigitalCard::INFO, &head, &caller, Err(failure))
                    }
                }
            }
        };
    routes.raw(DownloadDigitalCard::INFO, RULES, get(download))
}

/// A card is personal: no cache keeps it.
fn pdf_response(pdf: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"identity-card.pdf\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, pdf).into_response()
}
