//! Keys that come from another key manager.

use std::sync::Arc;

use edge::{Call, Routes};
use keymgr_api::KeymgrError;
use keymgr_api::keys::Done;
use keymgr_api::migration::{
    GetZkTempCertificate, MigrateBaseKey, MigrateZkKeys, MigratedZkKey, MigratedZkKeys, TemporaryCertificate,
};
use types::Failure;

use super::read::{bytes, done, key, present};
use super::{KEYS, with};
use crate::Keymgr;
use crate::service::migrate::{self, Migrated};

pub(super) fn routes(m: &Arc<Keymgr>) -> Routes {
    Routes::new()
        .on(MigrateBaseKey, KEYS, with(m, base_key))
        .on(GetZkTempCertificate, KEYS, with(m, temporary_certificate))
        .on(MigrateZkKeys, KEYS, with(m, zk_keys))
}

const fn text(migrated: Migrated) -> &'static str {
    match migrated {
        Migrated::Done => "Migration Success",
        Migrated::Failed => "Error in Migration",
        Migrated::AlreadyThere => "Migration Not Allowed. Valid Key Exists.",
    }
}

async fn base_key(m: Arc<Keymgr>, call: Call<MigrateBaseKey>) -> Result<Done, Failure> {
    let body = &call.body;
    let name = key(&body.application_id, Some(&body.reference_id))?;
    let pem = present(&body.certificate_data)?;
    let wrapped = bytes(&body.encrypted_key_data, KeymgrError::InvalidRequest)?;
    let validity = (body.not_before, body.not_after);
    let migrated = migrate::base_key(&m, call.caller.cx(), &name, pem, wrapped, validity).await?;
    Ok(done(&m, text(migrated)))
}

async fn temporary_certificate(
    m: Arc<Keymgr>,
    call: Call<GetZkTempCertificate>,
) -> Result<TemporaryCertificate, Failure> {
    let certificate = migrate::temporary_certificate(&m, call.caller.cx()).await?;
    Ok(TemporaryCertificate { certificate, timestamp: m.db.now() })
}

async fn zk_keys(m: Arc<Keymgr>, call: Call<MigrateZkKeys>) -> Result<MigratedZkKeys, Failure> {
    let body = &call.body;
    if body.zk_encrypted_data_list.is_empty() && body.purge_temp_key_flag != Some(true) {
        return Err(KeymgrError::InvalidRequest.into());
    }
    let keys = body
        .zk_encrypted_data_list
        .iter()
        .map(|key| (key.key_index, crypto::encoding::b64_lenient(&key.encrypted_key_data).unwrap_or_default()))
        .collect();
    let purge = body.purge_temp_key_flag.unwrap_or_default();
    let migrated = migrate::zk_keys(&m, call.caller.cx(), keys, purge).await?;
    let list = migrated
        .into_iter()
        .map(|(key_index, what)| MigratedZkKey { key_index, status_message: text(what).to_owned() })
        .collect();
    Ok(MigratedZkKeys { zk_encrypted_data_list: list })
}
