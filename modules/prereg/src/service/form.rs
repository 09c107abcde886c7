//! The form of an application: made from master data's identity schema and UI specification, filled with what was saved.

use crate::{
    Inner,
    error::{Error, Result},
    rules,
    service::record::{Content, Record},
};
use prereg_api::PreregError;
use schema::{
    Answer, Change, Choice, CivilDate, Context, Field, FormModel, IdObjectError, IdObjectRules, IdentitySchema,
    OptionSource, UiSpec, ValueKind,
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use types::{Failure, Fault, LangCode};

pub(crate) const DOMAIN: &str = "pre-registration";
pub(crate) const SPEC_TYPE: &str = "schema";

/// The two documents, read.
pub(crate) struct Documents {
    pub(crate) schema: IdentitySchema,
    pub(crate) version: f64,
    pub(crate) spec: UiSpec,
}

/// The documents last used, by their ids and versions: reading them anew for each request would cost more than the request.
#[derive(Default)]
pub(crate) struct Cache(Mutex<Option<(String, Arc<Documents>)>>);

pub(crate) async fn documents(m: &Inner) -> Result<Arc<Documents>> {
    let schema = m.master.identity_schema(None).await?;
    let spec = m.master.ui_spec(DOMAIN, SPEC_TYPE, None).await?;
    let key = format!("{} {} {} {}", schema.id, schema.version, spec.id, spec.version);
    if let Some((_, found)) = m.forms.0.lock().ok().and_then(|c| c.clone()).filter(|(own, _)| *own == key) {
        return Ok(found);
    }
    let unreadable = |error| Error::Coded(Failure::of(PreregError::SchemaFetch).because(error));
    let read = Arc::new(Documents {
        schema: IdentitySchema::from_json(schema.schema.clone()).map_err(unreadable)?,
        version: schema.version,
        spec: UiSpec::from_json(&spec.json).map_err(unreadable)?,
    });
    if let Ok(mut cache) = m.forms.0.lock() {
        *cache = Some((key, Arc::clone(&read)));
    }
    Ok(read)
}

/// The day on which ages are counted and dates of birth are checked.
pub(crate) async fn today(m: &Inner) -> Result<CivilDate> {
    let date = rules::time(m).await?.today(m.db.now());
    CivilDate::parse(&date.format("%Y-%m-%d").to_string())
        .ok_or_else(|| Error::internal(std::io::Error::other("the clock stands outside the calendar")))
}

/// The form with everything that was saved. Options are not offered yet.
pub(crate) async fn build(
    m: &Inner,
    documents: &Documents,
    content: &Content,
    languages: &[LangCode],
) -> Result<FormModel> {
    let codes: Vec<&str> = languages.iter().map(LangCode::as_str).collect();
    let context = Context::new(&codes, today(m).await?, documents.version);
    let mut form = FormModel::new(&documents.schema, &documents.spec, context)
        .map_err(|error| Error::Coded(Failure::of(PreregError::SchemaFetch).because(error)))?;
    form.restore(&content.details);
    for (field, answer) in &content.answers {
        restore(&mut form, field, answer);
    }
    Ok(form)
}

/// Puts a saved answer back, right or wrong, so that its field counts as touched.
fn restore(form: &mut FormModel, id: &str, answer: &Answer) {
    let Some(field) = form.field(id) else { return };
    let own = id.to_owned();
    let text = |language: Option<String>, value: String| Change::Text { field: own.clone(), language, value };
    let changes: Vec<Change> = match answer {
        Answer::Empty if field.spec.control.chooses() => {
            vec![Change::Choose { field: own.clone(), code: String::new() }]
        }
        Answer::Empty if field.kind == ValueKind::PerLanguage => {
            let languages = form.context().languages.clone();
            languages.into_iter().map(|language| text(Some(language), String::new())).collect()
        }
        Answer::Empty => vec![text(None, String::new())],
        Answer::Text(value) => vec![text(None, value.clone())],
        Answer::PerLanguage(values) => {
            values.iter().map(|(language, value)| text(Some(language.clone()), value.clone())).collect()
        }
        Answer::Choice(code) => vec![Change::Choose { field: own.clone(), code: code.clone() }],
        // documents have rows of their own; lists are restored from the identity
        Answer::Document { .. } | Answer::List(_) => Vec::new(),
    };
    for change in changes {
        form.apply(change);
    }
}

/// What the form says to keep: the answers of touched fields, also empty and wrong ones.
pub(crate) fn answers_of(form: &FormModel) -> BTreeMap<String, Answer> {
    form.fields()
        .iter()
        .filter(|field| field.touched && field.kind != ValueKind::Document)
        .map(|field| (field.id().to_owned(), field.answer.clone()))
        .collect()
}

/// Whether a field belongs to documents, which are uploaded apart.
pub(crate) fn is_document(field: &Field) -> bool {
    field.kind == ValueKind::Document || matches!(field.source, Some(OptionSource::DocumentTypes(_)))
}

/// Offers the options of every field whose options can be known now.
pub(crate) async fn offer(m: &Inner, form: &mut FormModel) -> Result<()> {
    let languages: Vec<LangCode> =
        form.context().languages.iter().filter_map(|code| LangCode::parse(code).ok()).collect();
    let asked: Vec<(String, OptionSource)> = form
        .fields()
        .iter()
        .filter(|field| field.choices.is_none() && !is_document(field))
        .filter_map(|field| Some((field.id().to_owned(), field.source.clone()?)))
        .collect();
    for (field, source) in asked {
        let parent = form.parent_location(&field).map(str::to_owned);
        let waits = matches!(&source, OptionSource::Locations { parent_field: Some(_), .. }) && parent.is_none();
        let choices = if waits { Vec::new() } else { choices(m, &source, parent.as_deref(), &languages).await? };
        form.apply(Change::Offer { field, choices });
    }
    Ok(())
}

/// The options of a source, labelled in each language.
pub(crate) async fn choices(
    m: &Inner,
    source: &OptionSource,
    parent: Option<&str>,
    languages: &[LangCode],
) -> Result<Vec<Choice>> {
    Ok(masterdata_api::definitions::choices(&*m.master, source, parent, languages).await?)
}

/// The applicant's age, where the date of birth is known.
pub(crate) async fn age(m: &Inner, record: &Record) -> Result<Option<u16>> {
    let born = record.text("dateOfBirth").and_then(CivilDate::parse);
    let today = today(m).await?;
    Ok(born.and_then(|born| born.age_on(today)))
}

/// Checks an identity object as MOSIP's validator does; `required` names what the operation demands.
pub(crate) async fn validate(m: &Inner, details: &Value, required: &[String]) -> Result<()> {
    let documents = documents(m).await?;
    let languages = m.master.languages().await?;
    let rules = IdObjectRules {
        required: Some(required.to_vec()),
        languages: languages.all().map(|lang| lang.as_str().to_owned()).collect(),
        today: Some(today(m).await?),
        birth_dates: vec!["dateOfBirth".into()],
    };
    let faults = documents.schema.validate(details, &rules).into_iter().map(fault).collect();
    Failure::all(faults).map_or(Ok(()), |failure| Err(Error::Coded(failure)))
}

fn fault(error: IdObjectError) -> Fault {
    match error {
        IdObjectError::Unreadable => Fault::new(PreregError::IdentityShape, std::iter::empty::<String>()),
        IdObjectError::Invalid(path) => Fault::new(PreregError::IdentityInvalid, [path]),
        IdObjectError::Missing(path) => Fault::new(PreregError::IdentityMissing, [path]),
    }
}
