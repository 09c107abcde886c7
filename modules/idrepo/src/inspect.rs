//! What `doctor` looks at beside a running server: reads only, without the module's ports.

use db::{Db, Job};
use keymgr_api::AtRest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{Failure, Uin, Vid};

use crate::domain::vid_policy::{self, VidPolicies};
use crate::entity::{identity, vid};
use crate::error::storage;
use crate::jobs::TellListener;
use crate::sealed;

/// The job that tells a listener of a person's events.
pub const TELLING_JOB: &str = TellListener::KIND;
/// The property that holds another VID policy document than the shipped one.
pub const VID_POLICY_SETTING: &str = vid_policy::SETTING;

/// The payload of a [`TELLING_JOB`], as its row holds it.
#[must_use]
pub fn telling_payload(listener: &str, uin_hash: &str) -> String {
    let job = TellListener { listener: listener.to_owned(), uin_hash: uin_hash.to_owned() };
    serde_json::to_string(&job).unwrap_or_default()
}

/// What a type of VID allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VidLimit {
    /// The name in capitals, as rows hold it.
    pub vid_type: String,
    /// Active ones per person.
    pub instances: u32,
    /// Uses; `None` for any number.
    pub transactions: Option<u32>,
}

/// The limits of the policy document `document`, or of the shipped one where it is missing or not valid.
#[must_use]
pub fn vid_limits(document: Option<&str>) -> Vec<VidLimit> {
    let document = document.filter(|text| !text.trim().is_empty());
    let policies = document.and_then(|text| VidPolicies::parse(text).ok()).unwrap_or_else(VidPolicies::shipped);
    policies
        .all()
        .iter()
        .map(|policy| VidLimit {
            vid_type: policy.name.to_uppercase(),
            instances: policy.instances,
            transactions: policy.transactions,
        })
        .collect()
}

/// Up to `limit` identities' row ids and numbers, after the row `after`; an error in place of a number that does not open.
///
/// # Errors
/// The failure of the statement.
pub async fn uins(
    db: &Db,
    at_rest: &dyn AtRest,
    after: &str,
    limit: u64,
) -> Result<Vec<(String, Result<Uin, Failure>)>, Failure> {
    let rows = identity::Entity::find()
        .filter(identity::Column::Id.gt(after))
        .order_by_asc(identity::Column::Id)
        .limit(limit)
        .all(db.read())
        .await
        .map_err(storage)?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let uin = sealed::open_uin(at_rest, &row.uin_hash, &row.uin_sealed).await;
        out.push((row.id, uin));
    }
    Ok(out)
}

/// The same for VIDs.
///
/// # Errors
/// The failure of the statement.
pub async fn vids(
    db: &Db,
    at_rest: &dyn AtRest,
    after: &str,
    limit: u64,
) -> Result<Vec<(String, Result<Vid, Failure>)>, Failure> {
    let rows = vid::Entity::find()
        .filter(vid::Column::Id.gt(after))
        .order_by_asc(vid::Column::Id)
        .limit(limit)
        .all(db.read())
        .await
        .map_err(storage)?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let number = sealed::open_vid(at_rest, &row.vid_hash, &row.vid_sealed).await;
        out.push((row.id, number));
    }
    Ok(out)
}
