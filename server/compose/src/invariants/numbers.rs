//! I1: UIN, VID, PRID and RID are unique and never reissued; no slot is booked beyond its places.

use std::collections::BTreeSet;

use super::{Check, Inspection, Result, count, names};

const PAGE: u64 = 1_000;

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    Ok(vec![uins(at).await?, vids(at).await?, prids(at).await?, rids(at).await?, slots(at).await?])
}

/// Numbers of a kind that the pool would still give away.
async fn unused(at: &Inspection, kind: &str) -> Result<BTreeSet<String>> {
    let sql = format!("SELECT number FROM kernel_number WHERE kind = '{kind}' AND number IS NOT NULL");
    Ok(names(at.operations(), &sql).await?.into_iter().collect())
}

async fn uins(at: &Inspection) -> Result<Check> {
    let (mut after, mut looked_at) = (String::new(), 0);
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    let mut again = Vec::new();
    loop {
        let page = idrepo::inspect::uins(at.identity(), &*at.keys, &after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after.clone_from(last);
        for (id, number) in page {
            looked_at += 1;
            match number {
                Err(_) => wrong.push(format!("identity {id}: the sealed UIN does not open")),
                Ok(uin) if !seen.insert(uin.reveal().to_owned()) => {
                    wrong.push(format!("identity {id}: another identity has the same UIN"));
                }
                Ok(uin) => again.push((id, uin)),
            }
        }
    }
    let unused = unused(at, "uin").await?;
    wrong.extend(
        again
            .into_iter()
            .filter(|(_, uin)| unused.contains(uin.reveal()))
            .map(|(id, _)| format!("identity {id}: its UIN can be issued again")),
    );
    Ok(Check::new("I1 UIN", "every UIN belongs to one identity and is issued once", looked_at).found(wrong))
}

async fn vids(at: &Inspection) -> Result<Check> {
    let (mut after, mut looked_at) = (String::new(), 0);
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    let unused = unused(at, "vid").await?;
    loop {
        let page = idrepo::inspect::vids(at.identity(), &*at.keys, &after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after.clone_from(last);
        for (id, number) in page {
            looked_at += 1;
            match number {
                Err(_) => wrong.push(format!("VID row {id}: the sealed number does not open")),
                Ok(vid) if unused.contains(vid.reveal()) => {
                    wrong.push(format!("VID row {id}: its number can be issued again"));
                }
                Ok(vid) if !seen.insert(vid.reveal().to_owned()) => {
                    wrong.push(format!("VID row {id}: another row has the same number"));
                }
                Ok(_) => {}
            }
        }
    }
    Ok(Check::new("I1 VID", "every VID was issued once", looked_at).found(wrong))
}

async fn prids(at: &Inspection) -> Result<Check> {
    let db = at.operations();
    // the digits of an issued number are forgotten: one that the pool still knows can be issued again
    let again = "SELECT a.key FROM prereg_application a JOIN kernel_number n ON n.kind = 'prid' AND n.number = a.prid";
    let twice = "SELECT prid FROM prereg_application GROUP BY prid HAVING COUNT(*) > 1";
    let mut wrong: Vec<String> = Vec::new();
    wrong.extend(
        names(db, again).await?.into_iter().map(|key| format!("application {key}: its PRID can be issued again")),
    );
    wrong.extend(names(db, twice).await?.into_iter().map(|_| "two applications have the same PRID".to_owned()));
    let looked_at = count(db, "SELECT COUNT(*) FROM prereg_application").await?;
    Ok(Check::new("I1 PRID", "every PRID belongs to one application and is issued once", looked_at).found(wrong))
}

/// A registration id leads through one registration of a process to one identity.
async fn rids(at: &Inspection) -> Result<Check> {
    let db = at.operations();
    let twice = "SELECT MIN(workflow_instance_id) FROM registration GROUP BY rid, process HAVING COUNT(*) > 1";
    let mut wrong: Vec<String> = names(db, twice)
        .await?
        .into_iter()
        .map(|id| format!("registration {id}: its id and process occur twice"))
        .collect();
    let done = "SELECT rid FROM registration WHERE status = 'PROCESSED' AND process = 'NEW'";
    let numbered: BTreeSet<String> =
        names(at.identity(), "SELECT reg_id FROM idr_registration").await?.into_iter().collect();
    let done = names(db, done).await?;
    let lost = done.iter().filter(|rid| !numbered.contains(*rid)).count();
    if lost > 0 {
        wrong.push(format!("{lost} processed registrations have no identity"));
    }
    let owner =
        "SELECT r.reg_id FROM idr_registration r LEFT JOIN idr_identity i ON i.id = r.identity_id WHERE i.id IS NULL";
    let orphans = names(at.identity(), owner).await?.len();
    if orphans > 0 {
        wrong.push(format!("{orphans} registrations name an identity that is not there"));
    }
    let looked_at = count(db, "SELECT COUNT(*) FROM registration").await?;
    Ok(Check::new("I1 RID", "a registration id leads to one registration and one identity", looked_at).found(wrong))
}

async fn slots(at: &Inspection) -> Result<Check> {
    let db = at.operations();
    let booked = "(SELECT COUNT(*) FROM prereg_booking b JOIN prereg_application a ON a.prid = b.prid \
                  WHERE a.status = 'Booked' AND b.center_id = s.center_id AND b.day = s.day AND b.from_time = s.from_time)";
    let sql = format!(
        "SELECT s.center_id || ' ' || s.day || ' ' || s.from_time FROM prereg_slot s \
         WHERE s.remaining < 0 OR s.remaining > s.capacity OR s.capacity < {booked}"
    );
    let wrong = names(db, &sql).await?.into_iter().map(|slot| format!("slot {slot}"));
    let looked_at = count(db, "SELECT COUNT(*) FROM prereg_slot").await?;
    Ok(Check::new("I1 slots", "no slot is booked beyond its places", looked_at).found(wrong))
}
