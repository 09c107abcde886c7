//! Where the portal's forms post to, and where card and photograph come from. A handler changes something and answers 303;
//! problems travel as codes in the query.

use std::sync::Arc;

use app_kit::{
    Preferences, Refusal,
    server::{SessionChange, see_other, with_problem},
};
use axum::{
    Extension, Form, Router,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use iam_api::Iam;
use leptos::prelude::use_context;
use resident_api::{CodeSent, Residents};
use types::{Caller, Failure, LangCode};

use crate::{api::refusal, place::Place};

/// Holds the ticket that stands for the number between asking for a code and bringing it back.
const TICKET_COOKIE: &str = "__Host-tessera-resident";
const TICKET_SECS: u32 = 900;

type Service = Extension<Arc<dyn Residents>>;
type Posted = Form<Vec<(String, String)>>;

/// The handlers; `Arc<dyn Residents>`, `Arc<dyn Iam>` and `Caller` stand in the request's extensions.
pub fn routes() -> Router {
    Router::new()
        .route("/_ui/resident/send-code", post(send_code))
        .route("/_ui/resident/send-again", post(send_again))
        .route("/_ui/resident/sign-in", post(sign_in))
        .route("/_ui/resident/sign-out", post(sign_out))
        .route("/_ui/resident/new-number", post(new_number))
        .route("/_ui/resident/card.pdf", get(card))
        .route("/_ui/resident/photo", get(photo))
}

fn value<'a>(posted: &'a [(String, String)], name: &str) -> &'a str {
    posted.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.trim())
}

fn to(place: Place) -> Response {
    see_other(place.path()).into_response()
}

/// Back to a page with a problem; signed out leads to signing in.
fn refused(place: Place, failure: Failure) -> Response {
    let error = refusal(failure);
    let place = if error.kind == Refusal::SignedOut { Place::Start } else { place };
    see_other(&with_problem(place.path(), &error)).into_response()
}

fn language_of(headers: &HeaderMap) -> LangCode {
    LangCode::parse(Preferences::of_headers(headers).locale.code()).unwrap_or(LangCode::ENG)
}

fn cookie(value: &str, age_secs: u32) -> HeaderValue {
    let line = format!("{TICKET_COOKIE}={value}; Path=/; Max-Age={age_secs}; Secure; HttpOnly; SameSite=Strict");
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
}

fn ticket(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let found = cookies.split(';').find_map(|pair| pair.trim().strip_prefix(TICKET_COOKIE)?.strip_prefix('='))?;
    Some(found.to_owned()).filter(|ticket| ticket.len() == 32 && ticket.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The ticket of the request being rendered.
pub(crate) fn ticket_of_request() -> Option<String> {
    ticket(&use_context::<Parts>()?.headers)
}

fn on_its_way(sent: &CodeSent, again: bool) -> Response {
    let path = match (sent.fresh, again) {
        (false, _) => format!("{}?still=1", Place::Code.path()),
        (true, true) => format!("{}?again=1", Place::Code.path()),
        (true, false) => Place::Code.path().to_owned(),
    };
    let mut response = see_other(&path).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie(&sent.ticket, TICKET_SECS));
    response
}

async fn send_code(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    match service.request_code(&caller, value(&posted, "number"), language_of(&headers)).await {
        Ok(sent) => on_its_way(&sent, false),
        Err(failure) => refused(Place::Start, failure),
    }
}

async fn send_again(Extension(service): Service, Extension(caller): Extension<Caller>, headers: HeaderMap) -> Response {
    let Some(ticket) = ticket(&headers) else { return to(Place::Start) };
    match service.request_again(&caller, &ticket, language_of(&headers)).await {
        Ok(sent) => on_its_way(&sent, true),
        Err(failure) => refused(Place::Code, failure),
    }
}

async fn sign_in(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Form(posted): Posted,
) -> Response {
    let Some(ticket) = ticket(&headers) else { return to(Place::Start) };
    match service.sign_in(&caller, &ticket, value(&posted, "code")).await {
        Ok(session) => {
            let mut response = to(Place::Home);
            response.headers_mut().append(header::SET_COOKIE, cookie("", 0));
            response.extensions_mut().insert(SessionChange::Open(session.cookie.as_str().into(), session.max_age_secs));
            response
        }
        Err(failure) => refused(Place::Code, failure),
    }
}

async fn sign_out(Extension(iam): Extension<Arc<dyn Iam>>, Extension(caller): Extension<Caller>) -> Response {
    // the cookie goes in any case; a session that could not be closed ends by itself
    if let Err(failure) = iam.sign_out(&caller).await {
        return refused(Place::Home, failure);
    }
    let mut response = see_other("/").into_response();
    response.extensions_mut().insert(SessionChange::Close);
    response
}

async fn new_number(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Form(posted): Posted,
) -> Response {
    match service.issue_virtual_number(&caller, value(&posted, "kind")).await {
        Ok(_) => see_other(&format!("{}?made=1", Place::Vids.path())).into_response(),
        Err(failure) => refused(Place::Vids, failure),
    }
}

async fn card(Extension(service): Service, Extension(caller): Extension<Caller>) -> Response {
    match service.card(&caller).await {
        Ok(pdf) => file(pdf, "application/pdf", "attachment; filename=\"identity-card.pdf\""),
        Err(failure) => refused(Place::Card, failure),
    }
}

async fn photo(Extension(service): Service, Extension(caller): Extension<Caller>) -> Response {
    match service.photo(&caller).await {
        Ok(Some(jpeg)) => file(jpeg, "image/jpeg", "inline"),
        // the frame keeps its mosaic
        Ok(None) => see_other("/mosaic-print.svg").into_response(),
        Err(failure) => StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::FORBIDDEN).into_response(),
    }
}

/// Something of a person's own: never kept by a cache.
fn file(content: Vec<u8>, media_type: &'static str, disposition: &'static str) -> Response {
    (
        [
            (header::CONTENT_TYPE, media_type),
            (header::CONTENT_DISPOSITION, disposition),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        content,
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ticket_survives_its_cookie_and_nothing_else_does() {
        let mut headers = HeaderMap::new();
        let set = cookie("0123456789abcdef0123456789abcdef", 60);
        let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
        headers.insert(header::COOKIE, format!("lang=ara; {pair}").parse().unwrap());
        assert_eq!(ticket(&headers).as_deref(), Some("0123456789abcdef0123456789abcdef"));
        for wrong in ["", "0123", "0123456789abcdef0123456789abcdeg", "../../etc/passwd"] {
            headers.insert(header::COOKIE, format!("{TICKET_COOKIE}={wrong}").parse().unwrap());
            assert_eq!(ticket(&headers), None, "{wrong}");
        }
    }

    #[test]
    fn a_personal_file_is_never_cached() {
        let response = file(vec![1], "image/jpeg", "inline");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    }
}
