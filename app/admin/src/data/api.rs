//! What the pages read. Each is a thin door to the shaping on the server; `search` is the page's query as it stands.

use app_kit::{Packed, UiError};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::server as shaped;

/// Every entity the reader may see: `Vec<Group>`.
#[server(endpoint = "admin/data/home")]
pub async fn home(locale: String) -> Result<Packed, UiError> {
    Packed::of(&shaped::home::page(&shaped::Ask::of(&locale, "")?).await?)
}

/// A list: `ListPage`.
#[server(endpoint = "admin/data/list")]
pub async fn list(slug: String, search: String, locale: String) -> Result<Packed, UiError> {
    Packed::of(&shaped::list::page(&shaped::Ask::of(&locale, &search)?, &slug).await?)
}

/// One entry: `EntryPage`.
#[server(endpoint = "admin/data/entry")]
pub async fn entry(slug: String, code: String, search: String, locale: String) -> Result<Packed, UiError> {
    Packed::of(&shaped::entry::page(&shaped::Ask::of(&locale, &search)?, &slug, &code).await?)
}

/// A form: `FormPage`; without a code for a new entry.
#[server(endpoint = "admin/data/form")]
pub async fn form(slug: String, code: String, search: String, locale: String) -> Result<Packed, UiError> {
    Packed::of(&shaped::form::page(&shaped::Ask::of(&locale, &search)?, &slug, &code).await?)
}

/// Documents of a category: `DocumentsPage`.
#[server(endpoint = "admin/data/documents")]
pub async fn documents(search: String, locale: String) -> Result<Packed, UiError> {
    Packed::of(&shaped::documents::page(&shaped::Ask::of(&locale, &search)?).await?)
}

/// Centres by coordinates: `MapPage`.
#[server(endpoint = "admin/data/map")]
pub async fn map(locale: String) -> Result<Packed, UiError> {
    Packed::of(&shaped::map::page(&shaped::Ask::of(&locale, "")?).await?)
}
