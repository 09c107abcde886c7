//! The demo country's own schema and specifications, filled in as people would.

#![expect(clippy::unwrap_used, reason = "test")]

use schema::{
    Answer, Change, Choice, CivilDate, Context, Control, FormModel, IdObjectError, IdObjectRules, IdentitySchema,
    IssueCode, OptionSource, UiSpec,
};
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../../../server/compose/demo/identity-schema.json");
const PREREG: &str = include_str!("../../../server/compose/demo/ui-spec-pre-registration.json");
const DESK: &str = include_str!("../../../server/compose/demo/ui-spec-registration-client.json");

fn schema() -> IdentitySchema {
    IdentitySchema::parse(SCHEMA).unwrap()
}

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 23).unwrap()
}

fn form(spec: &str, languages: &[&str]) -> FormModel {
    FormModel::new(&schema(), &UiSpec::parse(spec).unwrap(), Context::new(languages, today(), 0.1)).unwrap()
}

fn text(field: &str, language: Option<&str>, value: &str) -> Change {
    Change::Text { field: field.into(), language: language.map(str::to_owned), value: value.into() }
}

fn choose(field: &str, code: &str) -> Change {
    Change::Choose { field: field.into(), code: code.into() }
}

fn document(field: &str, type_code: &str) -> Change {
    let answer = Answer::Document {
        type_code: type_code.into(),
        format: "pdf".into(),
        file: "scan.pdf".into(),
        reference: None,
    };
    Change::Document { field: field.into(), answer }
}

/// An adult's application with everything that is needed.
fn filled(languages: &[&str]) -> FormModel {
    let mut form = form(PREREG, languages);
    for (field, value) in [("fullName", "Layla Benhadi"), ("addressLine1", "12 Rope Walk")] {
        for language in languages {
            form.apply(text(field, Some(language), value));
        }
    }
    form.apply(text("dateOfBirth", None, "1990-05-17"));
    for (field, code) in [
        ("gender", "FLE"),
        ("residenceStatus", "NFR"),
        ("region", "CST"),
        ("city", "PAM"),
        ("postalCode", "20410"),
        ("preferredLang", "ara"),
    ] {
        form.apply(choose(field, code));
    }
    form.apply(document("proofOfIdentity", "PAS"));
    form.apply(document("proofOfAddress", "ELB"));
    form
}

#[test] // PRE: fields in order, in every data language
fn the_form_follows_the_specification() {
    let form = form(PREREG, &["eng", "ara"]);
    let names: Vec<&str> = form.sections().iter().map(|section| section.name.as_str()).collect();
    assert_eq!(names, ["demographics", "documents"]);
    assert_eq!(form.sections()[0].fields[..3], ["fullName", "dateOfBirth", "gender"]);
    let name = form.field("fullName").unwrap();
    assert_eq!((name.label("ara"), name.label("spa")), ("الاسم الكامل", "الاسم الكامل"), "another label stands in");
    assert!(name.spec.transliterate && name.required && name.visible);
    assert_eq!(form.field("gender").unwrap().source, Some(OptionSource::Dynamic("gender".into())));
    assert!(form.field("IDSchemaVersion").is_none(), "nobody types the version");
    assert_eq!(form.issues().count(), 0, "an untouched form shows no mistakes");
    assert!(!form.is_complete());
}

#[test] // PRE: what is typed becomes an identity object that the validator accepts
fn a_complete_form_gives_a_valid_identity() {
    let mut form = filled(&["eng", "ara"]);
    let changed = form.check_all();
    assert_eq!(form.issues().collect::<Vec<_>>(), Vec::<&schema::Issue>::new());
    assert!(form.is_complete() && changed.contains("email"), "checking touches every field");
    let object = form.to_identity();
    assert_eq!(object["identity"]["dateOfBirth"], "1990/05/17");
    assert_eq!(
        object["identity"]["gender"],
        json!([{"language": "eng", "value": "FLE"}, {"language": "ara", "value": "FLE"}])
    );
    assert_eq!(object["identity"]["postalCode"], "20410");
    assert_eq!(object["identity"]["IDSchemaVersion"], 0.1);
    assert!(object["identity"].get("proofOfIdentity").is_none(), "documents travel apart");

    let rules = IdObjectRules {
        required: Some(vec!["fullName".into(), "dateOfBirth|age".into(), "noSuchField".into()]),
        languages: vec!["eng".into(), "fra".into(), "ara".into()],
        today: Some(today()),
        birth_dates: vec!["dateOfBirth".into()],
    };
    assert_eq!(schema().validate(&object, &rules), []);

    let mut again = self::form(PREREG, &["eng", "ara"]);
    again.restore(&object);
    assert_eq!(again.to_identity(), object);
}

#[test] // SCH: conditions decide what is shown and needed
fn a_child_needs_a_guardian() {
    let mut form = filled(&["eng"]);
    assert!(!form.field("introducerName").unwrap().visible);
    assert!(form.field("maritalStatus").unwrap().visible);
    let changed = form.apply(text("dateOfBirth", None, "2019/05/17"));
    assert_eq!(form.age(), Some(7));
    for id in ["dateOfBirth", "introducerName", "proofOfRelationship", "maritalStatus"] {
        assert!(changed.contains(id), "{id} is missing in {changed:?}");
    }
    assert_eq!(changed.len(), 4, "{changed:?}");
    assert!(form.field("introducerName").unwrap().required && !form.field("maritalStatus").unwrap().visible);
    assert!(!form.is_complete());
    form.apply(text("introducerName", Some("eng"), "Amina Sefrou"));
    form.apply(document("proofOfRelationship", "FMB"));
    assert!(form.is_complete());

    form.apply(text("dateOfBirth", None, "1990/05/17"));
    assert!(form.to_identity()["identity"].get("introducerName").is_none(), "what is hidden is not sent");
}

#[test] // PRE: another region takes back city and postal code
fn locations_below_a_changed_one_are_forgotten() {
    let mut form = filled(&["eng"]);
    assert_eq!((form.parent_location("region"), form.parent_location("postalCode")), (Some("SAH"), Some("PAM")));
    let changed = form.apply(choose("region", "HGL"));
    assert_eq!(changed.iter().map(String::as_str).collect::<Vec<_>>(), ["city", "postalCode", "region"]);
    assert_eq!(form.field("postalCode").unwrap().answer, Answer::Empty);
    assert!(form.apply(choose("region", "HGL")).is_empty(), "the same choice changes nothing");
}

#[test] // PRE: mistakes are codes with arguments, in the language of the input
fn mistakes_are_reported_by_code() {
    let mut form = filled(&["eng", "ara"]);
    let code = |form: &FormModel, field: &str| {
        form.field(field).unwrap().issues.first().map(|issue| (issue.code, issue.language.clone()))
    };
    form.apply(text("fullName", Some("ara"), "ليلى 3"));
    assert_eq!(code(&form, "fullName"), Some((IssueCode::Pattern, Some("ara".into()))));
    form.apply(text("fullName", Some("ara"), " "));
    assert_eq!(code(&form, "fullName"), Some((IssueCode::Required, Some("ara".into()))));
    form.apply(text("dateOfBirth", None, "1990/02/30"));
    assert_eq!(code(&form, "dateOfBirth"), Some((IssueCode::InvalidDate, None)));
    form.apply(text("dateOfBirth", None, "2026/11/24"));
    assert_eq!(code(&form, "dateOfBirth"), Some((IssueCode::DateInFuture, None)));
    form.apply(text("phone", None, "12"));
    assert_eq!(code(&form, "phone"), Some((IssueCode::Pattern, None)));
    form.apply(text("phone", None, ""));
    assert_eq!(code(&form, "phone"), None, "it is not needed");
    form.apply(Change::Offer {
        field: "gender".into(),
        choices: vec![Choice { code: "MLE".into(), labels: [("eng".to_owned(), "Male".to_owned())].into() }],
    });
    assert_eq!(code(&form, "gender"), Some((IssueCode::UnknownOption, None)));
    form.apply(Change::Document { field: "proofOfAddress".into(), answer: Answer::Empty });
    assert_eq!(code(&form, "proofOfAddress"), Some((IssueCode::Required, None)));
    assert!(form.apply(text("noSuchField", None, "x")).is_empty());
}

#[test] // PRE: blocked words are found as words, not as parts of words
fn blocked_words() {
    let mut context = Context::new(&["eng"], today(), 0.1);
    context.blocked_words = vec!["Nobody".into()];
    let mut form = FormModel::new(&schema(), &UiSpec::parse(PREREG).unwrap(), context).unwrap();
    form.apply(text("fullName", Some("eng"), "Ada NOBODY"));
    assert_eq!(form.issues().next().map(|issue| issue.code), Some(IssueCode::BlockedWord));
    form.apply(text("fullName", Some("eng"), "Ada Nobodyson"));
    assert_eq!(form.issues().count(), 0);
}

#[test] // REG: the desk's screens with biometrics and consent
fn the_desk_form() {
    let form = form(DESK, &["eng", "fra", "ara"]);
    let names: Vec<&str> = form.sections().iter().map(|section| section.name.as_str()).collect();
    assert_eq!(names, ["consent", "demographics", "documents", "biometrics"]);
    assert_eq!(form.field("consentText").unwrap().spec.template.as_deref(), Some("Registration Consent"));
    let fingers = form.field("individualBiometrics").unwrap();
    assert_eq!((&fingers.spec.control, fingers.spec.bio_attributes.len()), (&Control::Biometrics, 13));
    assert_eq!(fingers.spec.bio_conditions[0].age_group, "INFANT");
    assert_eq!(
        form.field("city").unwrap().source,
        Some(OptionSource::Locations {
            level: None,
            level_name: Some("City".into()),
            parent_field: Some("region".into()),
            root: None
        })
    );
    assert!(!form.field("consent").unwrap().in_identity);
    let shipped = serde_json::to_string(&form).unwrap();
    assert_eq!(serde_json::from_str::<FormModel>(&shipped).unwrap(), form, "the form travels to the browser whole");
}

#[test] // IDR: paths and codes of a broken identity
fn broken_identities() {
    let mut object = filled(&["eng"]).to_identity();
    let rules = IdObjectRules {
        required: None,
        languages: vec!["eng".into()],
        today: Some(today()),
        birth_dates: vec!["dateOfBirth".into()],
    };
    let found = |object: &Value| {
        let found = schema().validate(object, &rules);
        found.iter().map(|error| format!("{} {}", error.code(), error.path())).collect::<Vec<_>>()
    };
    assert_eq!(found(&object), ["KER-IOV-005 identity/individualBiometrics"]);
    object["identity"]["individualBiometrics"] =
        json!({"format": "cbeff", "version": 1.0, "value": "individualBiometrics"});
    assert!(found(&object).is_empty());

    let broken = |field: &str, value: Value| {
        let mut object = object.clone();
        object["identity"][field] = value;
        found(&object)
    };
    assert_eq!(broken("fullName", json!("Layla")), ["KER-IOV-004 identity/fullName"]);
    assert_eq!(
        broken("fullName", json!([{"language": "eng", "value": "3"}])),
        ["KER-IOV-004 identity/fullName/0/value"]
    );
    assert_eq!(
        broken("fullName", json!([{"language": "spa", "value": "Layla"}])),
        ["KER-IOV-004 identity/fullName/0/language"]
    );
    assert_eq!(broken("fullName", json!([{"value": "Layla"}])), ["KER-IOV-005 identity/fullName/0/language"]);
    assert_eq!(
        broken("fullName", json!([{"language": "eng", "value": "Layla", "more": 1}])),
        ["KER-IOV-004 identity/fullName/0/more"]
    );
    assert_eq!(broken("hobby", json!("chess")), ["KER-IOV-004 identity/hobby"]);
    assert_eq!(broken("dateOfBirth", json!("2027/01/01")), ["KER-IOV-004 identity/dateOfBirth"]);
    assert_eq!(broken("dateOfBirth", json!("1990/02/30")), ["KER-IOV-004 identity/dateOfBirth"]);
    assert_eq!(broken("IDSchemaVersion", json!(-1)), ["KER-IOV-004 identity/IDSchemaVersion"]);
    assert_eq!(found(&json!({"identity": []})), ["KER-IOV-003 identity"]);
    assert_eq!(schema().validate(&json!(null), &rules), [IdObjectError::Unreadable]);
}

#[test] // SCH: a broken document is refused when it is uploaded
fn broken_documents() {
    let with = |pointer: &str, value: Value| {
        let mut document: Value = serde_json::from_str(PREREG).unwrap();
        *document.pointer_mut(pointer).unwrap() = value;
        UiSpec::from_json(&document).map(|_| ()).map_err(|error| error.to_string())
    };
    let fields = "/identity/identity";
    assert!(with(&format!("{fields}/6/visible"), json!({"engine": "MVEL", "expr": "identity.age + 1"})).is_err());
    assert!(with(&format!("{fields}/6/visible"), json!({"engine": "JAVASCRIPT", "expr": "true"})).is_err());
    assert!(with(&format!("{fields}/1/validators"), json!([{"type": "regex", "validator": "("}])).is_err());
    assert!(with(&format!("{fields}/2/id"), json!("fullName")).unwrap_err().contains("twice"));
    assert_eq!(
        with(&format!("{fields}/2/controlType"), json!("hologram")),
        Ok(()),
        "an unknown control shows a notice"
    );
    assert!(UiSpec::parse("[]").is_ok_and(|spec| spec.fields().count() == 0));
    assert!(UiSpec::parse("{}").is_err() && UiSpec::parse("no json").is_err());

    let schema_with = |pointer: &str, value: Value| {
        let mut document: Value = serde_json::from_str(SCHEMA).unwrap();
        *document.pointer_mut(pointer).unwrap() = value;
        IdentitySchema::from_json(document)
    };
    assert!(schema_with("/properties/identity/required", json!(["nothing"])).is_err());
    assert!(schema_with("/definitions/simpleType", json!({"oneOf": []})).is_err());
    assert!(
        schema_with("/definitions/simpleType", json!({"$ref": "#/definitions/simpleType"})).is_err(),
        "a circle ends"
    );
}
