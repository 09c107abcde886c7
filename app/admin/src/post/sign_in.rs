//! The forms of signing in, each step one, and signing out.

use std::sync::Arc;

use app_kit::{
    UiError,
    server::{SessionChange, encode, see_other, with_problem},
};
use axum::{
    Extension, Form, Router,
    extract::Query,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use iam_api::{
    Accounts, Iam, IamError,
    account::{Browser, OutsideAnswer, SignedIn},
};
use serde::Deserialize;
use types::{Caller, Failure};

use super::{Posted, cookies, refused, rule, sign_in_page, value};
use crate::place::{Place, SIGN_IN, back_to};

type AccountsIn = Extension<Arc<dyn Accounts>>;
type IamIn = Extension<Arc<dyn Iam>>;
type Who = Extension<Caller>;

pub(super) fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/sign-in", post(by_password))
        .route("/_ui/admin/sign-in/recovery", post(by_recovery))
        .route("/_ui/admin/sign-in/passkey", post(by_passkey))
        .route("/_ui/admin/sign-in/second", post(second))
        .route("/_ui/admin/sign-in/second/passkey", post(second_passkey))
        .route("/_ui/admin/sign-in/choose", post(choose))
        .route("/_ui/admin/outside/start", get(outside))
        .route("/_ui/admin/outside/return", get(outside_return))
        .route("/_ui/admin/sign-out", post(sign_out))
}

/// What is known of the browser, out of its headers.
struct Seen {
    device: Option<String>,
    agent: Option<String>,
}

impl Seen {
    fn of(headers: &HeaderMap) -> Self {
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { device: cookies::cookie(headers, cookies::DEVICE), agent }
    }
    fn browser(&self) -> Browser<'_> {
        Browser { device: self.device.as_deref(), agent: self.agent.as_deref() }
    }
}

/// A step's page with the page to go to afterwards.
fn page(place: &Place, back: &str) -> String {
    format!("{}?next={}", place.path(), encode(back))
}

/// Where a sign-in goes on, or what it was refused by.
async fn go_on(
    iam: &Arc<dyn Iam>,
    caller: &Caller,
    outcome: Result<SignedIn, Failure>,
    here: &str,
    back: &str,
) -> Response {
    match outcome {
        Ok(SignedIn::Open(opened)) => {
            // the session before this one, if any, must not live on beside it; one that cannot be closed ends by itself
            let _ = iam.sign_out(caller).await;
            let mut response = see_other(back).into_response();
            let session = opened.session;
            response.extensions_mut().insert(SessionChange::Open(session.cookie.as_str().into(), session.max_age_secs));
            if let Some(device) = opened.device {
                cookies::set_ticket(&mut response, cookies::DEVICE, &device);
            }
            cookies::clear(&mut response, cookies::STEP);
            response
        }
        Ok(SignedIn::Second(ticket)) => step(&Place::SecondFactor, &ticket, back),
        Ok(SignedIn::Choose(ticket)) => step(&Place::ChoosePassword, &ticket, back),
        // the step is over: from the start again, with the reason
        Err(failure) if failure.is(IamError::TicketGone) => refused(&sign_in_page(back), &failure.into()),
        Err(failure) => see_other(&with_problem(here, &failure.into())).into_response(),
    }
}

fn step(place: &Place, ticket: &iam_api::account::Ticket, back: &str) -> Response {
    let mut response = see_other(&page(place, back)).into_response();
    cookies::set_ticket(&mut response, cookies::STEP, ticket);
    response
}

async fn by_password(
    Extension(accounts): AccountsIn,
    Extension(iam): IamIn,
    Extension(caller): Who,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let back = back_to(value(&posted, "next"));
    let (name, password) = (value(&posted, "user").trim(), value(&posted, "password"));
    if name.is_empty() || password.is_empty() {
        return refused(&sign_in_page(&back), &rule("TES-ADM-001"));
    }
    let outcome = accounts.sign_in(&caller, Seen::of(&headers).browser(), name, password).await;
    go_on(&iam, &caller, outcome, &sign_in_page(&back), &back).await
}

async fn by_recovery(
    Extension(accounts): AccountsIn,
    Extension(iam): IamIn,
    Extension(caller): Who,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let back = back_to(value(&posted, "next"));
    let here = page(&Place::Recovery, &back);
    let (name, password) = (value(&posted, "user").trim(), value(&posted, "password"));
    if name.is_empty() || password.is_empty() {
        return refused(&here, &rule("TES-ADM-001"));
    }
    let (seen, code) = (Seen::of(&headers), value(&posted, "code"));
    let outcome = accounts.sign_in_with_recovery(&caller, seen.browser(), name, password, code).await;
    go_on(&iam, &caller, outcome, &here, &back).await
}

async fn by_passkey(
    Extension(accounts): AccountsIn,
    Extension(iam): IamIn,
    Extension(caller): Who,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let back = back_to(value(&posted, "next"));
    let (ticket, answer) = (value(&posted, "ticket"), value(&posted, "answer"));
    let outcome = accounts.sign_in_with_passkey(&caller, Seen::of(&headers).browser(), ticket, answer).await;
    go_on(&iam, &caller, outcome, &sign_in_page(&back), &back).await
}

async fn second(
    Extension(accounts): AccountsIn,
    Extension(iam): IamIn,
    Extension(caller): Who,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let back = back_to(value(&posted, "next"));
    let ticket = cookies::cookie(&headers, cookies::STEP).unwrap_or_default();
    let (seen, code) = (Seen::of(&headers), value(&posted, "code"));
    let outcome = accounts.second_by_recovery(&caller, seen.browser(), &ticket, code).await;
    go_on(&iam, &caller, outcome, &page(&Place::SecondFactor, &back), &back).await
}

async fn second_passkey(
    Extension(accounts): AccountsIn,
    Extension(iam): IamIn,
    Extension(caller): Who,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let back = back_to(value(&posted, "next"));
    let step = cookies::cookie(&headers, cookies::STEP).unwrap_or_default();
    let (ticket, answer) = (value(&posted, "ticket"), value(&posted, "answer"));
    let outcome = accounts.second_by_passkey(&caller, Seen::of(&headers).browser(), &step, ticket, answer).await;
    go_on(&iam, &caller, outcome, &page(&Place::SecondFactor, &back), &back).await
}

async fn choose(
    Extension(accounts): AccountsIn,
    Extension(iam): IamIn,
    Extension(caller): Who,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let back = back_to(value(&posted, "next"));
    let step = cookies::cookie(&headers, cookies::STEP).unwrap_or_default();
    let seen = Seen::of(&headers);
    let outcome = accounts.choose_password(&caller, seen.browser(), &step, value(&posted, "new-password")).await;
    go_on(&iam, &caller, outcome, &page(&Place::ChoosePassword, &back), &back).await
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    next: String,
}

/// A link, not a form: our content security policy lets no form lead to another site.
async fn outside(Extension(accounts): AccountsIn, Extension(caller): Who, Query(wanted): Query<Wanted>) -> Response {
    let back = back_to(&wanted.next);
    match accounts.start_outside(&caller, &back).await {
        Ok(start) => {
            let mut response = see_other(&start.location).into_response();
            cookies::set_ticket(&mut response, cookies::OUTSIDE, &start.ticket);
            response
        }
        Err(failure) => refused_at_sign_in(&back, failure),
    }
}

#[derive(Deserialize)]
struct Returned {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
}

async fn outside_return(
    Extension(accounts): AccountsIn,
    Extension(iam): IamIn,
    Extension(caller): Who,
    headers: HeaderMap,
    Query(returned): Query<Returned>,
) -> Response {
    let ticket = cookies::cookie(&headers, cookies::OUTSIDE).unwrap_or_default();
    let answer = OutsideAnswer { ticket: &ticket, state: &returned.state, code: &returned.code };
    let first = Place::Packets.path();
    let mut response = match accounts.finish_outside(&caller, Seen::of(&headers).browser(), answer).await {
        Ok((done, back)) => go_on(&iam, &caller, Ok(done), &sign_in_page(&back), &back_to(&back)).await,
        Err(failure) => refused_at_sign_in(&first, failure),
    };
    cookies::clear(&mut response, cookies::OUTSIDE);
    response
}

/// Back to the sign-in page with the reason, whatever kind of refusal it is.
fn refused_at_sign_in(back: &str, failure: Failure) -> Response {
    see_other(&with_problem(&sign_in_page(back), &UiError::from(failure))).into_response()
}

async fn sign_out(Extension(iam): IamIn, Extension(caller): Who) -> Response {
    if let Err(failure) = iam.sign_out(&caller).await {
        return refused(&Place::Packets.path(), &failure.into());
    }
    let mut response = see_other(&format!("{SIGN_IN}?out=1")).into_response();
    response.extensions_mut().insert(SessionChange::Close);
    response
}
