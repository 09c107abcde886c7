//! I8: a person has no more active VIDs of a type than the policy allows, and no VID is used more often than it allows.

use super::{Check, Inspection, Result, count, names, rows};

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let db = at.identity();
    let policy = at.setting(idrepo::inspect::VID_POLICY_SETTING).await?;
    let limits = idrepo::inspect::vid_limits(policy.as_deref());
    let sql = "SELECT uin_hash, vid_type, COUNT(*) FROM idr_vid WHERE status = 'ACTIVE' \
               AND (expires_at IS NULL OR expires_at > $1) GROUP BY uin_hash, vid_type";
    let mut wrong = Vec::new();
    for row in rows(db, sql, vec![at.now().into()]).await? {
        let (hash, kind, n): (String, String, i64) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        match limits.iter().find(|limit| limit.vid_type == kind) {
            Some(limit) if n > i64::from(limit.instances) => {
                wrong.push(format!("identity with hash {hash} has {n} active {kind} VIDs of {}", limit.instances));
            }
            Some(_) => {}
            None => wrong.push(format!("identity with hash {hash} has VIDs of the unknown type {kind}")),
        }
    }
    let ownerless = "SELECT v.id FROM idr_vid v WHERE v.status = 'ACTIVE' AND NOT EXISTS \
                     (SELECT 1 FROM idr_identity i WHERE i.uin_hash = v.uin_hash)";
    wrong.extend(names(db, ownerless).await?.into_iter().map(|id| format!("active VID row {id} belongs to nobody")));
    let looked_at = count(db, "SELECT COUNT(*) FROM idr_vid").await?;
    let says = "active VIDs stay within what the policy allows per person and type";
    Ok(vec![Check::new("I8 VIDs", says, looked_at).found(wrong)])
}
