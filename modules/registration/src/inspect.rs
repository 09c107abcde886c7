//! What `doctor` looks at beside a running server: reads only, without the module's ports.

use biometrics::Sample;
use db::{Db, Job};
use keymgr_api::AtRest;
use types::Failure;

use crate::domain::status::Status;
use crate::jobs::run_stage::RunStage;
use crate::repo;
use crate::service::gallery;

/// The job that moves a registration on; its unique key is `<workflow instance>:<version>` while it is open.
pub const MOVING_JOB: &str = RunStage::KIND;

/// A reference of the gallery with its templates.
pub struct StoredReference {
    /// Its place in the order of enrolment: a search looks at smaller numbers only.
    pub sequence: i64,
    pub reference_id: String,
    pub rid: String,
    /// An error when the sealed templates do not open.
    pub templates: Result<Vec<Sample>, Failure>,
}

/// Up to `limit` references enrolled after the number `after`, in order.
///
/// # Errors
/// The failure of the statement.
pub async fn references(
    db: &Db,
    at_rest: &dyn AtRest,
    after: i64,
    limit: u64,
) -> Result<Vec<StoredReference>, Failure> {
    let mut out = Vec::new();
    for row in repo::dedupe::references_after(db.read(), after, limit).await? {
        let templates = gallery::open(at_rest, &row).await;
        out.push(StoredReference { sequence: row.sequence, reference_id: row.reference_id, rid: row.rid, templates });
    }
    Ok(out)
}

/// Every status of a registration, and whether it is final.
#[must_use]
pub fn statuses() -> Vec<(&'static str, bool)> {
    Status::ALL.into_iter().map(|status| (status.name(), status.is_terminal())).collect()
}
