//! Bring the copy of an identity up to date: what it says, what it may, by which numbers it is found.

use biometrics::{Modality, Sample, SubType};
use codec::cbeff::{self, Modality as CbeffModality};
use codec::iso19794::FingerPosition;
use crypto::encoding::b64std;
use idrepo_api::{IdentityRecord, IdentityStatus};
use serde_json::{Map, Value};
use types::{Caller, Failure};

use crate::domain::individual::IdType;
use crate::entity::{identity, number};
use crate::error::{integrity, storage};
use crate::sealed::{Content, Templates};
use crate::service::salts;
use crate::{AuthModule, repo, sealed};

/// How much is read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Attributes, status, locks and numbers.
    Standing,
    /// And biometrics.
    Whole,
}

/// How often another worker may be faster before the event is left to come again.
const TRIES: u32 = 8;

/// Reads the identity as it is now and replaces the copy. Whoever read before another's write starts over, so that an older
/// state never comes back (invariant I7).
pub(crate) async fn refresh(m: &AuthModule, caller: &Caller, uin_hash: &str, extent: Extent) -> Result<(), Failure> {
    for _ in 0..TRIES {
        let known = repo::identity::find(m.db.read(), uin_hash).await.map_err(storage)?;
        // A new person has nothing that could end, and is known once everything of theirs is: no finger is ever called missing
        // because it comes a moment later.
        let extent = if known.is_none() { Extent::Whole } else { extent };
        let found = m.identities.find_by_hash(caller, uin_hash, extent == Extent::Whole).await?;
        let Some(record) = found else { return Ok(()) };
        if write(m, caller, known, record, extent).await? {
            return Ok(());
        }
    }
    Err(Failure::of(auth_api::AuthError::Unable))
}

async fn write(
    m: &AuthModule,
    caller: &Caller,
    known: Option<identity::Model>,
    record: IdentityRecord,
    extent: Extent,
) -> Result<bool, Failure> {
    let uin_hash = record.uin_hash.clone();
    let locks = m.identities.auth_locks(caller, &record.uin).await?;
    let numbers = numbers(m, caller, &record).await?;
    let (mut biometrics, mut mark) =
        known.as_ref().map_or((None, None), |row| (row.biometrics.clone(), row.biometrics_mark.clone()));
    if extent == Extent::Whole {
        match &record.biometrics {
            None => (biometrics, mark) = (None, None),
            Some(document) => {
                let now = sealed::document_mark(&*m.at_rest, document).await?;
                if mark.as_ref() != Some(&now) {
                    let templates = templates(m, document).await?;
                    biometrics = Some(sealed::seal_templates(&*m.at_rest, &uin_hash, &templates).await?);
                    mark = Some(now);
                }
            }
        }
    }
    let salts = salts(m).await?;
    let token = crypto::digest::token_id(&salts.number, &salts.partner, record.uin.reveal(), "identity");
    let identity = record.identity.as_object().cloned().unwrap_or_default();
    let content = Content { identity, token };
    let revision = known.as_ref().map_or(0, |row| row.revision);
    let row = identity::Model {
        uin_hash: uin_hash.clone(),
        status: status(record.status).to_owned(),
        locks: serde_json::to_string(&locks).map_err(integrity)?,
        data: sealed::seal_content(&*m.at_rest, &uin_hash, &content).await?,
        biometrics,
        biometrics_mark: mark,
        revision: revision + 1,
        updated_at: m.db.now(),
    };

    let mut tx = m.db.begin(caller.cx()).await.map_err(storage)?;
    let mine = match known {
        None => repo::identity::insert_first(&mut tx, row).await,
        Some(_) => repo::identity::replace(&mut tx, row, revision).await,
    };
    if !mine.map_err(storage)? {
        return Ok(false);
    }
    let kept: Vec<String> = numbers.iter().map(|row| row.number_hash.clone()).collect();
    for row in numbers {
        repo::number::put(&mut tx, row).await.map_err(storage)?;
    }
    repo::number::retire_others(&mut tx, &uin_hash, &kept).await.map_err(storage)?;
    tx.commit().await.map_err(storage)?;
    Ok(true)
}

pub(crate) const ACTIVE: &str = "ACTIVATED";

fn status(status: IdentityStatus) -> &'static str {
    match status {
        IdentityStatus::Activated => ACTIVE,
        IdentityStatus::Deactivated => "DEACTIVATED",
        IdentityStatus::Blocked => "BLOCKED",
    }
}

/// Everything a person may come with.
async fn numbers(m: &AuthModule, caller: &Caller, record: &IdentityRecord) -> Result<Vec<number::Model>, Failure> {
    let plain = |number_hash: String, kind: IdType| number::Model {
        number_hash,
        uin_hash: record.uin_hash.clone(),
        kind: kind.name().to_owned(),
        active: true,
        expires_at: None,
        uses_left: None,
    };
    let mut rows = vec![plain(sealed::number_hash(&*m.at_rest, record.uin.reveal()).await?, IdType::Uin)];
    for vid in m.identities.vids(caller, &record.uin).await? {
        let mut row = plain(sealed::number_hash(&*m.at_rest, vid.vid.reveal()).await?, IdType::Vid);
        row.expires_at = vid.expiry;
        row.uses_left = vid.transactions_left.map(|left| i32::try_from(left).unwrap_or(i32::MAX));
        rows.push(row);
    }
    if let Some(identity) = record.identity.as_object() {
        for handle in handles(identity) {
            rows.push(plain(sealed::number_hash(&*m.at_rest, &handle).await?, IdType::Handle));
        }
    }
    Ok(rows)
}

/// The handles a person chose, as the ID repository writes them: `0612345678@phone`.
fn handles(identity: &Map<String, Value>) -> Vec<String> {
    let chosen = identity.get("selectedHandles").and_then(Value::as_array).into_iter().flatten();
    let mut handles: Vec<String> = chosen
        .filter_map(Value::as_str)
        .flat_map(|field| {
            let values = match identity.get(field) {
                Some(Value::String(text)) if !text.is_empty() => vec![text.as_str()],
                Some(Value::Array(list)) => list
                    .iter()
                    .filter(|entry| {
                        let tags = entry.get("tags").and_then(Value::as_array);
                        tags.is_none_or(|tags| {
                            tags.iter().any(|tag| matches!(tag.as_str(), Some("handles" | "handle")))
                        })
                    })
                    .filter_map(|entry| entry.get("value").and_then(Value::as_str))
                    .filter(|text| !text.is_empty())
                    .collect(),
                _ => Vec::new(),
            };
            values.into_iter().map(move |value| format!("{}@{field}", value.to_lowercase())).collect::<Vec<_>>()
        })
        .collect();
    handles.sort_unstable();
    handles.dedup();
    handles
}

/// Templates of a person's CBEFF document. A finger that gives none is left out; it must not cost the others.
async fn templates(m: &AuthModule, document: &[u8]) -> Result<Templates, Failure> {
    let mut templates = Templates::default();
    let document = match cbeff::read(document) {
        Ok(document) => document,
        Err(error) => {
            tracing::warn!(%error, "a person's biometric document cannot be read: they cannot be recognised by it");
            return Ok(templates);
        }
    };
    let mut unusable = 0_u32;
    for segment in document.segments.iter().filter(|segment| !segment.is_exception()) {
        let (Some(info), Some(data)) = (&segment.bdb_info, &segment.bdb) else { continue };
        let sub_type = info.subtype_text();
        match &info.modality {
            Some(CbeffModality::Finger) => {
                let sub_type = SubType::parse(&sub_type).unwrap_or(SubType::Unknown);
                let sample = Sample { modality: Modality::Finger, sub_type, data: data.clone() };
                match m.sdk.extract(&[sample], &[Modality::Finger]).await {
                    Ok(found) => found.iter().for_each(|template| templates.add(template)),
                    Err(error) if error.status() >= 500 => {
                        return Err(Failure::of(auth_api::AuthError::Unable).because(error));
                    }
                    Err(_) => unusable += 1,
                }
            }
            Some(CbeffModality::Face) => {
                templates.face = Some(b64std(data));
                templates.others.push("FACE".to_owned());
            }
            Some(CbeffModality::Iris) => templates.others.push(sub_type),
            _ => {}
        }
    }
    if unusable > 0 {
        tracing::info!(unusable, "fingers without a usable template");
    }
    Ok(templates)
}

/// The finger a capture names; `None` when the name is no finger's.
pub(crate) fn finger(name: &str) -> Option<SubType> {
    SubType::parse(name).filter(|found| match found {
        SubType::Unknown => true,
        SubType::Finger(position) => FingerPosition::TEN.contains(position),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // IDA-01, IDR-19
    #[test]
    fn handles_are_those_that_were_chosen() {
        let identity = json!({
            "phone": "0612AB", "email": "a@b.c", "selectedHandles": ["phone", "nick"],
            "nick": [{"value": "Ada", "tags": ["handles"]}, {"value": "Bee", "tags": []}],
        });
        assert_eq!(handles(identity.as_object().unwrap()), ["0612ab@phone", "ada@nick"]);
        assert!(finger("Left IndexFinger").is_some() && finger("UNKNOWN").is_some());
        assert!(finger("Left").is_none() && finger("Left Toe").is_none());
    }
}
