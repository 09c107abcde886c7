//! The forms of one's own account, and showing that it is still the same person.

use std::sync::Arc;

use app_kit::server::{see_other, with_problem};
use axum::{
    Extension, Form, Router,
    response::{IntoResponse, Response},
    routing::post,
};
use iam_api::{Accounts, account::Proof};
use types::{Caller, Failure};

use super::{Posted, confirm_for, cookies, refused, value};
use crate::place::{Place, back_to};

type AccountsIn = Extension<Arc<dyn Accounts>>;
type Who = Extension<Caller>;

pub(super) fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/confirm", post(confirm))
        .route("/_ui/admin/account/password", post(password))
        .route("/_ui/admin/account/passkey/add", post(add))
        .route("/_ui/admin/account/passkey/rename", post(rename))
        .route("/_ui/admin/account/passkey/remove", post(remove))
        .route("/_ui/admin/account/second-factor", post(second_factor))
        .route("/_ui/admin/account/codes", post(codes))
        .route("/_ui/admin/account/sessions/end", post(end_session))
        .route("/_ui/admin/account/sessions/end-others", post(end_others))
}

/// Back to the account with what was done, or with why not beside its field.
fn answered(outcome: Result<(), Failure>, done: &str, field: &str) -> Response {
    let page = Place::Account.path();
    match outcome {
        Ok(()) => see_other(&format!("{page}?done={done}")).into_response(),
        Err(failure) => refused(&format!("{page}?field={field}"), &failure.into()),
    }
}

async fn confirm(Extension(accounts): AccountsIn, Extension(caller): Who, Form(posted): Posted) -> Response {
    let back = back_to(value(&posted, "next"));
    let (ticket, answer) = (value(&posted, "ticket"), value(&posted, "answer"));
    let proof = match (answer.is_empty(), value(&posted, "code").trim()) {
        (false, _) => Proof::Passkey { ticket, answer },
        (_, "") => Proof::Password(value(&posted, "password")),
        (_, code) => Proof::RecoveryCode(code),
    };
    match accounts.confirm(&caller, proof).await {
        Ok(()) => {
            let mark = if back.contains('?') { '&' } else { '?' };
            see_other(&format!("{back}{mark}confirmed=1")).into_response()
        }
        Err(failure) if failure.status() == 401 => refused(&back, &failure.into()),
        Err(failure) => see_other(&with_problem(&confirm_for(&back), &failure.into())).into_response(),
    }
}

async fn password(Extension(accounts): AccountsIn, Extension(caller): Who, Form(posted): Posted) -> Response {
    let outcome =
        accounts.change_password(&caller, value(&posted, "current-password"), value(&posted, "new-password")).await;
    let weak = matches!(&outcome, Err(failure) if failure.is(iam_api::IamError::WeakPassword));
    answered(outcome, "password", if weak { "new-password" } else { "current-password" })
}

async fn add(Extension(accounts): AccountsIn, Extension(caller): Who, Form(posted): Posted) -> Response {
    let (ticket, answer) = (value(&posted, "ticket"), value(&posted, "answer"));
    let outcome = accounts.add_passkey(&caller, ticket, answer, value(&posted, "name")).await;
    answered(outcome, "passkey-added", "passkey-name")
}

async fn rename(Extension(accounts): AccountsIn, Extension(caller): Who, Form(posted): Posted) -> Response {
    let outcome = accounts.rename_passkey(&caller, value(&posted, "id"), value(&posted, "name")).await;
    answered(outcome, "passkey-named", "passkeys")
}

async fn remove(Extension(accounts): AccountsIn, Extension(caller): Who, Form(posted): Posted) -> Response {
    answered(accounts.remove_passkey(&caller, value(&posted, "id")).await, "passkey-removed", "passkeys")
}

async fn second_factor(Extension(accounts): AccountsIn, Extension(caller): Who, Form(posted): Posted) -> Response {
    let outcome = accounts.set_second_factor(&caller, value(&posted, "on") == "yes").await;
    answered(outcome, "second-factor", "second-factor")
}

async fn codes(Extension(accounts): AccountsIn, Extension(caller): Who) -> Response {
    match accounts.make_recovery_codes(&caller).await {
        Ok(ticket) => {
            let mut response = see_other(&Place::Codes.path()).into_response();
            cookies::set_ticket(&mut response, cookies::SHOWN, &ticket);
            response
        }
        Err(failure) => answered(Err(failure), "", "recovery"),
    }
}

async fn end_session(Extension(accounts): AccountsIn, Extension(caller): Who, Form(posted): Posted) -> Response {
    answered(accounts.end_session(&caller, value(&posted, "id")).await, "session", "sessions")
}

async fn end_others(Extension(accounts): AccountsIn, Extension(caller): Who) -> Response {
    answered(accounts.end_other_sessions(&caller).await.map(|_| ()), "others", "sessions")
}
