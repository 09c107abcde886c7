//! Background jobs of registration.

pub(crate) mod notify;
pub(crate) mod reconcile;
pub(crate) mod run_stage;

use std::time::Duration;

use db::{JobRegistry, Logical};

use crate::RegistrationModule;

pub(crate) fn register(m: &RegistrationModule, registry: &mut JobRegistry) {
    let module = m.clone();
    registry.on(Logical::Operations, move |cx, job: run_stage::RunStage| {
        let m = module.clone();
        async move { run_stage::run(&m, &cx, job).await }
    });
    let module = m.clone();
    registry.on(Logical::Operations, move |cx, job: notify::SendNotice| {
        let m = module.clone();
        async move { notify::run(&m, &cx, job).await }
    });
    let module = m.clone();
    registry.every(Logical::Operations, Duration::from_secs(180), move |cx, _: reconcile::Reconcile| {
        let m = module.clone();
        async move { reconcile::run(&m, &cx).await }
    });
}
