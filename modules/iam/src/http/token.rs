//! What is done with tokens: refreshed, validated, ended.

use super::{demand, rules, sign_in, to};
use crate::{IamModule, domain::realm, service::refresh::Pair};
use edge::http::{HeaderMap, header};
use edge::{Call, Reply, Routes, Rules};
use iam_api::{
    IamError,
    wire::{AuthNResponse, RefreshTokenRequest, TokenResponse, UserDto, endpoints as e},
};
use types::{Caller, Failure};

const REFRESH_COOKIE: &str = "refresh_token";
const REFRESHED: &str = "Access token refreshed";

pub(super) fn routes(m: &IamModule) -> Routes {
    let bare = Rules { bare: true, ..rules() };
    Routes::new()
        .on(e::RefreshToken, bare, to!(m, |call: Call<e::RefreshToken>| refresh(&m, call).await))
        .on(
            e::InternalRefreshToken,
            bare,
            to!(m, |call: Call<e::InternalRefreshToken>| internal_refresh(&m, call).await),
        )
        .on(e::ValidateAdmin, rules(), to!(m, |call: Call<e::ValidateAdmin>| validate(&m, &call.headers).await))
        .on(e::ValidateToken, rules(), to!(m, |call: Call<e::ValidateToken>| validate_again(&m, call).await))
        .on(e::InvalidateToken, rules(), to!(m, |call: Call<e::InvalidateToken>| invalidate(&m, call).await))
        .on(e::LogoutUser, rules(), to!(m, |call: Call<e::LogoutUser>| log_out(&m, call).await))
}

async fn renewed(
    m: &IamModule,
    caller: &Caller,
    headers: &HeaderMap,
    app_id: &str,
    body: &RefreshTokenRequest,
) -> Result<Pair, Failure> {
    realm(app_id)?;
    let client_id = demand("clientID", body.client_id.as_deref())?;
    let secret = demand("clientSecret", body.client_secret.as_deref())?;
    if edge::auth::cookies(headers).next().is_none() {
        return Err(IamError::NoCookies.into());
    }
    let token = edge::auth::cookies(headers).find(|(name, _)| *name == REFRESH_COOKIE).map(|(_, value)| value);
    let token = token.filter(|token| !token.is_empty()).ok_or_else(|| Failure::of(IamError::NoToken))?;
    m.refresh(caller, token, client_id, secret).await
}

async fn refresh(m: &IamModule, call: Call<e::RefreshToken>) -> Result<Reply<AuthNResponse>, Failure> {
    let pair = renewed(m, &call.caller, &call.headers, call.path("appid"), &call.body).await?;
    let reply = sign_in::with_token(m, AuthNResponse::new("SUCCESS", REFRESHED), &pair.access);
    let age = pair.refresh.expires_secs.unsigned_abs();
    Ok(reply.cookie(REFRESH_COOKIE, &pair.refresh.token, age, m.inner.secure_cookies))
}

async fn internal_refresh(m: &IamModule, call: Call<e::InternalRefreshToken>) -> Result<TokenResponse, Failure> {
    let pair = renewed(m, &call.caller, &call.headers, call.path("appid"), &call.body).await?;
    Ok(sign_in::token_response(pair, REFRESHED))
}

/// The presented token, from cookie or header.
fn presented(headers: &HeaderMap) -> Result<String, Failure> {
    if edge::auth::cookies(headers).next().is_none() && !headers.contains_key(header::AUTHORIZATION) {
        return Err(IamError::NoCookies.into());
    }
    edge::auth::credentials(headers).token.ok_or_else(|| IamError::NoToken.into())
}

async fn validate(m: &IamModule, headers: &HeaderMap) -> Result<UserDto, Failure> {
    let token = presented(headers)?;
    let claims = m.verify(&token, m.inner.db.now()).await?;
    if claims.typ != "Bearer" {
        return Err(IamError::InvalidToken.into());
    }
    Ok(UserDto {
        user_id: claims.preferred_username,
        mobile: None,
        mail: claims.email,
        lang_code: None,
        user_password: None,
        name: claims.name,
        role: claims.realm_access.roles.join(","),
        r_id: None,
        token: Some(token),
    })
}

/// As `validate`, and the cookie is set again for as long as the token lives.
async fn validate_again(m: &IamModule, call: Call<e::ValidateToken>) -> Result<Reply<UserDto>, Failure> {
    let user = validate(m, &call.headers).await?;
    let token = presented(&call.headers)?;
    let now = m.inner.db.now();
    let left = m.verify(&token, now).await?.exp - now.timestamp();
    Ok(Reply::from(user).token_cookie(&token, left.max(0).unsigned_abs(), m.inner.secure_cookies))
}

async fn end(m: &IamModule, headers: &HeaderMap, caller: &Caller) -> Result<(), Failure> {
    let Some(token) = edge::auth::credentials(headers).token else { return Err(IamError::NoToken.into()) };
    let claims = m.verify(&token, m.inner.db.now()).await?;
    m.end_token(caller.cx(), &claims).await?;
    // the refresh token beside it must not bring it back
    let beside =
        edge::auth::cookies(headers).find(|(name, _)| *name == REFRESH_COOKIE).map(|(_, value)| value.to_owned());
    if let Some(refresh) = beside.filter(|token| !token.is_empty())
        && let Ok(claims) = m.verify(&refresh, m.inner.db.now()).await
    {
        m.end_token(caller.cx(), &claims).await?;
    }
    Ok(())
}

async fn invalidate(m: &IamModule, call: Call<e::InvalidateToken>) -> Result<Reply<AuthNResponse>, Failure> {
    end(m, &call.headers, &call.caller).await?;
    Ok(cleared(m, AuthNResponse::new("success", "Token has been invalidated successfully")))
}

async fn log_out(m: &IamModule, call: Call<e::LogoutUser>) -> Result<Reply<AuthNResponse>, Failure> {
    end(m, &call.headers, &call.caller).await?;
    Ok(cleared(m, AuthNResponse::new("Success", "successfully loggedout")))
}

fn cleared(m: &IamModule, answer: AuthNResponse) -> Reply<AuthNResponse> {
    let secure = m.inner.secure_cookies;
    Reply::from(answer).token_cookie("", 0, secure).cookie(REFRESH_COOKIE, "", 0, secure)
}
