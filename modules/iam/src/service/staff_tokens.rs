//! Tokens and codes of staff for the desk's sync, which checks the desk before it asks.

use async_trait::async_trait;
use iam_api::staff_tokens::SIGN_IN_FOR;
use iam_api::wire::{AuthNResponse, OtpUser, TokenResponse, UserDto};
use iam_api::{IamError, StaffTokens};
use types::{Caller, Failure};

use crate::IamModule;
use crate::http::token_response;

const BY_PASSWORD: &str = "Username and password combination had been validated successfully";
const BY_CODE: &str = "OTP validation successfull";
const REFRESHED: &str = "Access token refreshed";

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
        let user = self.check_password_alone(caller, user, password).await?;
        Ok(token_response(self.issue_pair(&user, client).await?, BY_PASSWORD))
    }

    async fn by_code(&self, caller: &Caller, client: &str, user: &str, code: &str) -> Result<TokenResponse, Failure> {
        caller.require(SIGN_IN_FOR)?;
        // neither who is unknown nor why a code is wrong is told at a desk
        let checked = self.check_code(caller, user, code).await;
        let user = match checked {
            Ok(Ok(user)) => user,
            Ok(Err(_)) => return Err(IamError::InvalidCredentials.into()),
            Err(failure) if failure.code() == "KER-ATH-003" => return Err(IamError::InvalidCredentials.into()),
            Err(failure) => return Err(failure),
        };
        Ok(token_response(self.issue_pair(&user, client).await?, BY_CODE))
    }

    async fn refresh(&self, caller: &Caller, client: &str, token: &str) -> Result<TokenResponse, Failure> {
        caller.require(SIGN_IN_FOR)?;
        Ok(token_response(self.renew(caller, token, client).await?, REFRESHED))
    }

    async fn send_code(&self, caller: &Caller, asked: &OtpUser) -> Result<AuthNResponse, Failure> {
        caller.require(SIGN_IN_FOR)?;
        IamModule::send_code(self, caller, asked).await
    }

    async fn staff(&self, caller: &Caller, user_ids: &[String]) -> Result<Vec<UserDto>, Failure> {
        caller.require(SIGN_IN_FOR)?;
        self.details_of(user_ids).await
    }
}
