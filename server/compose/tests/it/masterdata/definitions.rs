//! SCH-01, SCH-02, SCH-07: drafts of schemas and forms are edited field by field, looked at, and published as the next version.

use chrono::TimeDelta;
use masterdata_api::cross_check::Rule;
use masterdata_api::definitions::{DefinitionEntry, DraftChange};
use schema::edit::{Family, FieldDraft};
use types::Caller;

use crate::support::{TestApp, audit_names_in};

async fn signed_in(app: &TestApp, name: &str) -> Caller {
    let opened = crate::iam::signed_in(app, name, &format!("demo-{name}-2026")).await;
    app.caller_of(Some(&opened.session.cookie)).await
}

async fn current(app: &TestApp, caller: &Caller, family: Family, kind: &str) -> DefinitionEntry {
    let all = app.system.services.definitions.definitions(caller).await.expect("a list");
    let fits = |entry: &DefinitionEntry| entry.family == family && entry.in_effect && entry.kind == kind;
    all.into_iter().find(fits).expect("one in effect")
}

fn shoe_size() -> FieldDraft {
    FieldDraft {
        id: "shoeSize".into(),
        pattern: "^[0-9]{2}$".into(),
        type_name: "string".into(),
        category: "pvt".into(),
        ..FieldDraft::default()
    }
}

// SCH-01, SCH-02, SCH-06
#[tokio::test]
async fn a_schema_is_drafted_changed_and_published_as_the_next_version() {
    let app = TestApp::new().await;
    let admin = signed_in(&app, "admin").await;
    let definitions = &app.system.services.definitions;
    let old = current(&app, &admin, Family::Schema, "").await;
    let id = definitions.begin_draft(&admin, Family::Schema, &old.id).await.unwrap();
    let put = |was: Option<&str>, field| DraftChange::Put { was: was.map(str::to_owned), field };
    definitions.change_draft(&admin, Family::Schema, &id, put(None, shoe_size())).await.unwrap();
    let taken = definitions.change_draft(&admin, Family::Schema, &id, put(None, shoe_size())).await.unwrap_err();
    assert_eq!((taken.code(), taken.faults[0].args[0].as_str()), ("TES-MSD-022", "shoeSize"));
    // what cannot be read is named by its field, and nothing changes
    let broken = FieldDraft { pattern: "[".into(), ..shoe_size() };
    let refused =
        definitions.change_draft(&admin, Family::Schema, &id, put(Some("shoeSize"), broken)).await.unwrap_err();
    assert_eq!(refused.code(), "KER-SCH-014");
    assert!(refused.faults[0].message.contains("shoeSize"), "{refused}");
    let draft = definitions.definition(&admin, Family::Schema, &id).await.unwrap().expect("the draft");
    assert!(draft.may_change && draft.fresh && !draft.entry.published);
    assert!(draft.fields.iter().any(|field| *field == shoe_size()));
    // a demanded field that no form asks for is said before anybody publishes
    let demanded = FieldDraft { required: true, ..shoe_size() };
    definitions.change_draft(&admin, Family::Schema, &id, put(Some("shoeSize"), demanded)).await.unwrap();
    let draft = definitions.definition(&admin, Family::Schema, &id).await.unwrap().expect("the draft");
    assert!(draft.mismatches.iter().any(|one| one.rule == Rule::RequiredNotAsked), "{:?}", draft.mismatches);

    definitions.publish_draft(&admin, Family::Schema, &id, None).await.unwrap();
    assert_eq!(current(&app, &admin, Family::Schema, "").await.id, old.id, "not yet in effect");
    app.ground.clock.advance(TimeDelta::seconds(3));
    let new = current(&app, &admin, Family::Schema, "").await;
    assert_eq!((new.id.as_str(), new.version), (id.as_str(), old.version + 0.1));
    let closed = definitions.change_draft(&admin, Family::Schema, &id, put(None, shoe_size())).await.unwrap_err();
    assert!(matches!(closed.code(), "KER-SCH-009" | "TES-MSD-022"), "{closed}");
    let before = definitions.definition(&admin, Family::Schema, &old.id).await.unwrap().expect("the old version");
    assert!(!before.may_change && before.fields.iter().all(|field| field.id != "shoeSize"), "old versions stay");
    let names = audit_names_in(app.ground.databases.operations()).await;
    assert!(names.iter().any(|name| name == "IDENTITY_SCHEMA_PUBLISHED"), "{names:?}");
}

// SCH-07
#[tokio::test]
async fn a_form_is_edited_previewed_and_its_order_changed() {
    let app = TestApp::new().await;
    let admin = signed_in(&app, "admin").await;
    let definitions = &app.system.services.definitions;
    let old = current(&app, &admin, Family::Form, "schema").await;
    let id = definitions.begin_draft(&admin, Family::Form, &old.id).await.unwrap();
    let draft = definitions.definition(&admin, Family::Form, &id).await.unwrap().expect("the draft");
    assert_eq!(draft.entry.schema_version, current(&app, &admin, Family::Schema, "").await.version);
    let preview = draft.preview.expect("a preview");
    assert!(
        preview.field("gender").and_then(|field| field.choices.as_ref()).is_some_and(|choices| !choices.is_empty())
    );
    let named = |name: &str| draft.fields.iter().find(|field| field.id == name).cloned().expect("the field");
    let at = |fields: &[FieldDraft], name: &str| fields.iter().position(|field| field.id == name);
    let before = at(&draft.fields, "gender");
    definitions
        .change_draft(&admin, Family::Form, &id, DraftChange::Shift { id: "gender".into(), up: true })
        .await
        .unwrap();
    let mut gender = named("gender");
    gender.labels.insert("eng".into(), "Sex".into());
    gender.labels.remove("fra");
    let change = DraftChange::Put { was: Some("gender".into()), field: gender };
    definitions.change_draft(&admin, Family::Form, &id, change).await.unwrap();
    let draft = definitions.definition(&admin, Family::Form, &id).await.unwrap().expect("the draft");
    assert_eq!(at(&draft.fields, "gender"), before.map(|at| at - 1));
    assert!(draft.mismatches.iter().any(|one| one.rule == Rule::LabelMissing && one.args[1] == "gender"));
    assert!(draft.preview.expect("a preview").field("gender").is_some_and(|field| field.label("eng") == "Sex"));
    // a document that cannot be read changes nothing
    let json = |json: &str| DraftChange::Json { title: "T".into(), description: "D".into(), json: json.into() };
    let unreadable = definitions.change_draft(&admin, Family::Form, &id, json("{")).await.unwrap_err();
    assert_eq!(unreadable.code(), "KER-UIS-008");
    definitions.change_draft(&admin, Family::Form, &id, json("[]")).await.unwrap();
    let past = db::Clock::now(&*app.ground.clock) - TimeDelta::hours(1);
    let late = definitions.publish_draft(&admin, Family::Form, &id, Some(past)).await.unwrap_err();
    assert_eq!(late.code(), "UIS-UIS-007");
    definitions.discard_draft(&admin, Family::Form, &id).await.unwrap();
    assert!(definitions.definition(&admin, Family::Form, &id).await.unwrap().is_none());
}

// SCH-02
#[tokio::test]
async fn drafts_are_for_administrators_and_publishing_wants_a_fresh_factor() {
    let app = TestApp::new().await;
    let admin = signed_in(&app, "admin").await;
    let definitions = &app.system.services.definitions;
    let old = current(&app, &admin, Family::Schema, "").await;
    let id = definitions.begin_draft(&admin, Family::Schema, &old.id).await.unwrap();
    app.ground.clock.advance(TimeDelta::minutes(6));
    assert_eq!(definitions.publish_draft(&admin, Family::Schema, &id, None).await.unwrap_err().code(), "TES-ACC-001");
    let registrar = signed_in(&app, "registrar").await;
    assert_eq!(definitions.definitions(&registrar).await.unwrap_err().status(), 403);
    assert_eq!(definitions.definition(&registrar, Family::Schema, &id).await.unwrap_err().status(), 403);
    assert_eq!(definitions.begin_draft(&registrar, Family::Schema, &old.id).await.unwrap_err().status(), 403);
    let remove = DraftChange::Remove { id: "email".into() };
    assert_eq!(definitions.change_draft(&registrar, Family::Schema, &id, remove).await.unwrap_err().status(), 403);
    assert_eq!(definitions.discard_draft(&registrar, Family::Schema, &id).await.unwrap_err().status(), 403);
    assert_eq!(definitions.definitions(&app.caller_of(None).await).await.unwrap_err().status(), 401);
}
