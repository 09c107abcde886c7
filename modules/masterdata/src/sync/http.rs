//! Endpoint to use case.

use edge::Routes;
use masterdata_api::SyncError;
use masterdata_api::sync as e;
use serde::Serialize;
use types::{Endpoint, Failure};

use super::settings::Asked as Settings;
use super::signed::{Answer, Asked, on};
use super::{SyncData, hub, internal};

fn json<T: Serialize>(answer: &T) -> Result<Answer, Failure> {
    serde_json::to_value(answer).map(Answer::Json).map_err(internal)
}

/// The machine's key index, which every question about a machine names.
fn key_index(asked: &Asked) -> Result<&str, Failure> {
    asked.query("keyindex").ok_or_else(|| Failure::with(SyncError::ParameterMissing, ["keyindex"]))
}

fn settings(asked: &Asked, v2: bool) -> Result<Settings<'_>, Failure> {
    let whole = asked.query("fullSyncEntities").filter(|_| v2).unwrap_or_default();
    Ok(Settings {
        key_index: key_index(asked)?,
        last_updated: asked.query("lastUpdated"),
        center: asked.query("regcenterId"),
        whole: whole.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect(),
        v2,
    })
}

pub(super) fn routes(m: &SyncData) -> Routes {
    let mut routes = Routes::new();
    routes = on(m, routes, e::SyncClientSettings::INFO, |m, asked| async move {
        json(&m.client_settings(settings(&asked, false)?).await?)
    });
    routes = on(m, routes, e::SyncClientSettingsV2::INFO, |m, asked| async move {
        json(&m.client_settings(settings(&asked, true)?).await?)
    });
    routes = on(m, routes, e::SyncEntityFile::INFO, |m, asked| async move {
        Ok(Answer::File(m.entity_file(asked.path("entityIdentifier"), key_index(&asked)?).await?))
    });
    routes = on(m, routes, e::SyncScript::INFO, |m, asked| async move {
        Ok(Answer::File(m.script(asked.path("scriptName"), key_index(&asked)?).await?))
    });
    routes =
        on(m, routes, e::SyncConfigs::INFO, |m, asked| async move { json(&m.configs(asked.path("keyIndex")).await?) });
    routes = on(m, routes, e::SyncUserDetails::INFO, |m, asked| async move {
        json(&m.users(&asked.caller, key_index(&asked)?).await?)
    });
    routes = on(m, routes, e::SyncUserDetailsV2::INFO, |m, asked| async move {
        json(&m.mapped_users(key_index(&asked)?).await?)
    });
    routes = on(m, routes, e::SyncAuthoritiesOf::INFO, |m, asked| async move {
        json(&m.authorities(&asked.caller, asked.query("lastupdated")).await?)
    });
    routes = on(m, routes, e::SyncCertificate::INFO, |m, asked| async move {
        let (application, reference) = (asked.query("applicationId"), asked.query("referenceId"));
        json(&m.certificate(&asked.caller, application.unwrap_or_default(), reference.unwrap_or_default()).await?)
    });
    routes = on(m, routes, e::SyncPublicKey::INFO, |m, asked| async move {
        let reference = asked.query("referenceId").unwrap_or_default();
        json(&m.public_key(&asked.caller, asked.path("applicationId"), reference).await?)
    });
    routes =
        on(m, routes, e::VerifyMachine::INFO, |m, asked| async move { json(&m.verify_machine(&asked.body()?).await?) });
    routes = on(m, routes, e::SyncMachineKeys::INFO, |m, asked| async move {
        json(&m.machine_keys(asked.path("machineId")).await?)
    });
    routes = on(m, routes, e::SyncSchema::INFO, |m, asked| async move {
        let version = crate::http::version(asked.query("schemaVersion"));
        let (domain, kind) = (asked.query("domain"), asked.query("type"));
        // clients older than 1.2 name neither and know the form only as `schema`
        let old = domain.is_none() && kind.is_none() && asked.query("version").is_none();
        let kind = if old { Some("schema") } else { kind };
        json(&m.schema(asked.query("lastupdated"), version, domain.unwrap_or("registration-client"), kind).await?)
    });
    routes = on(m, routes, e::SyncSignIn::INFO, |m, asked| async move {
        json(&m.sign_in(&asked.caller, &asked.body::<String>()?).await?)
    });
    routes = on(m, routes, e::SyncSendOtp::INFO, |m, asked| async move {
        json(&m.send_code(&asked.caller, &asked.body::<String>()?).await?)
    });
    hub::routes(m, routes)
}

impl SyncData {
    /// The published schema with the forms of a domain; refused when nothing was published.
    async fn schema(
        &self,
        last_updated: Option<&str>,
        version: Option<f64>,
        domain: &str,
        kind: Option<&str>,
    ) -> Result<serde_json::Value, Failure> {
        self.since(last_updated)?;
        let found = self.masterdata.latest_schema(version, domain, kind).await;
        found.map_err(|failure| {
            if failure.is(masterdata_api::MasterdataError::NoPublishedSchema) {
                return Failure::of(SyncError::SchemaNotFound);
            }
            failure
        })
    }
}
