//! What the portal's pages read. Each is a thin door to the service, which checks rights and ownership.

use app_kit::{Packed, UiError};
use leptos::{prelude::*, server_fn::codec::Json};
use prereg_api::{ApplicationSummary, CenterChoice, DayAvailability};
use schema::OptionSource;
use serde::{Deserialize, Serialize};
use types::LangCode;

#[cfg(feature = "ssr")]
use app_kit::{Refusal, server::service};
#[cfg(feature = "ssr")]
use prereg_api::CenterQuery;
#[cfg(feature = "ssr")]
use types::{Caller, CallerKind, CenterId, Prid, caller::AccessError, role};

#[cfg(feature = "ssr")]
type Service = dyn prereg_api::Prereg;

#[cfg(feature = "ssr")]
pub(crate) fn prid_of(text: &str) -> Result<Prid, UiError> {
    Prid::parse(text).map_err(|_| UiError::not_found())
}

/// Who asks. Whoever is signed in elsewhere (as the holder of an identity, as staff) is nobody here, and is asked to sign in.
#[cfg(feature = "ssr")]
fn caller() -> Result<Caller, UiError> {
    let caller = app_kit::server::caller()?;
    if caller.kind() == CallerKind::Anonymous || caller.has_any_role(&[role::INDIVIDUAL]) {
        return Ok(caller);
    }
    Err(UiError { kind: Refusal::SignedOut, ..types::Failure::of(AccessError::Unauthenticated).into() })
}

/// The phone number or mail address signed in with, for the masthead: `Option<String>`.
#[server(endpoint = "prereg/account")]
pub async fn account() -> Result<Packed, UiError> {
    let caller = app_kit::server::caller()?;
    Packed::of(&caller.has_any_role(&[role::INDIVIDUAL]).then(|| caller.user_id().to_owned()))
}

/// The address a code was sent to, while signing in; masked: `Option<String>`.
#[server(endpoint = "prereg/pending")]
pub async fn pending() -> Result<Packed, UiError> {
    Packed::of(&crate::post::pending_of_request().map(|address| crate::post::masked(&address)))
}

/// My applications, newest first: `Vec<ApplicationSummary>`.
#[server(endpoint = "prereg/applications")]
pub async fn applications(language: LangCode) -> Result<Packed, UiError> {
    Packed::of(&service::<Service>()?.my_applications(&caller()?, language).await?)
}

/// The country's data languages: `Languages`.
#[server(endpoint = "prereg/languages")]
pub async fn languages() -> Result<Packed, UiError> {
    Packed::of(&service::<Service>()?.languages(&caller()?).await?)
}

/// One application with its form and documents: `ApplicationView`.
#[server(endpoint = "prereg/application")]
pub async fn application(prid: String, language: LangCode) -> Result<Packed, UiError> {
    Packed::of(&service::<Service>()?.load(&caller()?, &prid_of(&prid)?, language).await?)
}

/// Options of a field: `Vec<Choice>`.
#[server(endpoint = "prereg/choices", input = Json)]
pub async fn choices(
    source: OptionSource,
    parent: Option<String>,
    languages: Vec<LangCode>,
) -> Result<Packed, UiError> {
    Packed::of(&service::<Service>()?.choices(&caller()?, &source, parent.as_deref(), &languages).await?)
}

/// Centres to choose from: those with the words, or (without words) those of the applicant's place, or all: `Vec<CenterChoice>`.
#[server(endpoint = "prereg/centres")]
pub async fn centres(prid: String, words: Option<String>, all: bool, language: LangCode) -> Result<Packed, UiError> {
    let query = match words {
        Some(text) => CenterQuery::Text { text },
        None if all => CenterQuery::All,
        None => CenterQuery::Recommended { prid },
    };
    Packed::of(&service::<Service>()?.centers(&caller()?, &query, language).await?)
}

/// A centre's days and times, and who may come: `Calendar`.
#[server(endpoint = "prereg/times")]
pub async fn times(prid: String, centre: Option<String>, language: LangCode) -> Result<Packed, UiError> {
    Packed::of(&times_of(&*service::<Service>()?, &caller()?, prid, centre, language).await?)
}

/// The slip of a booked application: `Slip`.
#[server(endpoint = "prereg/slip")]
pub async fn slip(prid: String) -> Result<Packed, UiError> {
    Packed::of(&service::<Service>()?.slip(&caller()?, &prid_of(&prid)?).await?)
}

/// What the page of days and times shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calendar {
    /// Absent when no centre serves the applicant's place.
    pub centre: Option<CenterChoice>,
    pub days: Vec<DayAvailability>,
    /// All of the person's applications: several may come at once.
    pub applications: Vec<ApplicationSummary>,
}

/// Those of the chosen centre; else of the one that is booked; else of the first that is recommended.
#[cfg(feature = "ssr")]
async fn times_of(
    service: &Service,
    caller: &Caller,
    prid: String,
    centre: Option<String>,
    language: LangCode,
) -> Result<Calendar, UiError> {
    let applications = service.my_applications(caller, language).await?;
    let booked = applications
        .iter()
        .find(|application| application.prid == prid)
        .and_then(|application| application.booking.as_ref());
    let wanted =
        centre.and_then(|id| CenterId::parse(&id).ok()).or_else(|| booked.map(|booking| booking.center.clone()));
    let query = if wanted.is_some() { CenterQuery::All } else { CenterQuery::Recommended { prid } };
    let offered = service.centers(caller, &query, language).await?;
    let centre = offered.into_iter().find(|centre| wanted.as_ref().is_none_or(|id| centre.id == *id));
    let days = match &centre {
        Some(centre) => service.availability(caller, &centre.id).await?,
        None => Vec::new(),
    };
    Ok(Calendar { centre, days, applications })
}

/// The page's language as a language of data.
pub fn data_language(locale: app_i18n::Locale) -> LangCode {
    LangCode::parse(locale.code()).unwrap_or(LangCode::ENG)
}
