//! What the pages of those who look after the installation read.

use app_kit::{Packed, UiError};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use app_kit::server::{caller, service};
#[cfg(feature = "ssr")]
use kernel_api::{JobAdministration, SystemHealth, jobs::DeadQuestion};

/// Dead jobs on one page.
#[cfg(feature = "ssr")]
const DEAD: u32 = 50;

/// How the installation is: `HealthReport`.
#[server(endpoint = "admin/health")]
pub async fn health() -> Result<Packed, UiError> {
    Packed::of(&service::<dyn SystemHealth>()?.report(&caller()?).await?)
}

/// What does not fit in the country's definitions: `CrossCheckReport`.
#[server(endpoint = "admin/cross-check")]
pub async fn cross_check() -> Result<Packed, UiError> {
    Packed::of(&service::<dyn masterdata_api::CrossCheck>()?.cross_check(&caller()?).await?)
}

/// The queues with a page of dead jobs: `JobBoard`.
#[server(endpoint = "admin/jobs")]
pub async fn jobs(kind: Option<String>, after: Option<String>) -> Result<Packed, UiError> {
    let question = DeadQuestion { kind, after, limit: DEAD };
    Packed::of(&service::<dyn JobAdministration>()?.board(&caller()?, &question).await?)
}

/// One dead job: `DeadJobView`.
#[server(endpoint = "admin/job")]
pub async fn job(database: String, id: String) -> Result<Packed, UiError> {
    let found = service::<dyn JobAdministration>()?.dead_job(&caller()?, &database, &id).await?;
    Packed::of(&found.ok_or_else(UiError::not_found)?)
}
