//! MOSIP's own description of the key manager, against what is served.

use std::path::PathBuf;

use keymgr_api::{client, data, keys, license, migration, signatures, trust, zero_knowledge};
use serde_json::{Map, Value, json};
use types::{Access, Endpoint, EndpointInfo};

use crate::app::app;

/// Reads a JSON value as a type and writes it again.
type Through = fn(Value) -> Result<Value, serde_json::Error>;

fn through<T: serde::Serialize + serde::de::DeserializeOwned>(value: Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_value::<T>(value)?)
}

struct Served {
    info: EndpointInfo,
    request: Through,
    response: Through,
}

fn served<E: Endpoint>(_: E) -> Served {
    Served { info: E::INFO, request: through::<E::Request>, response: through::<E::Response> }
}

fn endpoints() -> Vec<Served> {
    vec![
        served(zero_knowledge::ZkReEncryptRandomKey),
        served(zero_knowledge::ZkEncrypt),
        served(zero_knowledge::ZkDecrypt),
        served(zero_knowledge::TokenId),
        served(trust::VerifyCertificateTrust),
        served(trust::UploadPartnerCertificate),
        served(trust::UploadCaCertificate),
        served(trust::GetPartnerCertificate),
        served(signatures::Validate),
        served(signatures::Sign),
        served(signatures::PdfSign),
        served(signatures::JwtVerify),
        served(signatures::JwtSign),
        served(signatures::JwsSign),
        served(keys::UploadOtherDomainCertificate),
        served(keys::UploadCertificate),
        served(keys::RevokeKey),
        served(keys::GetCertificate),
        served(keys::GenerateSymmetricKey),
        served(keys::GenerateMasterKey),
        served(keys::GenerateCsr),
        served(client::TpmSigningKey),
        served(client::TpmEncryptionKey),
        served(client::TpmEncrypt),
        served(client::TpmDecrypt),
        served(client::CsVerifySign),
        served(client::CsSign),
        served(migration::MigrateZkKeys),
        served(migration::MigrateBaseKey),
        served(migration::GetZkTempCertificate),
        served(license::GetLicensePermissions),
        served(license::MapLicensePermissions),
        served(license::GenerateLicense),
        served(data::Encrypt),
        served(data::EncryptWithPin),
        served(data::EncryptDt),
        served(data::Decrypt),
        served(data::DecryptWithPin),
        served(data::DecryptDt),
    ]
}

fn description() -> Option<Value> {
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let file = root.join("data/openapi/mosip-1.2.0/kernel-keymanager-service-openapi.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("SKIPPED: {} is not beside this checkout", file.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// The schema a reference names.
fn resolve<'a>(api: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => &api["components"]["schemas"][reference.rsplit('/').next().unwrap()],
        None => schema,
    }
}

/// A value of a schema with every member.
fn sample(api: &Value, schema: &Value) -> Value {
    let schema = resolve(api, schema);
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("string"), Some("date-time")) => json!("2026-01-05T09:00:00.000Z"),
        (Some("string"), _) => json!("text"),
        (Some("integer"), _) => json!(7),
        (Some("boolean"), _) => json!(true),
        (Some("array"), _) => json!([sample(api, &schema["items"])]),
        _ => {
            let members = schema["properties"].as_object().unwrap_or_else(|| panic!("no schema: {schema}"));
            let members = members.iter().map(|(name, schema)| (name.clone(), sample(api, schema)));
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}

/// Every member of `expected` stands in `found` with the same value.
fn assert_members(place: &str, expected: &Value, found: &Value) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (name, value) in expected {
                let other = found.get(name).unwrap_or_else(|| panic!("{place} knows no {name}"));
                assert_members(&format!("{place}.{name}"), value, other);
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{place}");
            expected.iter().zip(found).for_each(|(one, other)| assert_members(place, one, other));
        }
        _ => assert_eq!(expected, found, "{place}"),
    }
}

fn schema(content: &Value) -> Option<&Value> {
    content["content"].as_object()?.values().next().map(|media| &media["schema"])
}

fn same_path(ours: &str, theirs: &str) -> bool {
    let shape = |path: &str| -> Vec<String> {
        let part = |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
        path.split('/').map(part).collect()
    };
    shape(ours) == shape(&format!("/v1/keymanager{theirs}"))
}

// FND-01: every operation of MOSIP's description is served in its shape, to its roles only
#[tokio::test]
async fn every_operation_of_mosip_is_served_with_its_members_and_guarded() {
    let Some(api) = description() else { return };
    let app = app().await;
    let endpoints = endpoints();
    let routed: Vec<_> = keymgr::routes(&app.setting.keymgr).infos().to_vec();
    let mut checked = 0;
    for (path, operations) in api["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let method = method.to_uppercase();
            let place = format!("{method} {path}");
            let found = endpoints.iter().find(|e| e.info.method == method && same_path(e.info.path, path));
            let endpoint = found.unwrap_or_else(|| panic!("{place} is not served"));
            assert!(routed.contains(&endpoint.info), "{place} has no route");

            if let Some(body) = schema(&operation["requestBody"]) {
                let wanted = sample(&api, &resolve(&api, body)["properties"]["request"]);
                let read = (endpoint.request)(wanted.clone()).unwrap_or_else(|e| panic!("request of {place}: {e}"));
                assert_members(&format!("request of {place}"), &wanted, &read);
            }
            let reply = schema(&operation["responses"]["200"]).unwrap();
            let wanted = sample(&api, &resolve(&api, reply)["properties"]["response"]);
            let mut whole = wanted.clone();
            // MOSIP's description leaves the time of a signed PDF out
            whole.as_object_mut().unwrap().entry("timestamp").or_insert(json!("2026-01-05T09:00:00.000Z"));
            let written = (endpoint.response)(whole).unwrap_or_else(|e| panic!("response of {place}: {e}"));
            assert_members(&format!("response of {place}"), &wanted, &written);

            let Access::Roles(roles) = endpoint.info.permission.access else { panic!("{place} is for everybody") };
            let concrete: Vec<&str> =
                endpoint.info.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect();
            let concrete = concrete.join("/");
            let body = (method != "GET").then(|| json!({"request": {}}));
            for stranger in types::role::ALL.iter().filter(|role| !roles.contains(role)) {
                let (status, _) = app.send(&method, &concrete, stranger, body.clone()).await;
                assert_eq!(status, 403, "{stranger} at {place}");
            }
            let (status, _) = app.send(&method, &concrete, "", body).await;
            assert_eq!(status, 401, "{place}");
            checked += 1;
        }
    }
    assert_eq!(checked, endpoints.len(), "an operation of the list is not MOSIP's");
    assert!(checked >= 39, "{checked}");
}
