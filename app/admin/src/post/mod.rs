//! Where the portal's forms post to, pictures of cases, and the guard that leads strangers to the sign-in page.

mod account;
mod audit;
pub(crate) mod cookies;
mod jobs;
mod keys;
mod lost;
mod policy;
mod sign_in;
pub(crate) mod users;

use std::sync::Arc;

use app_kit::{
    Refusal, UiError,
    server::{encode, had_session, see_other, with_problem},
};
use axum::{
    Extension, Form, Router,
    extract::{Path, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use leptos::prelude::use_context;
use registration_api::adjudication::PictureRef;
use registration_api::{Decision, Registrations, WorkflowAction};
use serde::{Deserialize, Serialize};
use types::{AccessError, Caller, CallerKind, Catalogue, Rid};

use crate::draft::Draft;
use crate::place::{Place, SIGN_IN};

pub(crate) use lost::lost_of_request;

/// Holds what was written about a case between posting it and seeing what is missing: it must not stand in a URL.
const DRAFT_COOKIE: &str = "__Host-tessera-decision";
const DRAFT_SECS: u32 = 600;

type Service = Extension<Arc<dyn Registrations>>;
pub(crate) type Posted = Form<Vec<(String, String)>>;

/// The handlers; the services and `Caller` stand in the request's extensions.
pub fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/pipeline/{rid}/act", post(act))
        .merge(lost::routes())
        .route("/_ui/admin/adjudication/{case}/decide", post(decide))
        .route("/_ui/admin/adjudication/{case}/picture/{side}/{part}", get(picture))
        .merge(audit::routes())
        .merge(jobs::routes())
        .merge(keys::routes())
        .merge(policy::routes())
        .merge(sign_in::routes())
        .merge(account::routes())
        .merge(users::routes())
        .merge(crate::data::routes())
        .merge(crate::definitions::routes())
}

/// Leads whoever asks for a page of staff without being signed in as staff to the sign-in page, and back afterwards.
pub async fn guard(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let ours = path == "/admin" || path.starts_with("/admin/");
    if !ours || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let staff = request.extensions().get::<Caller>().is_some_and(|caller| caller.kind() == CallerKind::Staff);
    match (staff, Place::parse(path).is_some_and(|place| place.is_open())) {
        (true, true) => see_other(&Place::Packets.path()).into_response(),
        (false, false) => {
            let wanted = request.uri().path_and_query().map_or(path, |all| all.as_str());
            let ended = if had_session(request.headers()) { "&ended=1" } else { "" };
            see_other(&format!("{SIGN_IN}?next={}{ended}", encode(wanted))).into_response()
        }
        _ => next.run(request).await,
    }
}

pub(crate) fn value<'a>(posted: &'a [(String, String)], name: &str) -> &'a str {
    posted.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
}

fn sign_in_page(back: &str) -> String {
    format!("{SIGN_IN}?next={}", encode(back))
}

/// Where somebody shows that it is still them, on the way to a page.
fn confirm_for(back: &str) -> String {
    format!("{}?next={}", Place::Confirm.path(), encode(back))
}

/// Back to a page with a problem; signed out leads to signing in and then to that page, and what wants a fresh factor
/// to showing one.
pub(crate) fn refused(path: &str, error: &UiError) -> Response {
    if error.code == AccessError::NotFresh.row().code {
        let page = path.split('?').next().unwrap_or(path);
        return see_other(&confirm_for(page)).into_response();
    }
    if error.kind == Refusal::SignedOut {
        return see_other(&format!("{}&ended=1", sign_in_page(path))).into_response();
    }
    see_other(&with_problem(path, error)).into_response()
}

fn rule(code: &str) -> UiError {
    UiError { code: code.to_owned(), args: Vec::new(), kind: Refusal::Rule }
}

async fn act(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(rid): Path<String>,
    Form(posted): Posted,
) -> Response {
    let page = Place::Packet(rid.clone()).path();
    let done = async {
        let rid = Rid::parse(&rid).map_err(|_| UiError::not_found())?;
        let action = WorkflowAction::parse(value(&posted, "action")).ok_or_else(UiError::not_found)?;
        service.act(&caller, &rid, action).await?;
        Ok::<_, UiError>(action)
    };
    match done.await {
        Ok(action) => see_other(&format!("{page}?done={}", action.name())).into_response(),
        Err(error) => refused(&page, &error),
    }
}

async fn decide(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path(case): Path<String>,
    Form(posted): Posted,
) -> Response {
    let page = Place::Case(case.clone()).path();
    let draft = Draft {
        decision: match value(&posted, "decision") {
            "same" => Some(Decision::Reject),
            "different" => Some(Decision::Approve),
            _ => None,
        },
        reason: value(&posted, "reason").trim().to_owned(),
        impartial: value(&posted, "impartial") == "yes",
    };
    let (mut response, kept) = match draft.decision.filter(|_| draft.is_complete()) {
        None => (see_other(&format!("{page}?checked=1")).into_response(), true),
        Some(decision) => match service.decide(&caller, &case, decision, &draft.reason).await {
            Ok(()) => (see_other(&format!("{page}?decided=1")).into_response(), false),
            Err(failure) => (refused(&page, &failure.into()), true),
        },
    };
    let cookie = if kept { draft_cookie(&case, draft) } else { clear_draft() };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// A draft with the case it belongs to.
#[derive(Serialize, Deserialize)]
struct Kept {
    case: String,
    draft: Draft,
}

fn cookie_line(value: &str, age_secs: u32) -> HeaderValue {
    let line = format!("{DRAFT_COOKIE}={value}; Path=/; Max-Age={age_secs}; Secure; HttpOnly; SameSite=Strict");
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
}

fn draft_cookie(case: &str, mut draft: Draft) -> HeaderValue {
    // a browser drops a cookie beyond 4 KiB
    draft.reason = draft.reason.chars().take(crate::draft::MAX_REASON as usize).collect();
    let kept = serde_json::to_vec(&Kept { case: case.to_owned(), draft }).unwrap_or_default();
    cookie_line(&BASE64_URL_SAFE_NO_PAD.encode(kept), DRAFT_SECS)
}

fn clear_draft() -> HeaderValue {
    cookie_line("", 0)
}

fn draft_of(headers: &HeaderMap, case: &str) -> Option<Draft> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let encoded = cookies.split(';').find_map(|pair| pair.trim().strip_prefix(DRAFT_COOKIE)?.strip_prefix('='))?;
    let kept: Kept = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(encoded).ok()?).ok()?;
    (kept.case == case).then_some(kept.draft)
}

/// What was written into the form of a case, of the request being rendered.
pub(crate) fn draft_of_request(case: &str) -> Draft {
    use_context::<Parts>().and_then(|parts| draft_of(&parts.headers, case)).unwrap_or_default()
}

async fn picture(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    Path((case, side, part)): Path<(String, u32, String)>,
) -> Response {
    match service.picture(&caller, &case, PictureRef { side, part: &part }).await {
        // kept nowhere: neither by the browser nor by anything between
        Ok(Some(png)) => (
            [
                (header::CONTENT_TYPE, "image/png"),
                (header::CACHE_CONTROL, "no-store, private"),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            ],
            png,
        )
            .into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(failure) => match UiError::from(failure).kind {
            Refusal::SignedOut => StatusCode::UNAUTHORIZED.into_response(),
            Refusal::Denied => StatusCode::FORBIDDEN.into_response(),
            Refusal::NotFound | Refusal::Rule => StatusCode::NOT_FOUND.into_response(),
            Refusal::Broken => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_comes_back_to_its_own_case_only_and_fits_into_a_cookie() {
        let reason = "ش".repeat(700);
        let draft = Draft { decision: Some(Decision::Approve), reason, impartial: false };
        let set = draft_cookie("case-1", draft);
        assert!(set.len() < 4096, "{}", set.len());
        let mut headers = HeaderMap::new();
        let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
        headers.insert(header::COOKIE, format!("lang=ara; {pair}").parse().unwrap());
        let back = draft_of(&headers, "case-1").unwrap();
        assert_eq!((back.decision, back.reason.chars().count()), (Some(Decision::Approve), 600));
        assert_eq!(draft_of(&headers, "case-2"), None);
        assert_eq!(draft_of(&HeaderMap::new(), "case-1"), None);
    }
}
