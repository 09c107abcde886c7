//! Forms of the queues.

use std::sync::Arc;

use app_kit::server::see_other;
use axum::{
    Extension, Form, Router,
    response::{IntoResponse, Response},
    routing::post,
};
use kernel_api::{JobAdministration, KernelError};
use types::{Caller, Failure};

use super::{Posted, refused, value};
use crate::place::Place;

type Service = Extension<Arc<dyn JobAdministration>>;

pub(super) fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/jobs/retry", post(retry))
        .route("/_ui/admin/jobs/retry-kind", post(retry_kind))
        .route("/_ui/admin/jobs/run-now", post(run_now))
        .route("/_ui/admin/jobs/discard", post(discard))
}

fn answered(outcome: Result<(), Failure>, done: &str) -> Response {
    let page = Place::Jobs.path();
    match outcome {
        Ok(()) => see_other(&format!("{page}?done={done}")).into_response(),
        Err(failure) => refused(&page, &failure.into()),
    }
}

async fn retry(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    answered(service.retry(&caller, value(&posted, "database"), value(&posted, "id")).await, "retried")
}

async fn retry_kind(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Form(posted): Posted,
) -> Response {
    let done = service.retry_kind(&caller, value(&posted, "database"), value(&posted, "kind")).await;
    answered(done.map(drop), "retried")
}

async fn run_now(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    answered(service.run_now(&caller, value(&posted, "database"), value(&posted, "kind")).await, "started")
}

async fn discard(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let (database, id) = (value(&posted, "database"), value(&posted, "id"));
    match service.discard(&caller, database, id, value(&posted, "reason")).await {
        // the job is gone: there is no page of its own to go back to
        Err(failure) if !failure.is(KernelError::JobGone) => {
            refused(&Place::Job(database.to_owned(), id.to_owned()).path(), &failure.into())
        }
        outcome => answered(outcome, "discarded"),
    }
}
