//! I7: an identity that is not active has no working credential and no working copy in authentication, and a VID that was ended
//! does not work there either.

use std::collections::{BTreeMap, BTreeSet};

use db::Timestamp;

use super::events::waiting;
use super::{Check, Inspection, Result, count, has_table, names, rows};

/// A card may be in the making while an identity is deactivated; it is not handed out, but its row may be a little newer.
const GRACE_SECS: i64 = 60;
/// The name under which authentication follows identities.
const FOLLOWER: &str = "auth";

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let mut checks = vec![cards(at).await?];
    if has_table(at.databases.authentication(), "aut_identity").await? {
        checks.push(copies(at).await?);
    }
    Ok(checks)
}

async fn cards(at: &Inspection) -> Result<Check> {
    let sql = "SELECT i.id, k.issued_at, (SELECT MAX(h.replaced_at) FROM idr_identity_history h \
               WHERE h.identity_id = i.id AND h.status = 'ACTIVATED') AS ended_at \
               FROM idr_identity i LEFT JOIN crd_card k ON k.uin_hash = i.uin_hash WHERE i.status <> 'ACTIVATED'";
    let found = rows(at.identity(), sql, Vec::new()).await?;
    let mut wrong = Vec::new();
    for row in &found {
        let id: String = row.try_get_by_index(0)?;
        let made: Option<Timestamp> = row.try_get_by_index(1)?;
        let ended: Option<Timestamp> = row.try_get_by_index(2)?;
        if let (Some(made), Some(ended)) = (made, ended)
            && (made - ended).num_seconds() > GRACE_SECS
        {
            wrong.push(format!("identity {id} got a card after it was deactivated"));
        }
    }
    let says = "no card was made for an identity that is not active";
    Ok(Check::new("I7 cards", says, found.len() as u64).found(wrong))
}

/// Authentication's copies against the identities they follow; one whose news is on its way is left out.
async fn copies(at: &Inspection) -> Result<Check> {
    let (copy, original) = (at.databases.authentication(), at.identity());
    let working: BTreeSet<String> =
        names(copy, "SELECT uin_hash FROM aut_identity WHERE status = 'ACTIVATED'").await?.into_iter().collect();
    let active: BTreeSet<String> =
        names(original, "SELECT uin_hash FROM idr_identity WHERE status = 'ACTIVATED'").await?.into_iter().collect();
    let coming = waiting(at, FOLLOWER).await?;
    let told = |hash: &String| !coming.contains(&idrepo::inspect::telling_payload(FOLLOWER, hash));
    let mut wrong: Vec<String> = working
        .difference(&active)
        .filter(|hash| told(hash))
        .map(|hash| format!("the identity with hash {hash} is not active and can be authenticated"))
        .collect();
    let here = vids(
        at,
        copy,
        "SELECT uin_hash, COUNT(*) FROM aut_number WHERE kind = 'VID' AND active = TRUE AND \
                    (expires_at IS NULL OR expires_at > $1) GROUP BY uin_hash",
    );
    let there = vids(
        at,
        original,
        "SELECT uin_hash, COUNT(*) FROM idr_vid WHERE status = 'ACTIVE' AND \
                     (expires_at IS NULL OR expires_at > $1) GROUP BY uin_hash",
    );
    let (here, there) = (here.await?, there.await?);
    wrong.extend(
        here.iter()
            .filter(|(hash, n)| **n > there.get(*hash).copied().unwrap_or(0) && told(hash))
            .map(|(hash, _)| format!("the identity with hash {hash} can be authenticated by a VID that was ended")),
    );
    let looked_at = count(copy, "SELECT COUNT(*) FROM aut_identity").await?;
    let says = "nothing that was ended in the ID repository works in authentication";
    Ok(Check::new("I7 copies", says, looked_at).found(wrong))
}

/// Usable VIDs per person.
async fn vids(at: &Inspection, db: &db::Db, sql: &str) -> Result<BTreeMap<String, i64>> {
    let found = rows(db, sql, vec![at.now().into()]).await?;
    found.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}
