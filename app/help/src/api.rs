//! What the pages read.

use app_kit::{Packed, UiError};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{content, model::Found};
#[cfg(feature = "ssr")]
use app_i18n::Locale;

/// Longest search, in characters.
#[cfg(feature = "ssr")]
const LONGEST: usize = 100;

#[cfg(feature = "ssr")]
fn locale(code: &str) -> Locale {
    Locale::parse(code).unwrap_or(Locale::Eng)
}

/// Every page, or those that a search finds: `Found`.
#[server(endpoint = "help/index")]
pub async fn index(language: String, asked: String) -> Result<Packed, UiError> {
    let asked: String = asked.trim().chars().take(LONGEST).collect();
    let locale = locale(&language);
    let cards = if asked.is_empty() { content::all(locale) } else { content::search(locale, &asked) };
    Packed::of(&Found { asked, cards })
}

/// One page: `Page`.
#[server(endpoint = "help/page")]
pub async fn page(language: String, slug: String) -> Result<Packed, UiError> {
    Packed::of(&content::page(locale(&language), &slug).ok_or_else(UiError::not_found)?)
}
