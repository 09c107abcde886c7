//! `/v1/authmanager`: endpoint to use case.

use crate::service::staff_tokens::{BY_PASSWORD, token_response, user_dto};
use crate::{IamModule, tokens};
use edge::http::{HeaderMap, HeaderName, header};
use edge::{Call, Reply, Routes, Rules};
use iam_api::{
    IamError,
    wire::{
        AuthNResponse, ClientSecret, InternalPassword, Role, RoleList, UserDetails, UserDetailsRequest, UserDto,
        UserOtp, endpoints as e,
    },
};
use kernel_api::OtpVerdict;
use types::Failure;

fn rules() -> Rules {
    Rules::kernel().bad_body(|bad| match bad {
        edge::BadBody::Member { path, .. } => Failure::with(IamError::Empty, [path.clone()]),
        other => edge::rules::plain_bad_body(other),
    })
}

/// A member that must not be blank.
fn demand<'a>(name: &str, value: Option<&'a str>) -> Result<&'a str, Failure> {
    value.filter(|v| !v.trim().is_empty()).ok_or_else(|| Failure::with(IamError::Empty, [format!("request.{name}")]))
}

pub(crate) fn realm(app_id: &str) -> Result<(), Failure> {
    if crate::domain::knows_application(app_id) { Ok(()) } else { Err(Failure::with(IamError::UnknownRealm, [app_id])) }
}

pub(crate) fn routes(module: &IamModule) -> Routes {
    let secure = module.inner.secure_cookies;
    let m = || module.clone();
    let token_header = move |reply: Reply<AuthNResponse>, issued: &tokens::Issued| {
        reply
            .token_cookie(&issued.token, issued.expires_secs.unsigned_abs(), secure)
            .header(HeaderName::from_static("authorization"), &issued.token)
    };
    Routes::new()
        .on(e::ClientIdSecretKey, rules(), {
            let m = m();
            move |call: Call<e::ClientIdSecretKey>| {
                let m = m.clone();
                async move {
                    let ClientSecret { client_id, secret_key, app_id } = &call.body;
                    realm(demand("appId", app_id.as_deref())?)?;
                    let client = m
                        .check_secret(
                            demand("clientId", client_id.as_deref())?,
                            demand("secretKey", secret_key.as_deref())?,
                        )
                        .await?;
                    let issued = m.issue_for_client(&client).await?;
                    let answer =
                        AuthNResponse::new("Success", "Clientid and Token combination had been validated successfully");
                    Ok(token_header(answer.into(), &issued))
                }
            }
        })
        .on(e::UserIdPassword, rules(), {
            let m = m();
            move |call: Call<e::UserIdPassword>| {
                let m = m.clone();
                async move {
                    let InternalPassword { user_name, password, app_id, client_id, .. } = &call.body;
                    realm(demand("appId", app_id.as_deref())?)?;
                    let user_name = demand("userName", user_name.as_deref())?;
                    let user =
                        m.check_password(&call.caller, user_name, demand("password", password.as_deref())?).await?;
                    let client = client_id.as_deref().unwrap_or("mosip-admin-client");
                    let issued = m.issue_for_user(&user, client, false).await?;
                    let answer = AuthNResponse::new(
                        "success",
                        "Username and password combination had been validated successfully",
                    );
                    Ok(token_header(answer.into(), &issued))
                }
            }
        })
        .on(e::InternalUserIdPassword, rules(), {
            let m = m();
            move |call: Call<e::InternalUserIdPassword>| {
                let m = m.clone();
                async move {
                    let InternalPassword { user_name, password, app_id, client_id, client_secret } = &call.body;
                    realm(demand("appId", app_id.as_deref())?)?;
                    let client_id = demand("clientId", client_id.as_deref())?;
                    m.check_secret(client_id, demand("clientSecret", client_secret.as_deref())?).await?;
                    let user_name = demand("userName", user_name.as_deref())?;
                    let user =
                        m.check_password(&call.caller, user_name, demand("password", password.as_deref())?).await?;
                    let access = m.issue_for_user(&user, client_id, false).await?;
                    let refresh = m.issue_for_user(&user, client_id, true).await?;
                    Ok(token_response(&user.user_id, access, refresh, BY_PASSWORD))
                }
            }
        })
        .on(e::SendOtp, rules(), {
            let m = m();
            move |call: Call<e::SendOtp>| {
                let m = m.clone();
                async move { m.send_sign_in_code(&call.caller, &call.body).await }
            }
        })
        .on(e::UserIdOtp, rules(), {
            let m = m();
            move |call: Call<e::UserIdOtp>| {
                let m = m.clone();
                async move {
                    let UserOtp { user_id, otp, app_id } = &call.body;
                    realm(demand("appId", app_id.as_deref())?)?;
                    let (user_id, otp) = (demand("userId", user_id.as_deref())?, demand("otp", otp.as_deref())?);
                    let user = crate::repo::find_user(m.inner.db.read(), user_id)
                        .await?
                        .filter(|u| u.active)
                        .ok_or_else(|| Failure::of(IamError::UnknownUser))?;
                    match m.inner.codes.validate(&call.caller, user_id, otp).await? {
                        OtpVerdict::Valid => {
                            let issued = m.issue_for_user(&user, "mosip-admin-client", false).await?;
                            Ok(token_header(AuthNResponse::new("success", "VALIDATION_SUCCESSFUL").into(), &issued))
                        }
                        OtpVerdict::Expired => Ok(AuthNResponse::new("failure", "OTP_EXPIRED").into()),
                        OtpVerdict::Blocked => Ok(AuthNResponse::new("failure", "USER_BLOCKED").into()),
                        OtpVerdict::Wrong => Ok(AuthNResponse::new("failure", "VALIDATION_UNSUCCESSFUL").into()),
                    }
                }
            }
        })
        .on(e::ValidateAdmin, rules(), {
            let m = m();
            move |call: Call<e::ValidateAdmin>| {
                let m = m.clone();
                async move { validate(&m, &call.headers).await }
            }
        })
        .on(e::ValidateToken, rules(), {
            let m = m();
            move |call: Call<e::ValidateToken>| {
                let m = m.clone();
                async move { validate(&m, &call.headers).await }
            }
        })
        .on(e::InvalidateToken, rules(), {
            let m = m();
            move |call: Call<e::InvalidateToken>| {
                let m = m.clone();
                async move {
                    end(&m, &call.headers, &call.caller).await?;
                    let answer = AuthNResponse::new("success", "Token has been invalidated successfully");
                    Ok(Reply::from(answer).token_cookie("", 0, secure))
                }
            }
        })
        .on(e::LogoutUser, rules(), {
            let m = m();
            move |call: Call<e::LogoutUser>| {
                let m = m.clone();
                async move {
                    end(&m, &call.headers, &call.caller).await?;
                    Ok(Reply::from(AuthNResponse::new("Success", "successfully loggedout")).token_cookie("", 0, secure))
                }
            }
        })
        .on(e::Roles, rules(), |call: Call<e::Roles>| async move {
            realm(call.path("appid"))?;
            let roles = types::role::ALL
                .iter()
                .map(|r| Role {
                    role_id: (*r).to_owned(),
                    role_name: (*r).to_owned(),
                    role_description: (*r).replace('_', " "),
                })
                .collect();
            Ok(RoleList { roles })
        })
        .on(e::UserDetailsList, rules(), {
            let m = m();
            move |call: Call<e::UserDetailsList>| {
                let m = m.clone();
                async move {
                    realm(call.path("appid"))?;
                    let UserDetailsRequest { user_details } = &call.body;
                    let users = crate::repo::users(m.inner.db.read(), user_details).await?;
                    let list = users.into_iter().map(user_dto).collect();
                    Ok(UserDetails { mosip_user_dto_list: list })
                }
            }
        })
}

async fn validate(m: &IamModule, headers: &HeaderMap) -> Result<Reply<UserDto>, Failure> {
    if edge::auth::cookies(headers).next().is_none() && !headers.contains_key(header::AUTHORIZATION) {
        return Err(IamError::NoCookies.into());
    }
    let token = edge::auth::credentials(headers).token.ok_or_else(|| Failure::of(IamError::NoToken))?;
    let claims = m.verify(&token, m.inner.db.now()).await?;
    Ok(Reply::from(UserDto {
        user_id: claims.preferred_username,
        mobile: None,
        mail: claims.email,
        lang_code: None,
        user_password: None,
        name: claims.name,
        role: claims.realm_access.roles.join(","),
        r_id: None,
        token: Some(token),
    }))
}

async fn end(m: &IamModule, headers: &HeaderMap, caller: &types::Caller) -> Result<(), Failure> {
    let Some(token) = edge::auth::credentials(headers).token else { return Err(IamError::NoToken.into()) };
    let claims = m.verify(&token, m.inner.db.now()).await?;
    m.end_token(caller.cx(), &claims).await
}
