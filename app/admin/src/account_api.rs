//! What the pages of accounts and people read. Each is a thin door to the service, which checks rights.

use app_kit::{Packed, UiError};
#[cfg(feature = "ssr")]
use iam_api::account::AccountView;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::post::cookies::{self, cookie_of_request};
#[cfg(feature = "ssr")]
use app_kit::server::{caller, service};
#[cfg(feature = "ssr")]
use iam_api::{
    Accounts, StaffAdministration,
    account::PasskeyUse,
    staff::{StaffQuery, StaffState},
};

/// People on one page.
#[cfg(feature = "ssr")]
const PAGE: u32 = 50;

/// What the sign-in page offers beside the password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInWays {
    /// The outside provider's name.
    pub provider: Option<String>,
}

/// A challenge on its way to the authenticator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    pub ticket: String,
    /// JSON, handed on as it is.
    pub options: String,
}

/// What is shown once, and whether there was something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownOnce {
    pub secrets: Option<Vec<String>>,
}

/// What signing in offers: `SignInWays`.
#[server(endpoint = "admin/sign-in-offer")]
pub async fn sign_in_offer() -> Result<Packed, UiError> {
    Packed::of(&SignInWays { provider: service::<dyn Accounts>()?.provider() })
}

/// A challenge for `sign-in`, `second`, `confirm` or `add`: `Challenge`.
#[server(endpoint = "admin/passkey-challenge")]
pub async fn passkey_challenge(purpose: String) -> Result<Packed, UiError> {
    let step = cookie_of_request(cookies::STEP);
    let purpose = match purpose.as_str() {
        "sign-in" => PasskeyUse::SignIn,
        "second" => PasskeyUse::Second(step.as_deref().unwrap_or_default()),
        "confirm" => PasskeyUse::Confirm,
        _ => PasskeyUse::Add,
    };
    let challenge = service::<dyn Accounts>()?.passkey_challenge(&caller()?, purpose).await?;
    Packed::of(&Challenge { ticket: challenge.ticket, options: challenge.options.to_string() })
}

/// One's own account: `AccountView`.
#[server(endpoint = "admin/account")]
pub async fn account() -> Result<Packed, UiError> {
    let view: AccountView = service::<dyn Accounts>()?.account(&caller()?).await?;
    Packed::of(&view)
}

/// What the cookie's ticket shows once: `ShownOnce`.
#[server(endpoint = "admin/shown")]
pub async fn shown() -> Result<Packed, UiError> {
    let secrets = match cookie_of_request(cookies::SHOWN) {
        Some(ticket) => service::<dyn Accounts>()?.shown_once(&caller()?, &ticket).await?,
        None => None,
    };
    Packed::of(&ShownOnce { secrets })
}

/// A page of people: `StaffPage`.
#[server(endpoint = "admin/users")]
pub async fn users(search: Option<String>, state: Option<String>, after: Option<String>) -> Result<Packed, UiError> {
    let state = state.as_deref().and_then(StaffState::parse);
    let query = StaffQuery { search, state, after, limit: PAGE };
    Packed::of(&service::<dyn StaffAdministration>()?.list(&caller()?, &query).await?)
}

/// One of them: `StaffDetail`.
#[server(endpoint = "admin/user")]
pub async fn user(id: String) -> Result<Packed, UiError> {
    let found = service::<dyn StaffAdministration>()?.one(&caller()?, &id).await?;
    Packed::of(&found.ok_or_else(UiError::not_found)?)
}

/// What the form of a new one offers, with what was written into it: `NewUserForm`.
#[server(endpoint = "admin/new-user")]
pub async fn new_user() -> Result<Packed, UiError> {
    let offer = service::<dyn StaffAdministration>()?.offer(&caller()?).await?;
    let (user, facts) = crate::post::users::draft_of_request();
    Packed::of(&NewUserForm { offer, user, facts })
}

/// The form of a new person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUserForm {
    pub offer: iam_api::staff::StaffOffer,
    pub user: String,
    pub facts: iam_api::staff::StaffFacts,
}
