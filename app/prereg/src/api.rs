//! What the portal's pages read. Each is a thin door to the service, which checks rights and ownership.

use app_kit::UiError;
use leptos::{prelude::*, server_fn::codec::Json};
use masterdata_api::Languages;
use prereg_api::{ApplicationSummary, ApplicationView, CenterChoice, CenterQuery, DayAvailability, Slip};
use schema::{Choice, OptionSource};
use types::{CenterId, LangCode};

#[cfg(feature = "ssr")]
use app_kit::server::{caller, service};
#[cfg(feature = "ssr")]
use types::{CallerKind, Prid};

#[cfg(feature = "ssr")]
type Service = dyn prereg_api::Prereg;

#[cfg(feature = "ssr")]
pub(crate) fn prid_of(text: &str) -> Result<Prid, UiError> {
    Prid::parse(text).map_err(|_| UiError::not_found())
}

/// The phone number or mail address signed in with, for the masthead.
#[server(endpoint = "prereg/account")]
pub async fn account() -> Result<Option<String>, UiError> {
    let caller = caller()?;
    Ok((caller.kind() == CallerKind::Resident).then(|| caller.user_id().to_owned()))
}

/// The address a code was sent to, while signing in; masked.
#[server(endpoint = "prereg/pending")]
pub async fn pending() -> Result<Option<String>, UiError> {
    Ok(crate::post::pending_of_request().map(|address| crate::post::masked(&address)))
}

/// My applications, newest first.
#[server(endpoint = "prereg/applications")]
pub async fn applications(language: LangCode) -> Result<Vec<ApplicationSummary>, UiError> {
    Ok(service::<Service>()?.my_applications(&caller()?, language).await?)
}

/// The country's data languages.
#[server(endpoint = "prereg/languages")]
pub async fn list_languages() -> Result<Languages, UiError> {
    Ok(service::<Service>()?.languages(&caller()?).await?)
}

/// One application with its form and documents.
#[server(endpoint = "prereg/application", input = Json)]
pub async fn application(prid: String, language: LangCode) -> Result<ApplicationView, UiError> {
    Ok(service::<Service>()?.load(&caller()?, &prid_of(&prid)?, language).await?)
}

/// Options of a field.
#[server(endpoint = "prereg/choices", input = Json)]
pub async fn choices(
    source: OptionSource,
    parent: Option<String>,
    languages: Vec<LangCode>,
) -> Result<Vec<Choice>, UiError> {
    Ok(service::<Service>()?.choices(&caller()?, &source, parent.as_deref(), &languages).await?)
}

/// Centres to choose from.
#[server(endpoint = "prereg/centres", input = Json)]
pub async fn centres(query: CenterQuery, language: LangCode) -> Result<Vec<CenterChoice>, UiError> {
    Ok(service::<Service>()?.centers(&caller()?, &query, language).await?)
}

/// Days and free places of a centre.
#[server(endpoint = "prereg/availability", input = Json)]
pub async fn availability(centre: CenterId) -> Result<Vec<DayAvailability>, UiError> {
    Ok(service::<Service>()?.availability(&caller()?, &centre).await?)
}

/// The slip of a booked application.
#[server(endpoint = "prereg/slip", input = Json)]
pub async fn load_slip(prid: String) -> Result<Slip, UiError> {
    Ok(service::<Service>()?.slip(&caller()?, &prid_of(&prid)?).await?)
}

/// The page's language as a language of data.
pub fn data_language(locale: app_i18n::Locale) -> LangCode {
    LangCode::parse(locale.code()).unwrap_or(LangCode::ENG)
}
