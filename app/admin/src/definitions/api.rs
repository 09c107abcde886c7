//! What the pages of schemas and forms read.

use app_kit::{Packed, UiError};
use leptos::prelude::*;
use schema::OptionSource;
use schema::edit::Family;

#[cfg(feature = "ssr")]
use app_kit::server::{caller, service};
#[cfg(feature = "ssr")]
use masterdata_api::Definitions;

/// Everything: `Vec<DefinitionEntry>`.
#[server(endpoint = "admin/definitions")]
pub async fn list() -> Result<Packed, UiError> {
    Packed::of(&service::<dyn Definitions>()?.definitions(&caller()?).await?)
}

/// One of them: `Definition`.
#[server(endpoint = "admin/definition")]
pub async fn one(family: Family, id: String) -> Result<Packed, UiError> {
    let found = service::<dyn Definitions>()?.definition(&caller()?, family, &id).await?;
    Packed::of(&found.ok_or_else(UiError::not_found)?)
}

/// What a list of the preview offers: `Vec<Choice>`.
#[server(endpoint = "admin/definition-choices")]
pub async fn choices(source: OptionSource, parent: Option<String>) -> Result<Packed, UiError> {
    Packed::of(&service::<dyn Definitions>()?.definition_choices(&caller()?, &source, parent.as_deref()).await?)
}
