//! Forms against the schema, and against the master data that their lists come from.

use masterdata_api::MasterData;
use masterdata_api::cross_check::{Mend, Rule};
use masterdata_api::tables;
use schema::{Control, FieldSpec, OptionSource, UiSpec, ValueKind};
use types::{Failure, LangCode};

use super::{Found, Ground, Schema, listed};
use crate::cell::Cell;
use crate::row::{Find, Row};

/// Forms without which people cannot apply or register: domain and type.
const NEEDED: [(&str, &str); 2] = [("pre-registration", "schema"), ("registration-client", "newProcess")];
/// Documents of the registration client that are no forms.
const NO_FORMS: [&str; 2] = ["settings", "screens"];
/// What the system itself writes into an identity.
const WRITTEN_BY_SYSTEM: [&str; 2] = ["IDSchemaVersion", "UIN"];

/// What a process asks for beside the identity: it stands in the packet, not in the identity.
const OF_PROCESS: [&str; 3] = ["consent", "consentText", "preferredLang"];

/// A form and its name for people.
struct Form<'a> {
    name: String,
    spec: &'a UiSpec,
}

pub(super) async fn check(ground: &Ground<'_>, schema: &Schema, found: &mut Found) -> Result<(), Failure> {
    for domain in ["pre-registration", "registration-client"] {
        let rows = ground.masterdata.latest_specs(domain, &[], None, None).await?;
        for (_, kind) in NEEDED.iter().filter(|(needed, _)| *needed == domain) {
            found.looked_at += 1;
            if !rows.iter().any(|row| row.text("type") == *kind) {
                found.add(Rule::NoForm, [format!("{domain}/{kind}"), schema.version.clone()], Mend::Schemas);
            }
        }
        for row in rows.iter().filter(|row| !NO_FORMS.contains(&row.text("type"))) {
            one(ground, schema, row, found).await?;
        }
    }
    Ok(())
}

pub(super) async fn one(ground: &Ground<'_>, schema: &Schema, row: &Row, found: &mut Found) -> Result<(), Failure> {
    let (domain, kind) = (row.text("domain"), row.text("type"));
    let name = format!("{domain}/{kind}");
    found.looked_at += 1;
    let spec = match UiSpec::parse(row.text("json_spec")) {
        Ok(spec) => spec,
        Err(error) => {
            found.add(Rule::Unreadable, [name, error.to_string()], Mend::Schemas);
            return Ok(());
        }
    };
    let made_for = row.decimal("identity_schema_version").to_string();
    if made_for != schema.version {
        let args = [name.clone(), made_for, schema.version.clone()];
        found.add(Rule::FormForOtherSchema, args, Mend::Schemas);
    }
    let form = Form { name, spec: &spec };
    // updates, lost cards and corrections ask for a part of the identity only
    if NEEDED.contains(&(domain, kind)) {
        demanded(schema, &form, domain, found);
    }
    for field in spec.screens.iter().flat_map(|screen| &screen.fields) {
        fits(schema, &form, field, found);
        labels(ground, &form, field, found);
        choices(ground, schema, &form, field, found).await?;
    }
    Ok(())
}

/// Whether everything that the schema demands is asked for.
fn demanded(schema: &Schema, form: &Form<'_>, domain: &str, found: &mut Found) {
    for field in schema.identity.fields().iter().filter(|field| field.required) {
        // at home nobody captures fingers, and documents are shown again at the centre
        let at_centre =
            domain == "pre-registration" && matches!(field.kind, ValueKind::Biometrics | ValueKind::Document);
        if at_centre || WRITTEN_BY_SYSTEM.contains(&field.id.as_str()) {
            continue;
        }
        found.looked_at += 1;
        let asked = form.spec.screens.iter().flat_map(|screen| &screen.fields).any(|asked| asked.id == field.id);
        if !asked {
            found.add(Rule::RequiredNotAsked, [form.name.clone(), field.id.clone()], Mend::Schemas);
        }
    }
}

fn fits(schema: &Schema, form: &Form<'_>, field: &FieldSpec, found: &mut Found) {
    found.looked_at += 1;
    let of_process = OF_PROCESS.contains(&field.id.as_str()) || field.control == Control::Html;
    let is_answer = !of_process && field.input_required;
    if is_answer && schema.identity.field(&field.id).is_none() {
        let args = [form.name.clone(), field.id.clone(), schema.version.clone()];
        found.add(Rule::FieldNotInSchema, args, Mend::Schemas);
    }
    if let Control::Unknown(control) = &field.control {
        found.add(Rule::ControlUnknown, [form.name.clone(), field.id.clone(), control.clone()], Mend::Schemas);
    }
}

fn labels(ground: &Ground<'_>, form: &Form<'_>, field: &FieldSpec, found: &mut Found) {
    if field.control == Control::None || !field.input_required {
        return;
    }
    found.looked_at += 1;
    let lacks = |language: &&LangCode| field.labels.get(language.as_str()).is_none_or(|label| label.trim().is_empty());
    let missing: Vec<LangCode> = ground.languages.iter().filter(lacks).copied().collect();
    if !missing.is_empty() {
        found.add(Rule::LabelMissing, [form.name.clone(), field.id.clone(), listed(&missing)], Mend::Schemas);
    }
}

/// Whether what is chosen from has entries in every language.
async fn choices(
    ground: &Ground<'_>,
    schema: &Schema,
    form: &Form<'_>,
    field: &FieldSpec,
    found: &mut Found,
) -> Result<(), Failure> {
    let kind = schema.identity.field(&field.id).map_or(ValueKind::Other, |field| field.kind);
    let Some(source) = form.spec.source(field, kind) else { return Ok(()) };
    found.looked_at += 1;
    let about = |more: [String; 2]| [[form.name.clone(), field.id.clone()], more].concat();
    match source {
        OptionSource::Dynamic(name) => {
            let mut missing = Vec::new();
            for language in &ground.languages {
                if ground.masterdata.dynamic_field(&name, *language).await?.is_empty() {
                    missing.push(*language);
                }
            }
            if !missing.is_empty() {
                found.add(Rule::NoChoices, about([name, listed(&missing)]), Mend::Data("dynamicfields".into()));
            }
        }
        OptionSource::Locations { level, level_name, .. } => {
            let name = level.map(|level| level.to_string()).or(level_name).unwrap_or_default();
            let missing = without_locations(ground, level, &name).await?;
            if !missing.is_empty() {
                found.add(Rule::NoLocations, about([name, listed(&missing)]), Mend::Data("locations".into()));
            }
        }
        OptionSource::DocumentTypes(category) => {
            let of = |table, column: &str| Find::active(table).where_text(column, &category);
            if ground.masterdata.first(of(&tables::DOC_CATEGORY, "code")).await?.is_none() {
                let args = [form.name.clone(), field.id.clone(), category];
                found.add(Rule::NoCategory, args, Mend::Data("documentcategories".into()));
            } else if ground.masterdata.first(of(&tables::VALID_DOCUMENT, "doccat_code")).await?.is_none() {
                let args = [form.name.clone(), field.id.clone(), category];
                found.add(Rule::NoDocuments, args, Mend::Data("validdocuments".into()));
            }
        }
    }
    Ok(())
}

/// Languages in which a level of locations, by number or by its name in any language, has no entries.
async fn without_locations(ground: &Ground<'_>, level: Option<u8>, name: &str) -> Result<Vec<LangCode>, Failure> {
    let level = match level {
        Some(level) => Some(i64::from(level)),
        None => {
            let find = Find::active(&tables::LOC_HIERARCHY_LIST).where_folded("hierarchy_level_name", name);
            ground.masterdata.first(find).await?.map(|row| row.number("hierarchy_level"))
        }
    };
    let Some(level) = level else { return Ok(ground.languages.clone()) };
    let mut missing = Vec::new();
    for language in &ground.languages {
        let find = Find::active(&tables::LOCATION)
            .where_text("lang_code", language.as_str())
            .is("hierarchy_level", Cell::Number(level));
        if ground.masterdata.first(find).await?.is_none() {
            missing.push(*language);
        }
    }
    Ok(missing)
}
