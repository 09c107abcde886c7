//! Upload, copy, read and delete documents. Content is sealed before it becomes a blob; the row is written after the blob.

use crate::{
    Inner,
    domain::{
        file::{self, Format, Refused},
        status,
    },
    entity::{application, document},
    error::{Error, Result},
    jobs::sweep_document::SweepDocument,
    repo, rules,
    service::{
        self, audit,
        record::{self, Family},
        update,
    },
};
use edge::BlobKey;
use prereg_api::{
    DocumentSummary, NewDocument, PreregError, Status, StoredDocument,
    document::{DocumentDeleted, DocumentItem},
    permission::{DOCUMENT_LIST, DOCUMENT_READ, DOCUMENT_WRITE},
};
use serde::{Deserialize, Serialize};
use types::{Caller, Failure, Fault};

const CONTENT: &str = "prereg.document";
const DETAILS: &str = "prereg.document-details";
const AREA: &str = "prereg-document";
/// MOSIP copies the proof of address only.
const PROOF_OF_ADDRESS: &str = "POA";

/// What of a document's row is personal.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Details {
    file_name: String,
    #[serde(default)]
    reference: Option<String>,
}

async fn open_details(m: &Inner, row: &document::Model) -> Result<Details> {
    let plain = m.at_rest.open(DETAILS, row.id.as_bytes(), &row.details).await?;
    Ok(serde_json::from_slice(&plain)?)
}

async fn seal_details(m: &Inner, id: &str, details: &Details) -> Result<Vec<u8>> {
    Ok(m.at_rest.seal(DETAILS, id.as_bytes(), &serde_json::to_vec(details)?).await?)
}

pub(crate) async fn summary(m: &Inner, row: &document::Model) -> Result<DocumentSummary> {
    let details = open_details(m, row).await?;
    Ok(DocumentSummary {
        id: row.id.clone(),
        category: row.category.clone(),
        type_code: row.type_code.clone(),
        file_name: details.file_name,
        format: row.format.clone(),
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        reference: details.reference,
        uploaded_at: row.created_at,
    })
}

pub(crate) async fn item(m: &Inner, row: &document::Model) -> Result<DocumentItem> {
    let details = open_details(m, row).await?;
    Ok(DocumentItem {
        doc_name: details.file_name,
        document_id: row.id.clone(),
        doc_cat_code: row.category.clone(),
        doc_typ_code: row.type_code.clone(),
        lang_code: row.lang.clone(),
        ref_number: details.reference,
    })
}

pub(crate) async fn items(m: &Inner, prid: &str) -> Result<Vec<DocumentItem>> {
    let mut items = Vec::new();
    for row in repo::document::of(m.db.read(), prid).await? {
        items.push(item(m, &row).await?);
    }
    Ok(items)
}

async fn writable(m: &Inner, caller: &Caller, prid: &str) -> Result<application::Model> {
    let row = record::load_row(m, caller, prid, Family::Demographic).await?;
    if status::editable(record::status_of(&row)) { Ok(row) } else { Err(Error::of(PreregError::DocumentLocked)) }
}

async fn check_kind(m: &Inner, category: &str, type_code: &str) -> Result<()> {
    let types = m.master.document_types(category).await?;
    if types.is_empty() {
        return Err(Error::Coded(Failure::with(PreregError::DocumentCategory, [category])));
    }
    if types.iter().any(|code| code == type_code) {
        Ok(())
    } else {
        Err(Error::Coded(Failure::with(PreregError::DocumentType, [type_code])))
    }
}

/// Uploads a document; an earlier one of its category is replaced.
pub(crate) async fn add(m: &Inner, caller: &Caller, prid: &str, new: NewDocument) -> Result<DocumentSummary> {
    caller.require(DOCUMENT_WRITE)?;
    let application = writable(m, caller, prid).await?;
    check_kind(m, &new.category, &new.type_code).await?;
    let limits = rules::file_limits(m).await?;
    let (format, _) = file::check(&new.file_name, &new.content, &limits).map_err(|refused| {
        Error::of(match refused {
            Refused::Format => PreregError::DocumentFormat,
            Refused::TooLarge => PreregError::DocumentTooLarge,
            Refused::Name => PreregError::DocumentUpload,
        })
    })?;
    let reference = new.reference.filter(|text| !text.trim().is_empty());
    if reference.as_deref().is_some_and(|text| !file::reference_is_valid(text)) {
        return Err(Error::of(PreregError::DocumentReference));
    }
    let details = Details { file_name: new.file_name, reference };
    let kind = Kind { category: new.category, type_code: new.type_code, lang: new.language.to_string(), format };
    store(m, caller, &application, kind, details, &new.content).await
}

/// What kind of document is stored.
struct Kind {
    category: String,
    type_code: String,
    lang: String,
    format: String,
}

async fn store(
    m: &Inner,
    caller: &Caller,
    application: &application::Model,
    kind: Kind,
    details: Details,
    content: &[u8],
) -> Result<DocumentSummary> {
    let id = m.db.random().uuid_at(m.db.now());
    let key = BlobKey::new(AREA, id);
    let id = id.to_string();
    let sealed = m.at_rest.seal(CONTENT, id.as_bytes(), content).await?;
    m.blobs.put(&key, sealed).await?;
    let sealed_details = seal_details(m, &id, &details).await?;
    let replaced = repo::document::of(m.db.read(), &application.prid).await?;
    let replaced = replaced.into_iter().find(|row| row.category == kind.category);

    let mut tx = m.db.begin(&service::cx(caller)).await?;
    let row = document::Model {
        id,
        prid: application.prid.clone(),
        category: kind.category,
        type_code: kind.type_code,
        lang: kind.lang,
        details: sealed_details,
        format: kind.format,
        bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
        sha256: crypto::digest::sha256_hex(content),
        blob_key: key.as_str().to_owned(),
        created_at: tx.now(),
    };
    // the status is looked at again inside: a booking may have locked the application meanwhile
    repo::application::set_status(
        &mut tx,
        application,
        record::status_of(application),
        &application.application_status,
    )
    .await?;
    repo::document::put(&mut tx, row.clone()).await?;
    if let Some(old) = replaced {
        tx.enqueue(&SweepDocument { blob_key: old.blob_key }).await?;
    }
    tx.audit(audit::about("PRE_APP_006", "DOCUMENT_UPLOADED", "A document was stored", &application.key)).await?;
    tx.commit().await?;
    Ok(DocumentSummary {
        id: row.id,
        category: row.category,
        type_code: row.type_code,
        file_name: details.file_name,
        format: row.format,
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        reference: details.reference,
        uploaded_at: row.created_at,
    })
}

async fn content(m: &Inner, row: &document::Model) -> Result<Vec<u8>> {
    let sealed = m.blobs.get(&BlobKey::stored(&row.blob_key)).await?;
    let plain = m.at_rest.open(CONTENT, row.id.as_bytes(), &sealed).await?;
    if crypto::digest::sha256_hex(&plain) != row.sha256 {
        return Err(Error::of(PreregError::Hashing));
    }
    Ok(plain.to_vec())
}

/// All documents of an application with their content, for the desk: `(row, file name, reference, content)`.
pub(crate) async fn contents(m: &Inner, prid: &str) -> Result<Vec<(document::Model, String, Option<String>, Vec<u8>)>> {
    let mut all = Vec::new();
    for row in repo::document::of(m.db.read(), prid).await? {
        let details = open_details(m, &row).await?;
        let bytes = content(m, &row).await?;
        all.push((row, details.file_name, details.reference, bytes));
    }
    Ok(all)
}

/// A document of an application that the caller may see.
async fn owned(m: &Inner, caller: &Caller, prid: &str, id: &str) -> Result<(application::Model, document::Model)> {
    let application = record::load_row(m, caller, prid, Family::Demographic).await?;
    let row = repo::document::find(m.db.read(), id).await?.ok_or(Error::of(PreregError::DocumentNotFound))?;
    if row.prid != application.prid {
        return Err(Error::of(PreregError::DocumentNotOwned));
    }
    Ok((application, row))
}

/// Reads a document.
pub(crate) async fn read(m: &Inner, caller: &Caller, prid: &str, id: &str) -> Result<StoredDocument> {
    caller.require(DOCUMENT_READ)?;
    let (_, row) = owned(m, caller, prid, id).await?;
    let content = content(m, &row).await?;
    let media_type = Format::of_extension(&row.format).map_or("application/octet-stream", Format::media_type);
    Ok(StoredDocument { summary: summary(m, &row).await?, media_type, content })
}

/// Lists the documents of an application.
pub(crate) async fn list(m: &Inner, caller: &Caller, prid: &str) -> Result<Vec<DocumentItem>> {
    caller.require(DOCUMENT_LIST)?;
    let application = record::load_row(m, caller, prid, Family::Demographic).await?;
    let items = items(m, &application.prid).await?;
    if items.is_empty() { Err(Error::of(PreregError::DocumentNotFound)) } else { Ok(items) }
}

/// Takes over a document of another application of the same person.
pub(crate) async fn copy(m: &Inner, caller: &Caller, from: &str, to: &str, category: &str) -> Result<DocumentSummary> {
    caller.require(DOCUMENT_WRITE)?;
    if category != PROOF_OF_ADDRESS {
        let text = "Document Category code is invalid";
        return Err(Error::Coded(Failure::from(Fault::worded(PreregError::DocumentType, text))));
    }
    if from.trim().is_empty() || to.trim().is_empty() {
        return Err(Error::of(PreregError::DocumentIds));
    }
    let source = record::load_row(m, caller, from, Family::Demographic).await?;
    let target = writable(m, caller, to).await?;
    let rows = repo::document::of(m.db.read(), &source.prid).await?;
    let row = rows.into_iter().find(|row| row.category == category);
    let row = row.ok_or(Error::of(PreregError::DocumentNotFound))?;
    if source.prid == target.prid {
        return summary(m, &row).await; // it is there already
    }
    let bytes = content(m, &row).await?;
    let details = open_details(m, &row).await?;
    let kind = Kind { category: row.category, type_code: row.type_code, lang: row.lang, format: row.format };
    store(m, caller, &target, kind, details, &bytes).await
}

async fn remove_rows(
    m: &Inner,
    caller: &Caller,
    application: &application::Model,
    rows: Vec<document::Model>,
) -> Result<()> {
    // an application that waits for an appointment falls back where a needed document goes (spec A5)
    let falls_back = record::status_of(application) == Status::PendingAppointment
        && required_categories(m, caller, application).await?.iter().any(|c| rows.iter().any(|row| row.category == *c));
    let status = if falls_back { Status::Incomplete } else { record::status_of(application) };
    let phase = if falls_back { status::DRAFT } else { application.application_status.as_str() };

    let mut tx = m.db.begin(&service::cx(caller)).await?;
    repo::application::set_status(&mut tx, application, status, phase).await?;
    repo::document::delete(&mut tx, rows.iter().map(|row| row.id.clone()).collect()).await?;
    for row in rows {
        tx.enqueue(&SweepDocument { blob_key: row.blob_key }).await?;
    }
    tx.audit(audit::about("PRE_APP_007", "DOCUMENT_DELETED", "Documents were removed", &application.key)).await?;
    tx.commit().await?;
    Ok(())
}

async fn required_categories(m: &Inner, caller: &Caller, row: &application::Model) -> Result<Vec<String>> {
    let record = record::load(m, caller, &row.prid, Family::Demographic).await?;
    if record.content.details.is_null() {
        return Ok(Vec::new());
    }
    update::required_categories(m, &record).await
}

/// Removes one document.
pub(crate) async fn remove(m: &Inner, caller: &Caller, prid: &str, id: &str) -> Result<DocumentDeleted> {
    caller.require(DOCUMENT_WRITE)?;
    let (application, row) = owned(m, caller, prid, id).await?;
    if !status::editable(record::status_of(&application)) {
        return Err(Error::of(PreregError::DocumentLocked));
    }
    remove_rows(m, caller, &application, vec![row]).await?;
    Ok(DocumentDeleted { message: "Document successfully deleted".into() })
}

/// Removes all documents of an application.
pub(crate) async fn remove_all(m: &Inner, caller: &Caller, prid: &str) -> Result<DocumentDeleted> {
    caller.require(DOCUMENT_WRITE)?;
    let application = writable(m, caller, prid).await?;
    let rows = repo::document::of(m.db.read(), &application.prid).await?;
    if rows.is_empty() {
        return Err(Error::of(PreregError::DocumentNotFound));
    }
    remove_rows(m, caller, &application, rows).await?;
    let message = "All documents assosiated with requested pre-registration id deleted sucessfully";
    Ok(DocumentDeleted { message: message.into() })
}

/// Sets the number printed on a document.
pub(crate) async fn set_reference(
    m: &Inner,
    caller: &Caller,
    prid: &str,
    id: &str,
    reference: &str,
) -> Result<&'static str> {
    caller.require(DOCUMENT_READ)?;
    let (application, row) = owned(m, caller, prid, id).await?;
    if !file::reference_is_valid(reference) {
        return Err(Error::of(PreregError::DocumentReference));
    }
    let mut details = open_details(m, &row).await?;
    details.reference = Some(reference.to_owned()).filter(|text| !text.is_empty());
    let sealed = seal_details(m, &row.id, &details).await?;
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    if repo::document::set_details(&mut tx, &row.id, sealed).await? == 0 {
        return Err(Error::of(PreregError::DocumentNotFound));
    }
    tx.audit(audit::about("PRE_APP_008", "DOCUMENT_NUMBERED", "A document's number was set", &application.key)).await?;
    tx.commit().await?;
    Ok(service::submit::UPDATED)
}
