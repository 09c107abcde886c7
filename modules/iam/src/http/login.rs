//! MOSIP's portal login: `login/{redirectURI}` sends the browser to sign in, `login-redirect/{redirectURI}` takes it back
//! with a token. With an outside provider it is asked; without one our own sign-in page is.

use super::rules;
use crate::IamModule;
use axum::{
    Extension,
    extract::{Path, Query},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use edge::{Edge, EnvelopeHead, Routes, routes::respond_raw};
use iam_api::{IamError, account::OutsideAnswer, wire::endpoints as e};
use serde::Deserialize;
use std::sync::Arc;
use types::{Caller, Endpoint, EndpointInfo, Failure};

/// Binds the answer of the provider to the browser that was sent there.
const COOKIE: &str = "tessera-login";

#[derive(Deserialize)]
struct Returned {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
}

pub(super) fn routes(m: &IamModule) -> Routes {
    let login = |info: EndpointInfo, back: &'static str| {
        let m = m.clone();
        get(
            move |Extension(edge): Extension<Arc<Edge>>,
                  Extension(caller): Extension<Caller>,
                  Path(uri): Path<String>| async move {
                answer(&edge, info, &caller, login(&m, &caller, &uri, back).await)
            },
        )
    };
    let returned = |info: EndpointInfo| {
        let m = m.clone();
        get(
            move |Extension(edge): Extension<Arc<Edge>>,
                  Extension(caller): Extension<Caller>,
                  Path(uri): Path<String>,
                  Query(query): Query<Returned>,
                  headers: HeaderMap| async move {
                answer(&edge, info, &caller, finish(&m, &caller, &uri, &query, &headers).await)
            },
        )
    };
    Routes::new()
        .raw(e::Login::INFO, rules(), login(e::Login::INFO, "/v1/authmanager/login-redirect/"))
        .raw(e::AdminLogin::INFO, rules(), login(e::AdminLogin::INFO, "/v1/admin/login-redirect/"))
        .raw(e::LoginRedirect::INFO, rules(), returned(e::LoginRedirect::INFO))
        .raw(e::AdminLoginRedirect::INFO, rules(), returned(e::AdminLoginRedirect::INFO))
}

fn answer(edge: &Edge, info: EndpointInfo, caller: &Caller, outcome: Result<Response, Failure>) -> Response {
    match outcome {
        Ok(response) => response,
        Err(failure) => respond_raw(edge, &rules(), &info, &EnvelopeHead::default(), caller, Err(failure)),
    }
}

/// The address behind `{redirectURI}` when it leads to a site we may lead to.
fn allowed(m: &IamModule, encoded: &str) -> Result<String, Failure> {
    let refused = || Failure::of(IamError::RedirectNotAllowed);
    let bytes = crypto::encoding::b64_lenient(encoded).map_err(|_| refused())?;
    let address = String::from_utf8(bytes).map_err(|_| refused())?;
    let origin = |text: &str| url::Url::parse(text).ok().map(|url| url.origin()).filter(url::Origin::is_tuple);
    let wanted = origin(&address).ok_or_else(refused)?;
    let mut sites = m.inner.allowed_redirects.iter().chain(std::iter::once(&m.inner.public_url));
    if sites.any(|site| origin(site).as_ref() == Some(&wanted)) { Ok(address) } else { Err(refused()) }
}

fn found(location: &str, cookies: &[String]) -> Result<Response, Failure> {
    let mut response = StatusCode::FOUND.into_response();
    let value =
        |text: &str| HeaderValue::from_str(text).map_err(|e| Failure::of(IamError::RedirectNotAllowed).because(e));
    response.headers_mut().insert(header::LOCATION, value(location)?);
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, value(cookie)?);
    }
    Ok(response)
}

fn cookie(m: &IamModule, name: &str, value: &str, age_secs: u64) -> String {
    let secure = if m.inner.secure_cookies { "; Secure" } else { "" };
    format!("{name}={value}; Max-Age={age_secs}; Path=/; HttpOnly; SameSite=Lax{secure}")
}

async fn login(m: &IamModule, caller: &Caller, encoded: &str, back: &str) -> Result<Response, Failure> {
    let address = allowed(m, encoded)?;
    if m.inner.outside.is_none() {
        // our own page knows its own pages only
        let own = address.strip_prefix(&m.inner.public_url).filter(|path| path.starts_with('/'));
        let next: String = url::form_urlencoded::byte_serialize(own.unwrap_or("/admin").as_bytes()).collect();
        return found(&format!("{}/admin/signin?next={next}", m.inner.public_url), &[]);
    }
    let redirect = format!("{}{back}{}", m.inner.public_url, crypto::encoding::b64url(&address));
    let start = m.begin_outside_at(caller, &address, &redirect).await?;
    found(&start.location, &[cookie(m, COOKIE, &start.ticket.value, start.ticket.max_age_secs)])
}

async fn finish(
    m: &IamModule,
    caller: &Caller,
    encoded: &str,
    query: &Returned,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let address = allowed(m, encoded)?;
    let ticket = edge::auth::cookies(headers).find(|(name, _)| *name == COOKIE).map_or("", |(_, value)| value);
    let answer = OutsideAnswer { ticket, state: &query.state, code: &query.code };
    let (user, _) = m.end_outside(caller, answer).await?;
    let issued = m.issue_for_user(&user, "mosip-admin-client", false).await?;
    let token = cookie(m, "Authorization", &issued.token, issued.expires_secs.unsigned_abs());
    found(&address, &[token, cookie(m, COOKIE, "", 0)])
}
