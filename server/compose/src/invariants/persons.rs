//! I2: one active UIN per biometric identity. Every enrolled person is searched for among all others with the matcher and the
//! threshold of the pipeline; two active identities that fit must have been told apart by an adjudicator.

use std::collections::{BTreeMap, BTreeSet};

use biometrics::{Abis, IdentifyRequest, InProcessAbis};
use registration_api::Candidate;
use sea_orm::prelude::Json;

use super::{Check, Inspection, Result, rows};

const PAGE: u64 = 200;

struct Enrolled {
    sequence: i64,
    rid: String,
}

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let active = active_identities(at).await?;
    let abis = InProcessAbis::new();
    let mut enrolled: BTreeMap<String, Enrolled> = BTreeMap::new();
    let mut wrong = Vec::new();
    let (mut after, mut looked_at) = (0, 0);
    loop {
        let page = registration::inspect::references(at.operations(), &*at.keys, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.sequence;
        for one in page {
            looked_at += 1;
            let Ok(templates) = one.templates else {
                wrong.push(format!("reference {}: the sealed templates do not open", one.reference_id));
                continue;
            };
            // a reference without a usable finger takes part in no search of the pipeline either
            if active.contains_key(&one.rid) && abis.insert(&one.reference_id, &templates).await.is_ok() {
                enrolled.insert(one.reference_id, Enrolled { sequence: one.sequence, rid: one.rid });
            }
        }
    }
    let approved = approved(at).await?;
    let rate: f64 = at
        .setting("registration.processor.abis.targetFPIR")
        .await?
        .and_then(|value| value.trim().parse().ok())
        .unwrap_or(30.0);
    for (reference_id, own) in &enrolled {
        let request = IdentifyRequest {
            reference_id: reference_id.clone(),
            within: None,
            max_results: enrolled.len(),
            false_positive_rate: 10f64.powf(-rate / 10.0),
        };
        for found in abis.identify(&request).await? {
            let Some(other) = enrolled.get(&found.reference_id) else { continue };
            let same_identity = active.get(&own.rid) == active.get(&other.rid);
            if other.sequence < own.sequence
                && !same_identity
                && !approved.contains(&(own.rid.clone(), other.rid.clone()))
            {
                wrong.push(format!("references {reference_id} and {} fit, and both are active", found.reference_id));
            }
        }
    }
    let says = "no two active identities have the same fingers, unless an adjudicator told them apart";
    Ok(vec![Check::new("I2 persons", says, looked_at).found(wrong)])
}

/// Registration ids of active identities, with the identity each leads to.
async fn active_identities(at: &Inspection) -> Result<BTreeMap<String, String>> {
    let sql = "SELECT r.reg_id, r.identity_id FROM idr_registration r JOIN idr_identity i ON i.id = r.identity_id \
               WHERE i.status = 'ACTIVATED'";
    let found = rows(at.identity(), sql, Vec::new()).await?;
    let pairs = found.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    pairs.collect()
}

/// Pairs of registration ids, the later first, that a person decided to be two persons.
async fn approved(at: &Inspection) -> Result<BTreeSet<(String, String)>> {
    let sql = "SELECT rid, candidates FROM registration_case WHERE status = 'APPROVED'";
    let mut pairs = BTreeSet::new();
    for row in rows(at.operations(), sql, Vec::new()).await? {
        let rid: String = row.try_get_by_index(0)?;
        let candidates: Json = row.try_get_by_index(1)?;
        for candidate in serde_json::from_value::<Vec<Candidate>>(candidates).unwrap_or_default() {
            pairs.insert((rid.clone(), candidate.rid));
        }
    }
    Ok(pairs)
}
