//! Audit rows as a file.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use kernel_api::AuditSearch;
use types::Caller;

use super::{refused, value};
use crate::audit_filter::Filter;
use crate::place::Place;

pub(super) fn routes() -> Router {
    Router::new().route("/_ui/admin/audit/export", get(export))
}

async fn export(
    Extension(service): Extension<Arc<dyn AuditSearch>>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let text = |name: &str| value(&asked, name).to_owned();
    let filter = Filter {
        from: text("from"),
        until: text("until"),
        event: text("event"),
        actor: text("actor"),
        module: text("module"),
        reference: text("ref"),
        after: String::new(),
    };
    match service.export(&caller, &filter.question(1)).await {
        Ok(csv) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
                (header::CACHE_CONTROL, "no-store, private"),
            ];
            (headers, csv).into_response()
        }
        Err(failure) => refused(&filter.href(&Place::Audit.path(), None), &failure.into()),
    }
}
