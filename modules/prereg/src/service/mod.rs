//! Use cases, one per file.

pub(crate) mod applications;
pub(crate) mod audit;
pub(crate) mod book;
pub(crate) mod cancel;
pub(crate) mod centers;
pub(crate) mod create;
pub(crate) mod data_sync;
pub(crate) mod delete;
pub(crate) mod documents;
pub(crate) mod draft;
pub(crate) mod form;
pub(crate) mod generate_slots;
pub(crate) mod needs;
pub(crate) mod notify;
pub(crate) mod record;
pub(crate) mod sign_in;
pub(crate) mod slip;
pub(crate) mod submit;
pub(crate) mod update;

use crate::error::{Error, Result};
use prereg_api::PreregError;
use types::{Caller, Cx, LangCode};

/// The caller's context with this module's name.
pub(crate) fn cx(caller: &Caller) -> Cx {
    caller.cx().clone().with_module("prereg")
}

/// A language this country uses.
pub(crate) async fn language(m: &crate::Inner, code: Option<&str>) -> Result<LangCode> {
    let known = m.master.languages().await?;
    // MOSIP compares exactly: `ENG` is not `eng`
    code.and_then(|text| LangCode::parse(text).ok().filter(|lang| lang.as_str() == text))
        .filter(|lang| known.all().any(|own| own == *lang))
        .ok_or(Error::of(PreregError::Language))
}

/// The first configured language.
pub(crate) async fn default_language(m: &crate::Inner) -> Result<LangCode> {
    Ok(m.master.languages().await?.all().next().unwrap_or(LangCode::ENG))
}
