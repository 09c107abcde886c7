//! I3: audit rows are chained and never change, here and in the archive; what was accepted left exactly one audit row, as far
//! as the data can tell.

use db::Db;

use super::{Check, Inspection, Result, count, names};

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let mut checks = chains(at).await?;
    checks.push(packets(at).await?);
    checks.push(decisions(at).await?);
    checks.push(identities(at).await?);
    checks.push(credentials(at).await?);
    Ok(checks)
}

async fn chains(at: &Inspection) -> Result<Vec<Check>> {
    let (mut live, mut copied) = (0, 0);
    let (mut broken, mut differs) = (Vec::new(), Vec::new());
    for db in at.databases.all() {
        let chain = db::audit::verify_chain(db).await?;
        live += chain.sound + chain.unsealed;
        broken.extend(chain.broken.map(|at| format!("{}: {at:?}", db.logical())));
        let copy = db::audit::verify_archive(db, at.databases.archive()).await?;
        copied += copy.sound;
        differs.extend(copy.broken.map(|at| format!("{}: {at:?}", db.logical())));
    }
    let looked_at = |rows: i64| u64::try_from(rows).unwrap_or(0);
    Ok(vec![
        Check::new("I3 chain", "audit rows are chained and unchanged", looked_at(live)).found(broken),
        Check::new("I3 archive", "the archive tells the same story", looked_at(copied)).found(differs),
    ])
}

/// Rows of `subjects` (a select of id and expected number) whose audit rows with `events` are fewer or more.
async fn unequal(db: &Db, subjects: &str, events: &str) -> Result<Vec<String>> {
    let audit = db::ground::table(db.logical(), db::ground::AUDIT);
    let sql = format!(
        "SELECT s.id FROM ({subjects}) s LEFT JOIN (SELECT ref_id, COUNT(*) AS n FROM {audit} WHERE {events} GROUP BY ref_id) a \
         ON a.ref_id = s.id WHERE COALESCE(a.n, 0) <> s.expected"
    );
    names(db, &sql).await
}

async fn packets(at: &Inspection) -> Result<Check> {
    let db = at.operations();
    // one step per accepted packet: a packet that was asked for again is accepted again
    let subjects = "SELECT workflow_instance_id AS id, COUNT(*) AS expected FROM registration_transaction \
                    WHERE stage = 'PacketReceiverStage' AND status = 'SUCCESS' GROUP BY workflow_instance_id";
    let wrong = unequal(db, subjects, "event_id = 'RPR_401'").await?;
    let sql =
        "SELECT COUNT(*) FROM registration_transaction WHERE stage = 'PacketReceiverStage' AND status = 'SUCCESS'";
    let looked_at = count(db, sql).await?;
    let wrong = wrong.into_iter().map(|id| format!("registration {id}"));
    Ok(Check::new("I3 packets", "each accepted packet left one audit row", looked_at).found(wrong))
}

async fn decisions(at: &Inspection) -> Result<Check> {
    let db = at.operations();
    let subjects = "SELECT workflow_instance_id AS id, COUNT(*) AS expected FROM registration_case \
                    WHERE decided_at IS NOT NULL GROUP BY workflow_instance_id";
    let events = "event_id = 'RPR_402' AND module_id = 'RPR-MVS'";
    let wrong = unequal(db, subjects, events).await?.into_iter().map(|id| format!("registration {id}"));
    let looked_at = count(db, "SELECT COUNT(*) FROM registration_case WHERE decided_at IS NOT NULL").await?;
    Ok(Check::new("I3 decisions", "each adjudication left one audit row", looked_at).found(wrong))
}

async fn identities(at: &Inspection) -> Result<Check> {
    let db = at.identity();
    let subjects = "SELECT uin_hash AS id, 1 AS expected FROM idr_identity";
    let wrong = unequal(db, subjects, "event_id = 'IDR-CRT-001'").await?;
    let looked_at = count(db, "SELECT COUNT(*) FROM idr_identity").await?;
    let wrong = wrong.into_iter().map(|hash| format!("identity with hash {hash}"));
    Ok(Check::new("I3 identities", "each new identity left one audit row", looked_at).found(wrong))
}

async fn credentials(at: &Inspection) -> Result<Check> {
    let db = at.identity();
    let subjects = "SELECT id, 1 AS expected FROM crd_request";
    let wrong = unequal(db, subjects, "event_id = 'CRD-REQ-001'").await?;
    let looked_at = count(db, "SELECT COUNT(*) FROM crd_request").await?;
    let wrong = wrong.into_iter().map(|id| format!("credential request {id}"));
    Ok(Check::new("I3 credentials", "each credential request left one audit row", looked_at).found(wrong))
}
