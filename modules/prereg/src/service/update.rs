//! Replace demographic data through REST.

use crate::{
    Inner,
    domain::status,
    error::{Error, Result},
    repo,
    service::{
        self, audit, create, form, needs,
        record::{self, Family, Record},
    },
};
use prereg_api::{
    PreregError, Status,
    application::{DemographicRequest, DemographicUpdated},
    permission::APPLICATION_WRITE,
};
use types::{Caller, time::format};

/// PUT /applications/prereg/{id}
pub(crate) async fn demographics(
    m: &Inner,
    caller: &Caller,
    prid: &str,
    request: &DemographicRequest,
) -> Result<DemographicUpdated> {
    caller.require(APPLICATION_WRITE)?;
    let lang = service::language(m, request.lang_code.as_deref()).await?;
    let details = request.demographic_details.clone().ok_or(Error::of(PreregError::RequestBody))?;
    let before = record::load(m, caller, prid, Family::Demographic).await?;
    form::validate(m, &details, request.required_fields.as_deref().unwrap_or_default()).await?;
    if !status::editable(before.status()) {
        return Err(Error::of(PreregError::NotUpdatable));
    }
    let mut after = before.clone();
    after.content.details = details;
    after.content.answers.clear();
    after.content.updated_by = caller.user_id().to_owned();
    after.row.lang = lang.as_str().to_owned();
    after.row.languages = record::join(&create::languages_in(&after.content.details, lang));
    let status = still(m, &after).await?;
    let saved = write(m, caller, &before, after, status).await?;
    Ok(DemographicUpdated {
        pre_registration_id: saved.row.prid,
        updated_date_time: format(saved.row.updated_at),
        status_code: saved.row.status,
        lang_code: saved.row.lang,
        demographic_details: saved.content.details,
    })
}

/// The status after a change: an application that waits for an appointment falls back where it is no longer complete.
pub(crate) async fn still(m: &Inner, record: &Record) -> Result<Status> {
    if record.status() == Status::PendingAppointment && !is_complete(m, record).await? {
        return Ok(Status::Incomplete);
    }
    Ok(record.status())
}

/// Whether everything the form and the applicant's type demand is there.
pub(crate) async fn is_complete(m: &Inner, record: &Record) -> Result<bool> {
    if record.content.details.is_null() {
        return Ok(true); // a lost number, an update at the centre: nothing was asked for
    }
    let documents = form::documents(m).await?;
    let languages = record.languages();
    let filled = form::build(m, &documents, &record.content, &languages).await?;
    let lang = languages.first().copied().unwrap_or(types::LangCode::ENG);
    let needs = needs::of(m, record, &filled, lang).await?;
    if !needs::missing(&needs).is_empty() {
        return Ok(false);
    }
    let required: Vec<String> = filled
        .fields()
        .iter()
        .filter(|field| field.required && field.in_identity && !form::is_document(field))
        .map(|field| field.id().to_owned())
        .collect();
    match form::validate(m, &record.content.details, &required).await {
        Ok(()) => Ok(true),
        Err(Error::Coded(failure)) if failure.code().starts_with("KER-IOV") => Ok(false),
        Err(other) => Err(other),
    }
}

/// The categories whose documents an application cannot do without.
pub(crate) async fn required_categories(m: &Inner, record: &Record) -> Result<Vec<String>> {
    let documents = form::documents(m).await?;
    let languages = record.languages();
    let filled = form::build(m, &documents, &record.content, &languages).await?;
    let lang = languages.first().copied().unwrap_or(types::LangCode::ENG);
    let needs = needs::of(m, record, &filled, lang).await?;
    Ok(needs.into_iter().filter(|need| need.required).map(|need| need.category).collect())
}

/// Writes changed data over what was read.
pub(crate) async fn write(
    m: &Inner,
    caller: &Caller,
    before: &Record,
    mut after: Record,
    status: Status,
) -> Result<Record> {
    let sealed = record::seal(m, &before.row.prid, &after.content).await?;
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    repo::application::replace(&mut tx, &before.row, sealed, status, &after.row.lang, &after.row.languages).await?;
    tx.audit(audit::about("PRE_APP_004", "APPLICATION_UPDATED", "Demographic data were changed", &before.row.key))
        .await?;
    after.row.status = status.code().to_owned();
    after.row.updated_at = tx.now();
    after.row.version += 1;
    tx.commit().await?;
    Ok(after)
}
