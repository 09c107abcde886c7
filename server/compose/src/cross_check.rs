//! The cross-check over every module's needs: the same for the administration's page and for `tessera doctor`.

use std::sync::Arc;

use db::Databases;
use masterdata::{CrossChecker, Masterdata};
use masterdata_api::cross_check::CrossCheckReport;
use partner::PolicyBook;
use types::Failure;

pub(crate) fn checker(databases: &Databases, masterdata: Arc<Masterdata>) -> CrossChecker {
    let needs = vec![prereg::needs(), registration::needs(), auth::needs(), resident::needs(), iam::needs()];
    CrossChecker::new(masterdata, needs, Arc::new(PolicyBook::new(databases.operations().clone())))
}

/// What does not fit in the country's definitions.
///
/// # Errors
/// The failure of the database.
pub async fn cross_check(databases: &Databases) -> Result<CrossCheckReport, Failure> {
    checker(databases, Arc::new(Masterdata::new(databases))).check().await
}
