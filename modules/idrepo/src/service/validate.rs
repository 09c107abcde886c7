//! Checks of an identity object against the schema it was made for.

use std::sync::Arc;

use chrono::Datelike;
use idrepo_api::IdRepoError;
use schema::{CivilDate, IdObjectError, IdObjectRules, IdentitySchema};
use serde_json::{Map, Value, json};
use types::{Failure, Fault};

use crate::Idrepo;
use crate::error::{invalid, missing};

/// What MOSIP demands of a new identity, as far as the schema demands it too.
const NEW: [&str; 9] =
    ["IDSchemaVersion", "UIN", "fullName", "gender", "addressLine1", "region", "province", "city", "zone"];

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    New,
    Update,
}

/// Reads the schema an identity names by `IDSchemaVersion`.
pub(crate) async fn schema_of(m: &Idrepo, identity: &Map<String, Value>) -> Result<Arc<IdentitySchema>, Failure> {
    let version = match identity.get("IDSchemaVersion") {
        None | Some(Value::Null) => return Err(missing("identity/IDSchemaVersion")),
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.parse().ok(),
        Some(_) => None,
    }
    .ok_or_else(|| invalid("identity/IDSchemaVersion"))?;
    let published = m.master.identity_schema(Some(version)).await.map_err(|failure| {
        // an unknown version is the caller's mistake, anything else ours
        if failure.status() >= 500 {
            Failure::of(IdRepoError::Schema).because(failure)
        } else {
            invalid("identity/IDSchemaVersion")
        }
    })?;
    let schema = IdentitySchema::from_json(published.schema.clone())
        .map_err(|error| Failure::of(IdRepoError::Schema).because(error))?;
    Ok(Arc::new(schema))
}

/// Refuses an identity object that its schema does not allow; all mistakes at once.
pub(crate) async fn check(
    m: &Idrepo,
    schema: &IdentitySchema,
    identity: &Map<String, Value>,
    operation: Operation,
) -> Result<(), Failure> {
    let required = match operation {
        Operation::Update => vec!["IDSchemaVersion".to_owned()],
        Operation::New => {
            let demanded = |name: &str| schema.field(name).is_some_and(|field| field.required);
            let mut names: Vec<String> =
                NEW.iter().filter(|name| demanded(name)).map(|name| (*name).to_owned()).collect();
            if demanded("dateOfBirth") || demanded("age") {
                names.push("dateOfBirth|age".to_owned());
            }
            names
        }
    };
    let languages = m.master.languages().await?;
    let now = m.db.now();
    let rules = IdObjectRules {
        required: Some(required),
        languages: languages.all().map(|language| language.as_str().to_owned()).collect(),
        today: CivilDate::new(u16::try_from(now.year()).unwrap_or(0), now.month() as u8, now.day() as u8),
        birth_dates: vec!["dateOfBirth".to_owned()],
    };
    let mut identity = identity.clone();
    if schema.field("UIN").is_none() {
        identity.remove("UIN"); // MOSIP's wire always carries it
    }
    let faults = schema
        .validate(&json!({ "identity": identity }), &rules)
        .iter()
        .map(|error| match error {
            IdObjectError::Missing(path) => Fault::new(IdRepoError::Missing, [path.as_str()]),
            IdObjectError::Invalid(path) => Fault::new(IdRepoError::Invalid, [path.as_str()]),
            IdObjectError::Unreadable => Fault::new(IdRepoError::Invalid, ["identity"]),
        })
        .collect();
    Failure::all(faults).map_or(Ok(()), Err)
}
