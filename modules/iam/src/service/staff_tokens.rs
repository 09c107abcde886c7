//! Tokens and codes of staff, for HTTP and for the desk's sync.

use std::collections::BTreeMap;

use async_trait::async_trait;
use edge::Reply;
use iam_api::staff_tokens::SIGN_IN_FOR;
use iam_api::wire::{AuthNResponse, OtpUser, TokenResponse, UserDto};
use iam_api::{IamError, StaffTokens};
use kernel_api::{Channel, Message, OtpIssue, OtpVerdict};
use types::{Caller, Failure, LangCode};

use crate::entity::user;
use crate::service::sign_in::names;
use crate::tokens::Issued;
use crate::{IamModule, repo};

/// MOSIP's words when a password was right.
pub(crate) const BY_PASSWORD: &str = "Username and password combination had been validated successfully";
const BY_CODE: &str = "OTP validation successfull";
const REFRESHED: &str = "Access token refreshed";

/// Both tokens in MOSIP's shape.
pub(crate) fn token_response(user_id: &str, access: Issued, refresh: Issued, message: &str) -> TokenResponse {
    TokenResponse {
        token: access.token,
        message: message.to_owned(),
        refresh_token: refresh.token,
        expiry_time: access.expires_secs.to_string(),
        user_id: user_id.to_owned(),
        status: None,
        refresh_expiry_time: refresh.expires_secs.to_string(),
    }
}

/// A member of staff in MOSIP's shape; never with a password.
pub(crate) fn user_dto(user: user::Model) -> UserDto {
    UserDto {
        user_id: user.user_id,
        mobile: user.phone,
        mail: user.email,
        lang_code: None,
        user_password: None,
        name: Some(user.name),
        role: names(&user.roles).join(","),
        r_id: None,
        token: None,
    }
}

impl IamModule {
    async fn tokens(&self, user: &user::Model, client: &str, message: &str) -> Result<TokenResponse, Failure> {
        let access = self.issue_for_user(user, client, false).await?;
        let refresh = self.issue_for_user(user, client, true).await?;
        Ok(token_response(&user.user_id, access, refresh, message))
    }

    /// Sends a sign-in code over the channels asked for.
    ///
    /// # Errors
    /// `KER-ATH-401` in MOSIP's words for what is missing, `KER-ATH-026` for an unknown application.
    pub(crate) async fn send_sign_in_code(
        &self,
        caller: &Caller,
        asked: &OtpUser,
    ) -> Result<Reply<AuthNResponse>, Failure> {
        let OtpUser { user_id, otp_channel, app_id, useridtype, context, .. } = asked;
        let refuse = |text: &str| Failure::from(types::Fault::worded(IamError::InvalidToken, text));
        let app_id = app_id.as_deref().filter(|a| !a.is_empty()).ok_or_else(|| refuse("Invalid AppId"))?;
        crate::http::realm(app_id)?;
        context
            .as_deref()
            .filter(|c| !c.is_empty())
            .ok_or_else(|| refuse("Context is null,Please enter a valid context"))?;
        let channels = otp_channel.as_deref().filter(|c| !c.is_empty());
        let channels = channels.ok_or_else(|| refuse("Otp Channel is null,Please enter a valid channel"))?;
        let user_id = user_id.as_deref().filter(|u| !u.is_empty()).ok_or_else(|| refuse("Invalid User id "))?;
        useridtype.as_deref().filter(|u| !u.is_empty()).ok_or_else(|| refuse("Invalid User id type "))?;
        // an unknown user gets the same answer, so that nobody learns who works here
        let Some(user) = repo::find_user(self.inner.db.read(), user_id).await?.filter(|u| u.active) else {
            return Ok(AuthNResponse::new("success", "OTP message sent across all the channels").into());
        };
        let OtpIssue::Issued(code) = self.inner.codes.generate(caller, user_id).await? else {
            return Ok(AuthNResponse::new("failure", "USER_BLOCKED").into());
        };
        let values = BTreeMap::from([("otp".to_owned(), code.to_string())]);
        for channel in channels {
            let (channel, to) = match channel.to_ascii_lowercase().as_str() {
                "email" => (Channel::Email, user.email.clone()),
                _ => (Channel::Sms, user.phone.clone()),
            };
            let Some(to) = to else { continue };
            let template =
                if channel == Channel::Email { "auth-otp-email-content-template" } else { "auth-otp-sms-template" };
            let text = self.inner.notices.render(template, LangCode::ENG, &values).await?;
            let text = text.unwrap_or_else(|| format!("Your code is {}. It is valid for 3 minutes.", *code));
            let subject = (channel == Channel::Email).then(|| "Your sign-in code".to_owned());
            self.inner.notices.send_message(caller, Message { channel, to, subject, text }).await?;
        }
        Ok(AuthNResponse::new("success", "OTP message sent across all the channels").into())
    }
}

#[async_trait]
impl StaffTokens for IamModule {
    async fn by_password(
        &self,
        caller: &Caller,
        client: &str,
        user: &str,
        password: &str,
    ) -> Result<TokenResponse, Failure> {
        caller.require(SIGN_IN_FOR)?;
        let user = self.check_password(caller, user, password).await?;
        self.tokens(&user, client, BY_PASSWORD).await
    }

    async fn by_code(&self, caller: &Caller, client: &str, user: &str, code: &str) -> Result<TokenResponse, Failure> {
        caller.require(SIGN_IN_FOR)?;
        let found = repo::find_user(self.inner.db.read(), user).await?.filter(|u| u.active);
        let found = found.ok_or(IamError::InvalidCredentials)?;
        match self.inner.codes.validate(caller, user, code).await? {
            OtpVerdict::Valid => self.tokens(&found, client, BY_CODE).await,
            OtpVerdict::Wrong | OtpVerdict::Expired | OtpVerdict::Blocked => Err(IamError::InvalidCredentials.into()),
        }
    }

    async fn refresh(&self, caller: &Caller, client: &str, token: &str) -> Result<TokenResponse, Failure> {
        caller.require(SIGN_IN_FOR)?;
        let claims = self.verify(token, self.inner.db.now()).await?;
        if claims.typ != "Refresh" || claims.azp != client {
            return Err(IamError::InvalidToken.into());
        }
        let user = repo::find_user(self.inner.db.read(), &claims.preferred_username).await?.filter(|u| u.active);
        let user = user.ok_or(IamError::InvalidToken)?;
        // a refresh token is used once: one that was stolen is found out by its owner
        self.end_token(caller.cx(), &claims).await?;
        self.tokens(&user, client, REFRESHED).await
    }

    async fn send_code(&self, caller: &Caller, asked: &OtpUser) -> Result<AuthNResponse, Failure> {
        caller.require(SIGN_IN_FOR)?;
        Ok(self.send_sign_in_code(caller, asked).await?.body)
    }

    async fn staff(&self, caller: &Caller, user_ids: &[String]) -> Result<Vec<UserDto>, Failure> {
        caller.require(SIGN_IN_FOR)?;
        let users = repo::users(self.inner.db.read(), user_ids).await?;
        Ok(users.into_iter().filter(|user| user.active).map(user_dto).collect())
    }
}
