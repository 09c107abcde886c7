//! What kinds of VID there are, how many of each a person may have, and how a VID's status changes.

use chrono::TimeDelta;
use idrepo_api::VidKind;
use serde::Deserialize;
use types::Timestamp;

/// MOSIP's VID policy document as shipped. A country replaces it by the setting [`SETTING`].
const SHIPPED: &str = r#"{"vidPolicies":[
  {"vidType":"Perpetual","vidPolicy":{"validForInMinutes":null,"transactionsAllowed":null,"instancesAllowed":2,"autoRestoreAllowed":true,"restoreOnAction":"REVOKED"}},
  {"vidType":"Temporary","vidPolicy":{"validForInMinutes":30,"transactionsAllowed":2,"instancesAllowed":20,"autoRestoreAllowed":false,"restoreOnAction":"REGENERATE"}},
  {"vidType":"OneTimeUse","vidPolicy":{"validForInMinutes":null,"transactionsAllowed":2,"instancesAllowed":20,"autoRestoreAllowed":false,"restoreOnAction":"REVOKED"}}]}"#;

/// Master data setting that holds another policy document.
pub(crate) const SETTING: &str = "mosip.idrepo.vid.policy";

/// The rules of one type of VID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VidPolicy {
    /// The name as the policy spells it.
    pub name: String,
    pub valid_for: Option<TimeDelta>,
    pub transactions: Option<u32>,
    pub instances: u32,
    pub auto_restore: bool,
    /// The status that brings a replacement along.
    pub restore_on: String,
}

/// All types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VidPolicies(Vec<VidPolicy>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    vid_policies: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    vid_type: String,
    vid_policy: Rules,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Rules {
    valid_for_in_minutes: Option<i64>,
    transactions_allowed: Option<u32>,
    instances_allowed: u32,
    auto_restore_allowed: bool,
    restore_on_action: String,
}

impl VidPolicies {
    /// MOSIP's shipped policies.
    pub fn shipped() -> VidPolicies {
        VidPolicies::parse(SHIPPED).expect("the shipped policy document is valid")
    }

    /// Reads a policy document; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<VidPolicies, String> {
        let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut policies: Vec<VidPolicy> = Vec::new();
        for Entry { vid_type, vid_policy: rules } in document.vid_policies {
            if vid_type.trim().is_empty() || policies.iter().any(|known| known.name.eq_ignore_ascii_case(&vid_type)) {
                return Err(format!("vidType {vid_type:?} is empty or given twice"));
            }
            if rules.instances_allowed == 0 || rules.valid_for_in_minutes.is_some_and(|minutes| minutes <= 0) {
                return Err(format!("{vid_type}: instancesAllowed and validForInMinutes have to be positive"));
            }
            policies.push(VidPolicy {
                name: vid_type,
                valid_for: rules.valid_for_in_minutes.map(TimeDelta::minutes),
                transactions: rules.transactions_allowed,
                instances: rules.instances_allowed,
                auto_restore: rules.auto_restore_allowed,
                restore_on: rules.restore_on_action,
            });
        }
        if policies.is_empty() { Err("vidPolicies is empty".to_owned()) } else { Ok(VidPolicies(policies)) }
    }

    /// Every policy, as the document orders them.
    pub fn all(&self) -> &[VidPolicy] {
        &self.0
    }

    /// The policy of a type, in whatever case it is written.
    pub fn find(&self, vid_type: &str) -> Option<&VidPolicy> {
        self.0.iter().find(|policy| policy.name.eq_ignore_ascii_case(vid_type))
    }

    /// What is offered to people, in the policy's order.
    pub fn kinds(&self) -> Vec<VidKind> {
        let kind = |policy: &VidPolicy| VidKind {
            name: policy.name.clone(),
            valid_minutes: policy.valid_for.map(|valid| u32::try_from(valid.num_minutes()).unwrap_or(u32::MAX)),
            transactions: policy.transactions,
            instances: policy.instances,
        };
        self.0.iter().map(kind).collect()
    }
}

impl VidPolicy {
    /// When a VID made now expires.
    pub fn expiry(&self, now: Timestamp) -> Option<Timestamp> {
        self.valid_for.map(|valid| now + valid)
    }
}

/// What is to be done for one more VID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Room {
    /// There is room.
    Free,
    /// The oldest gives way, taking this status.
    ReplaceOldest(String),
    /// There is none.
    Full,
}

/// Whether one more VID of a type may be made beside `active` others (invariant I8).
pub(crate) fn room(policy: &VidPolicy, active: usize) -> Room {
    if active < policy.instances as usize {
        Room::Free
    } else if policy.auto_restore && active == policy.instances as usize {
        Room::ReplaceOldest(policy.restore_on.to_uppercase())
    } else {
        Room::Full
    }
}

/// A VID's status.
pub(crate) mod status {
    pub const ACTIVE: &str = "ACTIVE";
    pub const REVOKED: &str = "REVOKED";
    pub const EXPIRED: &str = "EXPIRED";
    pub const USED: &str = "USED";
    pub const INVALIDATED: &str = "INVALIDATED";
    pub const DEACTIVATED: &str = "DEACTIVATED";
    /// Of an identity that is not published yet.
    pub const DRAFT: &str = "DRAFT";
    /// What a request may set.
    pub const SETTABLE: [&str; 6] = [ACTIVE, REVOKED, EXPIRED, USED, INVALIDATED, DEACTIVATED];
    /// From what a VID may be regenerated.
    pub const REGENERABLE: [&str; 4] = [ACTIVE, REVOKED, EXPIRED, USED];
}

/// The status as it is at `now`: an active VID past its time is expired, whether or not a row says so yet.
pub(crate) fn effective(stored: &str, expires: Option<Timestamp>, now: Timestamp) -> &str {
    if stored == status::ACTIVE && expires.is_some_and(|at| at <= now) { status::EXPIRED } else { stored }
}

#[cfg(test)]
mod tests {
    use super::*;

    // VID-01
    #[test]
    fn shipped_policies_are_mosips() {
        let policies = VidPolicies::shipped();
        let perpetual = policies.find("PERPETUAL").unwrap();
        assert_eq!((perpetual.instances, perpetual.valid_for, perpetual.transactions), (2, None, None));
        let temporary = policies.find("temporary").unwrap();
        assert_eq!(temporary.valid_for, Some(TimeDelta::minutes(30)));
        assert!(policies.find("Weekly").is_none());
        let kinds = policies.kinds();
        assert_eq!(
            kinds.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>(),
            ["Perpetual", "Temporary", "OneTimeUse"]
        );
        assert_eq!((kinds[1].valid_minutes, kinds[1].transactions, kinds[1].instances), (Some(30), Some(2), 20));
    }

    // VID-06, VID-08
    #[test]
    fn a_full_type_replaces_its_oldest_only_where_the_policy_says_so() {
        let policies = VidPolicies::shipped();
        let perpetual = policies.find("Perpetual").unwrap();
        assert_eq!(room(perpetual, 1), Room::Free);
        assert_eq!(room(perpetual, 2), Room::ReplaceOldest("REVOKED".into()));
        assert_eq!(room(perpetual, 3), Room::Full);
        let temporary = policies.find("Temporary").unwrap();
        assert_eq!(room(temporary, 20), Room::Full);
    }

    #[test]
    fn wrong_documents_are_refused() {
        for wrong in [
            "{}",
            r#"{"vidPolicies":[]}"#,
            r#"{"vidPolicies":[{"vidType":"A","vidPolicy":{"validForInMinutes":0,"transactionsAllowed":1,"instancesAllowed":1,"autoRestoreAllowed":true,"restoreOnAction":"REVOKED"}}]}"#,
        ] {
            assert!(VidPolicies::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn time_alone_expires_a_vid() {
        let now = types::time::parse("2026-11-23T10:00:00.000Z").unwrap();
        assert_eq!(effective("ACTIVE", Some(now), now), "EXPIRED");
        assert_eq!(effective("ACTIVE", Some(now + TimeDelta::seconds(1)), now), "ACTIVE");
        assert_eq!(effective("REVOKED", Some(now), now), "REVOKED");
    }
}
