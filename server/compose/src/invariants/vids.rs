//! I8: a person has no more active VIDs of a type than the policy allows, and no VID is used more often than it allows.

use idrepo::inspect::VidLimit;

use super::{Check, Inspection, Result, count, has_table, names, rows};

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let policy = at.setting(idrepo::inspect::VID_POLICY_SETTING).await?;
    let limits = idrepo::inspect::vid_limits(policy.as_deref());
    let mut checks = vec![active(at, &limits).await?];
    if has_table(at.databases.authentication(), "aut_number").await? {
        checks.push(uses(at, &limits, policy.is_none()).await?);
    }
    Ok(checks)
}

async fn active(at: &Inspection, limits: &[VidLimit]) -> Result<Check> {
    let db = at.identity();
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
    Ok(Check::new("I8 VIDs", says, looked_at).found(wrong))
}

/// Each use of a limited VID left an audit row in the transaction that took it: uses left and uses taken add up per person, as
/// long as the shipped policy holds (of a country's own it is not known what it said when a VID was made).
async fn uses(at: &Inspection, limits: &[VidLimit], shipped: bool) -> Result<Check> {
    let db = at.databases.authentication();
    let allowed = || limits.iter().filter_map(|limit| limit.transactions).map(i64::from);
    let (least, most) = (allowed().min().unwrap_or(0), allowed().max().unwrap_or(0));
    let audit = db::ground::table(db.logical(), db::ground::AUDIT);
    // SUM of integers is a wider type on PostgreSQL
    let sql = format!(
        "SELECT n.uin_hash, COUNT(*), CAST(SUM(n.uses_left) AS BIGINT), MIN(n.uses_left), \
         (SELECT COUNT(*) FROM {audit} a WHERE a.event_id = 'IDA-VID-001' AND a.ref_id = n.uin_hash) \
         FROM aut_number n WHERE n.uses_left IS NOT NULL GROUP BY n.uin_hash"
    );
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for row in rows(db, &sql, Vec::new()).await? {
        let hash: String = row.try_get_by_index(0)?;
        let (numbers, left): (i64, i64) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let (fewest, taken): (i32, i64) = (row.try_get_by_index(3)?, row.try_get_by_index(4)?);
        looked_at += u64::try_from(numbers).unwrap_or(0);
        let adds_up = (numbers * least - left..=numbers * most - left).contains(&taken);
        if fewest < 0 || (shipped && !adds_up) {
            wrong.push(format!("identity with hash {hash}: {taken} uses taken, {left} left of {numbers} VIDs"));
        }
    }
    let says = "no VID was used more often than the policy allows, and every use is counted once";
    Ok(Check::new("I8 uses", says, looked_at).found(wrong))
}
