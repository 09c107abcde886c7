//! I7: an identity that is not active has no working credential and no working copy in authentication.

use db::Timestamp;

use super::{Check, Inspection, Result, rows};

/// A card may be in the making while an identity is deactivated; it is not handed out, but its row may be a little newer.
const GRACE_SECS: i64 = 60;

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
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
    Ok(vec![Check::new("I7 cards", says, found.len() as u64).found(wrong)])
}
