//! Signing staff in for another module that knows by itself where they sit: the registration desk.

use async_trait::async_trait;
use types::{Access, Caller, Failure, Permission};

use crate::wire::{AuthNResponse, OtpUser, TokenResponse, UserDto};

/// Who may use this door: modules of this system, after they have checked the place.
pub const SIGN_IN_FOR: Permission = Permission { name: "iam.token.issue", access: Access::System };

/// Tokens of staff without the client's secret. `client` is the client id that the tokens name.
#[async_trait]
pub trait StaffTokens: Send + Sync {
    /// By password.
    async fn by_password(
        &self,
        caller: &Caller,
        client: &str,
        user: &str,
        password: &str,
    ) -> Result<TokenResponse, Failure>;
    /// By a one-time code that [`StaffTokens::send_code`] sent.
    async fn by_code(&self, caller: &Caller, client: &str, user: &str, code: &str) -> Result<TokenResponse, Failure>;
    /// By a refresh token of the same client.
    async fn refresh(&self, caller: &Caller, client: &str, token: &str) -> Result<TokenResponse, Failure>;
    /// Sends a code to a member of staff; nobody learns whether there is one of that name.
    async fn send_code(&self, caller: &Caller, asked: &OtpUser) -> Result<AuthNResponse, Failure>;
    /// Members of staff by name; unknown names are left out.
    async fn staff(&self, caller: &Caller, user_ids: &[String]) -> Result<Vec<UserDto>, Failure>;
}
