//! The documents MOSIP publishes, read whole. They lie beside the checkout and are never copied into it.

#![expect(clippy::unwrap_used, reason = "test")]

use std::path::{Path, PathBuf};

use schema::{CivilDate, Context, FormModel, IdObjectRules, IdentitySchema, OptionSource, UiSpec};
use serde_json::Value;

/// The shared data, or a note that the test was left out.
fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("TESSERA_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = root.join("data/schema").join(path);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: {} is absent", path.display());
    None
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test] // SCH: identity schemas of MOSIP 1.2.0 to 1.3
fn identity_schemas_are_read() {
    for name in [
        "mosip-data-1.2.0-v0.1",
        "mosip-data-1.2.2.x-v0.1",
        "mosip-data-1.3.x-v0.1",
        "documentation-sample",
        "android-client-sample",
        "esignet-signup",
        "pre-registration-test",
    ] {
        let Some(path) = shared(&format!("identity/{name}.json")) else { return };
        let schema = IdentitySchema::parse(&read(&path)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(schema.fields().len() > 4, "{name}");
    }
}

#[test] // SCH: UI specifications of both published lines become forms
fn ui_specifications_become_forms() {
    for (version, schema) in [("1.2.0", "1.2.0"), ("1.2.2.x", "1.2.2.x")] {
        let Some(path) = shared(&format!("identity/mosip-data-{schema}-v0.1.json")) else { return };
        let identity = IdentitySchema::parse(&read(&path)).unwrap();
        for name in [
            "pre-registration-schema",
            "registration-client-newProcess",
            "registration-client-updateProcess",
            "registration-client-lostProcess",
            "registration-client-bioCorrectionProcess",
            "registration-client-schema",
        ] {
            let path = shared(&format!("ui-spec/{version}/{name}-0.1.json")).unwrap();
            let mut spec = UiSpec::parse(&read(&path)).unwrap_or_else(|error| panic!("{version} {name}: {error}"));
            if name.ends_with("-schema") && name.starts_with("registration") {
                let screens = shared(&format!("ui-spec/{version}/registration-client-screens-0.1.json")).unwrap();
                let screens: Value = serde_json::from_str(&read(&screens)).unwrap();
                spec = spec.with_screens(&screens).unwrap_or_else(|error| panic!("{version} screens: {error}"));
            }
            let context = Context::new(&["eng", "fra", "ara"], CivilDate::new(2026, 11, 23).unwrap(), 0.1);
            let form =
                FormModel::new(&identity, &spec, context).unwrap_or_else(|error| panic!("{version} {name}: {error}"));
            assert!(!form.sections().is_empty(), "{version} {name}");
        }
    }
}

#[test] // PRE: the location chain of the published pre-registration form
fn locations_follow_each_other() {
    let (Some(schema), Some(spec)) =
        (shared("identity/mosip-data-1.2.0-v0.1.json"), shared("ui-spec/1.2.2.x/pre-registration-schema-0.1.json"))
    else {
        return;
    };
    let schema = IdentitySchema::parse(&read(&schema)).unwrap();
    let spec = UiSpec::parse(&read(&spec)).unwrap();
    let context = Context::new(&["eng"], CivilDate::new(2026, 11, 23).unwrap(), 0.1);
    let form = FormModel::new(&schema, &spec, context).unwrap();
    assert_eq!(form.parent_location("region"), Some("MOR"));
    assert_eq!(
        form.field("province").unwrap().source,
        Some(OptionSource::Locations {
            level: Some(2),
            level_name: None,
            parent_field: Some("region".into()),
            root: None
        })
    );
    assert_eq!(form.parent_location("province"), None, "nothing is chosen above it");
    assert_eq!(form.field("proofOfIdentity").unwrap().source, Some(OptionSource::DocumentTypes("POI".into())));
    assert_eq!(form.field("gender").unwrap().source, Some(OptionSource::Dynamic("gender".into())));
}

#[test] // IDR: the fixtures of MOSIP's ID object validator
fn validator_fixtures() {
    let Some(folder) = shared("identity/validator-fixtures") else { return };
    let schema = IdentitySchema::parse(&read(&folder.join("schema.json"))).unwrap();
    let rules = IdObjectRules { required: Some(vec!["fullName".into()]), ..IdObjectRules::default() };
    let paths = |object: &str| -> Vec<String> {
        let object: Value = serde_json::from_str(&read(&folder.join(object))).unwrap();
        let found = schema.validate(&object, &rules);
        assert!(found.iter().all(|error| error.code() == "KER-IOV-004"), "{found:?}");
        found.iter().map(|error| error.path().to_owned()).collect()
    };
    assert!(paths("valid-IDObject.json").is_empty());
    assert_eq!(paths("invalid-IDObject.json"), ["identity/IDSchemaVersion", "identity/individualBiometrics/version"]);
    assert_eq!(paths("validatorcheck-IDObject5.json"), ["identity/fullName/0/value"]);
    for broken in [
        "kernel-json-validator-invalid-syntax-schema-for-testing.json",
        "kernel-json-validator-null-schema-for-testing.json",
    ] {
        assert!(IdentitySchema::parse(&read(&folder.join(broken))).is_err(), "{broken}");
    }
}
