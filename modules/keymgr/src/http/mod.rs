//! Endpoints to use cases, a file per subject. Base64 and missing members are dealt with here, so that use cases see bytes.

mod client;
mod cose;
mod data;
mod keys;
mod license;
mod migration;
mod pdf;
mod read;
mod signatures;
mod trust;
mod zero_knowledge;

use std::sync::Arc;

use edge::{BadBody, Call, Routes, Rules};
use keymgr_api::KeymgrError;
use types::{Endpoint, Failure};

use crate::Keymgr;

const KEYS: Rules = Rules::kernel().bad_body(|_| KeymgrError::InvalidRequest.into());
const DATA: Rules = Rules::kernel().bad_body(data_body);
const SIGNATURES: Rules = Rules::kernel().bad_body(|_| KeymgrError::SignatureRequest.into());
const TRUST: Rules = Rules::kernel().bad_body(|_| KeymgrError::UploadUnreadable.into());

fn data_body(bad: &BadBody) -> Failure {
    match bad {
        BadBody::Member { .. } => KeymgrError::DataMissing.into(),
        other => edge::rules::plain_bad_body(other),
    }
}

/// The endpoints of the key manager.
pub fn routes(keymgr: &Arc<Keymgr>) -> Routes {
    Routes::new()
        .merge(keys::routes(keymgr))
        .merge(data::routes(keymgr))
        .merge(signatures::routes(keymgr))
        .merge(pdf::routes(keymgr))
        .merge(cose::routes(keymgr))
        .merge(trust::routes(keymgr))
        .merge(client::routes(keymgr))
        .merge(zero_knowledge::routes(keymgr))
        .merge(migration::routes(keymgr))
        .merge(license::routes(keymgr))
}

/// Hands the key manager to a handler.
fn with<E, F, Fut>(
    keymgr: &Arc<Keymgr>,
    handler: F,
) -> impl Fn(Call<E>) -> Fut + Clone + Send + Sync + 'static + use<E, F, Fut>
where
    E: Endpoint,
    F: Fn(Arc<Keymgr>, Call<E>) -> Fut + Clone + Send + Sync + 'static,
{
    let keymgr = keymgr.clone();
    move |call| handler(keymgr.clone(), call)
}
