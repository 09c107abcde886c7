//! Which documents an application needs, and which it has.

use crate::{
    Inner,
    domain::applicant_type::{self, AgeBand},
    entity::document,
    error::Result,
    repo,
    service::{documents, form, record::Record},
};
use prereg_api::DocumentNeed;
use schema::{FormModel, OptionSource};
use serde_json::Value;
use types::LangCode;

/// The first value of an attribute, whether it has languages or not.
fn plain<'a>(record: &'a Record, attribute: &str) -> &'a str {
    match record.identity().and_then(|identity| identity.get(attribute)) {
        Some(Value::String(text)) => text,
        Some(Value::Array(items)) => {
            items.first().and_then(|item| item.get("value")).and_then(Value::as_str).unwrap_or_default()
        }
        _ => "",
    }
}

async fn applicant_type(m: &Inner, record: &Record) -> Result<&'static str> {
    let Some(age) = form::age(m, record).await? else { return Ok("000") };
    let exception = plain(record, "isBioException") == "true";
    Ok(applicant_type::code(plain(record, "residenceStatus"), plain(record, "gender"), AgeBand::of(age), exception))
}

/// The categories that the form asks for and the applicant's type allows; required where the form says so.
pub(crate) async fn of(m: &Inner, record: &Record, form: &FormModel, lang: LangCode) -> Result<Vec<DocumentNeed>> {
    let stored = repo::document::of(m.db.read(), &record.row.prid).await?;
    let code = applicant_type(m, record).await?;
    let mut rules = m.master.document_rules(Some(code), lang).await?;
    if rules.is_empty() {
        rules = m.master.document_rules(None, lang).await?;
    }
    let mut needs: Vec<DocumentNeed> = Vec::new();
    for field in form.fields().iter().filter(|field| field.visible) {
        let Some(OptionSource::DocumentTypes(category)) = &field.source else { continue };
        let Some(rule) = rules.iter().find(|rule| rule.category_code == *category) else { continue };
        if let Some(known) = needs.iter_mut().find(|need| need.category == *category) {
            known.required |= field.required;
            continue;
        }
        needs.push(DocumentNeed {
            category: category.clone(),
            name: rule.category_name.clone(),
            required: field.required,
            types: rule.types.clone(),
            uploaded: summary_in(m, &stored, category).await?,
        });
    }
    Ok(needs)
}

async fn summary_in(
    m: &Inner,
    stored: &[document::Model],
    category: &str,
) -> Result<Option<prereg_api::DocumentSummary>> {
    match stored.iter().find(|row| row.category == *category) {
        Some(row) => Ok(Some(documents::summary(m, row).await?)),
        None => Ok(None),
    }
}

/// Required categories without a document.
pub(crate) fn missing(needs: &[DocumentNeed]) -> Vec<String> {
    needs.iter().filter(|need| need.required && need.uploaded.is_none()).map(|need| need.category.clone()).collect()
}
