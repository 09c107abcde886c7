//! The forms of people who work here.

use std::sync::Arc;

use app_kit::server::see_other;
use axum::{
    Extension, Form, Router,
    http::{HeaderMap, request::Parts},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use iam_api::{IamError, StaffAdministration, account::Ticket, staff::StaffFacts};
use leptos::prelude::use_context;
use types::{Caller, Failure};

use super::{Posted, cookies, refused, value};
use crate::place::Place;

/// Holds what was written about a new person until it was accepted: names and addresses must not stand in an address.
const DRAFT: &str = "__Host-tessera-person";
const DRAFT_SECS: u64 = 600;

type Staff = Extension<Arc<dyn StaffAdministration>>;
type Who = Extension<Caller>;

pub(super) fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/users/create", post(create))
        .route("/_ui/admin/users/change", post(change))
        .route("/_ui/admin/users/active", post(active))
        .route("/_ui/admin/users/reset", post(reset))
        .route("/_ui/admin/users/unlock", post(unlock))
}

fn facts(posted: &[(String, String)]) -> StaffFacts {
    let some = |name: &str| Some(value(posted, name).trim().to_owned()).filter(|text| !text.is_empty());
    StaffFacts {
        name: value(posted, "name").trim().to_owned(),
        email: some("email"),
        phone: some("phone"),
        roles: posted.iter().filter(|(name, _)| name == "roles").map(|(_, role)| role.clone()).collect(),
        zone: some("zone"),
    }
}

/// The page with the problem beside the field it belongs to.
fn wrong(page: &str, failure: Failure) -> Response {
    let field = match failure.faults.first() {
        Some(fault) if failure.is(IamError::BadField) => fault.args.first().cloned().unwrap_or_default(),
        _ if failure.is(IamError::NameTaken) => "user".to_owned(),
        _ if failure.is(IamError::NotGrantable) => "roles".to_owned(),
        _ if failure.is(IamError::ZoneNotYours) => "zone".to_owned(),
        _ => String::new(),
    };
    refused(&format!("{page}?field={field}"), &failure.into())
}

fn shown_at(page: &str, ticket: &Ticket) -> Response {
    let mut response = see_other(page).into_response();
    cookies::set_ticket(&mut response, cookies::SHOWN, ticket);
    response
}

async fn create(Extension(staff): Staff, Extension(caller): Who, Form(posted): Posted) -> Response {
    let user = value(&posted, "user").trim().to_lowercase();
    let facts = facts(&posted);
    match staff.create(&caller, &user, facts.clone()).await {
        Ok(ticket) => {
            let mut response = shown_at(&Place::FirstPassword(user).path(), &ticket);
            cookies::clear(&mut response, DRAFT);
            response
        }
        Err(failure) => {
            let mut response = wrong(&Place::NewUser.path(), failure);
            let kept = serde_json::to_vec(&(user, facts)).unwrap_or_default();
            cookies::set(&mut response, DRAFT, &BASE64_URL_SAFE_NO_PAD.encode(kept), DRAFT_SECS);
            response
        }
    }
}

/// What was written about a new person, of the request being rendered.
pub(crate) fn draft_of_request() -> (String, StaffFacts) {
    use_context::<Parts>().and_then(|parts| draft_of(&parts.headers)).unwrap_or_default()
}

fn draft_of(headers: &HeaderMap) -> Option<(String, StaffFacts)> {
    let kept = BASE64_URL_SAFE_NO_PAD.decode(cookies::cookie(headers, DRAFT)?).ok()?;
    serde_json::from_slice(&kept).ok()
}

fn user_page(posted: &[(String, String)]) -> String {
    Place::User(value(posted, "id").to_owned()).path()
}

/// Back to the person with what was done, or with why not.
fn answered(posted: &[(String, String)], outcome: Result<(), Failure>, done: &str) -> Response {
    let page = user_page(posted);
    match outcome {
        Ok(()) => see_other(&format!("{page}?done={done}")).into_response(),
        Err(failure) => wrong(&page, failure),
    }
}

async fn change(Extension(staff): Staff, Extension(caller): Who, Form(posted): Posted) -> Response {
    answered(&posted, staff.change(&caller, value(&posted, "id"), facts(&posted)).await, "saved")
}

async fn active(Extension(staff): Staff, Extension(caller): Who, Form(posted): Posted) -> Response {
    let on = value(&posted, "on") == "yes";
    let outcome = staff.set_active(&caller, value(&posted, "id"), on).await;
    answered(&posted, outcome, if on { "activated" } else { "deactivated" })
}

async fn reset(Extension(staff): Staff, Extension(caller): Who, Form(posted): Posted) -> Response {
    match staff.reset(&caller, value(&posted, "id")).await {
        Ok(ticket) => shown_at(&Place::FirstPassword(value(&posted, "id").to_owned()).path(), &ticket),
        Err(failure) => answered(&posted, Err(failure), ""),
    }
}

async fn unlock(Extension(staff): Staff, Extension(caller): Who, Form(posted): Posted) -> Response {
    answered(&posted, staff.unlock(&caller, value(&posted, "id")).await, "unlocked")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};

    #[test]
    fn what_was_written_about_a_person_comes_back() {
        let facts = StaffFacts { name: "نادية".into(), roles: vec!["DEFAULT".into()], ..StaffFacts::default() };
        let kept = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&("nadia", &facts)).unwrap());
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(&format!("a=b; {DRAFT}={kept}")).unwrap());
        assert_eq!(draft_of(&headers), Some(("nadia".to_owned(), facts)));
        assert_eq!(draft_of(&HeaderMap::new()), None);
    }
}
