//! What the portal's pages read. Each is a thin door to the service, which checks rights.

use app_kit::{Packed, UiError};
use leptos::prelude::*;
use resident_api::RegistrationStatus;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use app_kit::{
    Refusal,
    server::{caller, service},
};
#[cfg(feature = "ssr")]
use resident_api::{ResidentError, permission::HOLDER};
#[cfg(feature = "ssr")]
use types::Failure;

#[cfg(feature = "ssr")]
type Service = dyn resident_api::Residents;

/// Whoever is signed in elsewhere (pre-registration, staff) is nobody here, and is asked to sign in.
#[cfg(feature = "ssr")]
pub(crate) fn refusal(failure: Failure) -> UiError {
    let error = UiError::from(failure);
    if error.kind == Refusal::Denied { UiError { kind: Refusal::SignedOut, ..error } } else { error }
}

/// Whether the holder of an identity is signed in: `bool`.
#[server(endpoint = "resident/account")]
pub async fn account() -> Result<Packed, UiError> {
    Packed::of(&caller()?.has_any_role(&[HOLDER]))
}

/// The sign-in that waits for its code: `Option<PendingSignIn>`.
#[server(endpoint = "resident/pending")]
pub async fn pending() -> Result<Packed, UiError> {
    let Some(ticket) = crate::post::ticket_of_request() else {
        return Packed::of(&None::<resident_api::PendingSignIn>);
    };
    Packed::of(&service::<Service>()?.pending(&caller()?, &ticket).await?)
}

/// What the status page answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Whereabouts {
    /// No number was given yet.
    Ask,
    /// Not the form of a registration number.
    Malformed,
    /// A number that is not known here.
    Unknown,
    Known(RegistrationStatus),
}

/// Where a registration is: `Whereabouts`.
#[server(endpoint = "resident/status")]
pub async fn status(number: String) -> Result<Packed, UiError> {
    if number.trim().is_empty() {
        return Packed::of(&Whereabouts::Ask);
    }
    Packed::of(&match service::<Service>()?.registration_status(&caller()?, &number).await {
        Ok(Some(status)) => Whereabouts::Known(status),
        Ok(None) => Whereabouts::Unknown,
        Err(failure) if failure.is(ResidentError::RegistrationNumber) => Whereabouts::Malformed,
        Err(failure) => return Err(failure.into()),
    })
}

/// The person in short: `Home`.
#[server(endpoint = "resident/home")]
pub async fn home() -> Result<Packed, UiError> {
    Packed::of(&service::<Service>()?.home(&caller()?).await.map_err(refusal)?)
}

/// Who used the identity: `History`.
#[server(endpoint = "resident/history")]
pub async fn history(limit: u32) -> Result<Packed, UiError> {
    Packed::of(&service::<Service>()?.history(&caller()?, limit).await.map_err(refusal)?)
}

/// Virtual numbers: `VirtualNumbers`.
#[server(endpoint = "resident/vids")]
pub async fn vids() -> Result<Packed, UiError> {
    Packed::of(&service::<Service>()?.virtual_numbers(&caller()?).await.map_err(refusal)?)
}
