//! The sign-ins: by secret, by password, by one-time code.

use super::{demand, rules, to};
use crate::{IamModule, domain::realm, service::refresh::Pair, tokens::Issued};
use edge::http::HeaderName;
use edge::{Call, Reply, Routes};
use iam_api::wire::{AuthNResponse, ClientSecret, InternalPassword, TokenResponse, UserOtp, endpoints as e};
use types::Failure;

/// The client older callers mean when they name none.
const ADMIN_CLIENT: &str = "mosip-admin-client";
const BY_PASSWORD: &str = "Username and password combination had been validated successfully";
const BY_CODE: &str = "VALIDATION_SUCCESSFUL";

pub(super) fn routes(m: &IamModule) -> Routes {
    Routes::new()
        .on(e::ClientIdSecretKey, rules(), to!(m, |call: Call<e::ClientIdSecretKey>| client(&m, call).await))
        .on(e::UserIdPassword, rules(), to!(m, |call: Call<e::UserIdPassword>| password(&m, call).await))
        .on(
            e::InternalUserIdPassword,
            rules(),
            to!(m, |call: Call<e::InternalUserIdPassword>| internal_password(&m, call).await),
        )
        .on(e::SendOtp, rules(), to!(m, |call: Call<e::SendOtp>| m.send_code(&call.caller, &call.body).await))
        .on(e::UserIdOtp, rules(), to!(m, |call: Call<e::UserIdOtp>| code(&m, call).await))
        .on(e::InternalUserOtp, rules(), to!(m, |call: Call<e::InternalUserOtp>| internal_code(&m, call).await))
}

/// An answer with its token in cookie and header.
pub(super) fn with_token(m: &IamModule, answer: AuthNResponse, issued: &Issued) -> Reply<AuthNResponse> {
    Reply::from(answer)
        .token_cookie(&issued.token, issued.expires_secs.unsigned_abs(), m.inner.secure_cookies)
        .header(HeaderName::from_static("authorization"), &issued.token)
}

/// Tokens in the body.
pub(crate) fn token_response(pair: Pair, message: &str) -> TokenResponse {
    TokenResponse {
        token: pair.access.token,
        message: message.to_owned(),
        refresh_token: pair.refresh.token,
        expiry_time: pair.access.expires_secs.to_string(),
        user_id: pair.user_id,
        status: None,
        refresh_expiry_time: pair.refresh.expires_secs.to_string(),
    }
}

async fn client(m: &IamModule, call: Call<e::ClientIdSecretKey>) -> Result<Reply<AuthNResponse>, Failure> {
    let ClientSecret { client_id, secret_key, app_id } = &call.body;
    realm(demand("appId", app_id.as_deref())?)?;
    let (id, secret) = (demand("clientId", client_id.as_deref())?, demand("secretKey", secret_key.as_deref())?);
    let client = m.check_secret(id, secret).await?;
    let issued = m.issue_for_client(&client).await?;
    let answer = AuthNResponse::new("Success", "Clientid and Token combination had been validated successfully");
    Ok(with_token(m, answer, &issued))
}

async fn password(m: &IamModule, call: Call<e::UserIdPassword>) -> Result<Reply<AuthNResponse>, Failure> {
    let InternalPassword { user_name, password, app_id, client_id, .. } = &call.body;
    realm(demand("appId", app_id.as_deref())?)?;
    let (user_name, password) = (demand("userName", user_name.as_deref())?, demand("password", password.as_deref())?);
    let user = m.check_password_alone(&call.caller, user_name, password).await?;
    let issued = m.issue_for_user(&user, client_id.as_deref().unwrap_or(ADMIN_CLIENT), false).await?;
    Ok(with_token(m, AuthNResponse::new("success", BY_PASSWORD), &issued))
}

async fn internal_password(m: &IamModule, call: Call<e::InternalUserIdPassword>) -> Result<TokenResponse, Failure> {
    let InternalPassword { user_name, password, app_id, client_id, client_secret } = &call.body;
    realm(demand("appId", app_id.as_deref())?)?;
    let client_id = demand("clientId", client_id.as_deref())?;
    m.check_secret(client_id, demand("clientSecret", client_secret.as_deref())?).await?;
    let (user_name, password) = (demand("userName", user_name.as_deref())?, demand("password", password.as_deref())?);
    let user = m.check_password_alone(&call.caller, user_name, password).await?;
    Ok(token_response(m.issue_pair(&user, client_id).await?, BY_PASSWORD))
}

/// User id and code of a request with nothing missing.
fn by_code(body: &UserOtp) -> Result<(&str, &str), Failure> {
    realm(demand("appId", body.app_id.as_deref())?)?;
    Ok((demand("userId", body.user_id.as_deref())?, demand("otp", body.otp.as_deref())?))
}

async fn code(m: &IamModule, call: Call<e::UserIdOtp>) -> Result<Reply<AuthNResponse>, Failure> {
    let (user_id, code) = by_code(&call.body)?;
    match m.check_code(&call.caller, user_id, code).await? {
        Ok(user) => {
            let issued = m.issue_for_user(&user, ADMIN_CLIENT, false).await?;
            Ok(with_token(m, AuthNResponse::new("success", BY_CODE), &issued))
        }
        Err(why) => Ok(AuthNResponse::new("failure", why).into()),
    }
}

async fn internal_code(m: &IamModule, call: Call<e::InternalUserOtp>) -> Result<TokenResponse, Failure> {
    let (user_id, code) = by_code(&call.body)?;
    match m.check_code(&call.caller, user_id, code).await? {
        Ok(user) => Ok(token_response(m.issue_pair(&user, ADMIN_CLIENT).await?, BY_CODE)),
        // without a token there is nothing to put into the body but why
        Err(why) => Ok(TokenResponse {
            token: String::new(),
            message: why.to_owned(),
            refresh_token: String::new(),
            expiry_time: "0".to_owned(),
            user_id: user_id.to_owned(),
            status: Some("failure".to_owned()),
            refresh_expiry_time: "0".to_owned(),
        }),
    }
}
