//! An application as use cases see it: the searchable row and the opened sealed half.

use crate::{
    Inner,
    domain::contact,
    entity::application,
    error::{Error, Result},
    repo::{self, application::Sealed},
};
use prereg_api::{PreregError, Status};
use schema::Answer;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use types::{Caller, LangCode, Prid, role};

const PURPOSE: &str = "prereg.demographic";
const OWNER_PURPOSE: &str = "prereg.owner";

/// The sealed half.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Content {
    /// Phone number or mail address of whoever created it, or a staff name.
    pub(crate) owner: String,
    pub(crate) updated_by: String,
    /// `{"identity": {…}}`, complete or not; null for applications without demographic data.
    #[serde(default)]
    pub(crate) details: Value,
    /// What was typed in the portal, right or wrong, by field; gone once it is replaced through REST.
    #[serde(default)]
    pub(crate) answers: BTreeMap<String, Answer>,
    /// Language in which the terms were shown and accepted.
    #[serde(default)]
    pub(crate) consent: Option<LangCode>,
}

/// An application with everything.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) row: application::Model,
    pub(crate) content: Content,
}

/// Which codes a path answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// `/applications/prereg`, documents.
    Demographic,
    /// `/applications`, appointments.
    Application,
}

impl Family {
    pub(crate) fn not_found(self) -> Error {
        Error::of(match self {
            Self::Demographic => PreregError::NotFound,
            Self::Application => PreregError::NoApplication,
        })
    }

    fn not_owner(self) -> Error {
        Error::of(match self {
            Self::Demographic => PreregError::NotOwner,
            Self::Application => PreregError::NotOwnApplication,
        })
    }
}

impl Record {
    pub(crate) fn status(&self) -> Status {
        status_of(&self.row)
    }

    pub(crate) fn languages(&self) -> Vec<LangCode> {
        languages_of(&self.row)
    }

    pub(crate) fn identity(&self) -> Option<&serde_json::Map<String, Value>> {
        self.content.details.get("identity").and_then(Value::as_object)
    }

    /// A text attribute.
    pub(crate) fn text(&self, attribute: &str) -> Option<&str> {
        self.identity()?.get(attribute)?.as_str().filter(|text| !text.is_empty())
    }

    /// The values of an attribute by language; one that has no languages stands under the application's own.
    pub(crate) fn by_language(&self, attribute: &str) -> BTreeMap<String, String> {
        match self.identity().and_then(|identity| identity.get(attribute)) {
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(|item| {
                    Some((item.get("language")?.as_str()?.to_owned(), item.get("value")?.as_str()?.to_owned()))
                })
                .collect(),
            Some(Value::String(text)) => BTreeMap::from([(self.row.lang.clone(), text.clone())]),
            _ => BTreeMap::new(),
        }
    }
}

pub(crate) fn status_of(row: &application::Model) -> Status {
    Status::parse(&row.status).unwrap_or(Status::Incomplete)
}

pub(crate) fn languages_of(row: &application::Model) -> Vec<LangCode> {
    row.languages.split(',').filter_map(|code| LangCode::parse(code).ok()).collect()
}

pub(crate) fn join(languages: &[LangCode]) -> String {
    languages.iter().map(LangCode::as_str).collect::<Vec<_>>().join(",")
}

/// The look-up key of a sign-in address or staff name.
pub(crate) async fn owner_index(m: &Inner, user_id: &str) -> Result<String> {
    Ok(hex::encode(m.at_rest.blind_index(OWNER_PURPOSE, contact::folded(user_id).as_bytes()).await?))
}

pub(crate) async fn seal(m: &Inner, prid: &str, content: &Content) -> Result<Sealed> {
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(content)?);
    let bytes = m.at_rest.seal(PURPOSE, prid.as_bytes(), &plain).await?;
    Ok(Sealed { bytes, sha256: crypto::digest::sha256_hex(&plain) })
}

pub(crate) async fn open(m: &Inner, prid: &str, sealed: &[u8], sha256: &str) -> Result<Content> {
    let plain = m.at_rest.open(PURPOSE, prid.as_bytes(), sealed).await?;
    if !crypto::digest::sha256_hex(&plain).eq_ignore_ascii_case(sha256) {
        return Err(Error::of(PreregError::Hashing));
    }
    Ok(serde_json::from_slice(&plain)?)
}

/// Opens the sealed halves of several rows, in their order.
pub(crate) async fn open_many(m: &Inner, rows: Vec<application::Model>) -> Result<Vec<Record>> {
    let prids = rows.iter().map(|row| row.prid.clone()).collect();
    let sealed = repo::application::sealed_of(m.db.read(), prids).await?;
    let mut sealed: BTreeMap<String, _> = sealed.into_iter().map(|row| (row.prid.clone(), row)).collect();
    let mut records = Vec::with_capacity(rows.len());
    for row in rows {
        let half = sealed.remove(&row.prid).ok_or_else(|| lost(&row.key))?;
        let content = open(m, &row.prid, &half.sealed, &half.sha256).await?;
        records.push(Record { row, content });
    }
    Ok(records)
}

fn lost(key: &str) -> Error {
    Error::internal(std::io::Error::other(format!("application {key} has no sealed half")))
}

/// The row of an application that the caller may see. A number that is none is like one nobody has.
pub(crate) async fn load_row(m: &Inner, caller: &Caller, prid: &str, family: Family) -> Result<application::Model> {
    let prid = Prid::parse(prid).map_err(|_| family.not_found())?;
    let row = repo::application::find(m.db.read(), prid.reveal()).await?.ok_or_else(|| family.not_found())?;
    // MOSIP asks for ownership only where the caller is a person acting for themselves
    if caller.has_any_role(&[role::INDIVIDUAL]) && row.owner_index != owner_index(m, caller.user_id()).await? {
        return Err(family.not_owner());
    }
    Ok(row)
}

/// An application that the caller may see, opened.
pub(crate) async fn load(m: &Inner, caller: &Caller, prid: &str, family: Family) -> Result<Record> {
    let row = load_row(m, caller, prid, family).await?;
    let half = repo::application::sealed(m.db.read(), &row.prid).await?.ok_or_else(|| lost(&row.key))?;
    let content = open(m, &row.prid, &half.sealed, &half.sha256).await?;
    Ok(Record { row, content })
}

/// An application by its surrogate key, for jobs.
pub(crate) async fn load_by_key(m: &Inner, key: &str) -> Result<Option<Record>> {
    let Some(row) = repo::application::find_by_key(m.db.read(), key).await? else { return Ok(None) };
    let half = repo::application::sealed(m.db.read(), &row.prid).await?.ok_or_else(|| lost(&row.key))?;
    let content = open(m, &row.prid, &half.sealed, &half.sha256).await?;
    Ok(Some(Record { row, content }))
}

/// An empty identity object.
pub(crate) fn empty_details() -> Value {
    json!({ "identity": {} })
}
