//! Documents of an application.

use crate::permission::{DOCUMENT_LIST, DOCUMENT_READ, DOCUMENT_WRITE};
use serde::{Deserialize, Serialize};
use types::endpoint;

/// The JSON part of an upload.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct DocumentRequest {
    #[serde(rename = "docCatCode", default)]
    pub category: Option<String>,
    #[serde(rename = "docTypCode", default)]
    pub type_code: Option<String>,
    #[serde(rename = "langCode", default)]
    pub lang_code: Option<String>,
    #[serde(rename = "refNumber", alias = "docReferenceNo", default)]
    pub reference: Option<String>,
}

/// Answer to an upload or copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentStored {
    pub pre_registration_id: String,
    pub doc_id: String,
    pub doc_name: String,
    pub doc_cat_code: String,
    pub doc_typ_code: String,
    pub doc_file_format: String,
}

/// One document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentItem {
    pub doc_name: String,
    pub document_id: String,
    pub doc_cat_code: String,
    pub doc_typ_code: String,
    pub lang_code: String,
    pub ref_number: Option<String>,
}

/// `{documentsMetaData}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentsMetaData {
    pub documents_meta_data: Vec<DocumentItem>,
}

/// Content of a document: base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentContent {
    pub document: String,
}

/// `{message}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentDeleted {
    pub message: String,
}

endpoint! {
    /// Uploads a document: multipart with `Document request` and `file`. `{id}` is the application.
    UploadDocument: POST "/preregistration/v1/documents/{id}",
        id "mosip.pre-registration.document.upload", permission DOCUMENT_WRITE, durable,
        DocumentRequest => DocumentStored;
    /// Copies the proof of address of another application (`catCode`, `sourcePreId`). `{id}` is the application.
    CopyDocument: PUT "/preregistration/v1/documents/{id}",
        id "mosip.pre-registration.document.copy", permission DOCUMENT_WRITE, durable, () => DocumentStored;
    /// Lists the documents of an application.
    ListDocuments: GET "/preregistration/v1/documents/preregistration/{preRegistrationId}",
        id "mosip.pre-registration.document.fetch.metadata", permission DOCUMENT_LIST, read, () => DocumentsMetaData;
    /// Reads a document (`preRegistrationId`). `{id}` is the document.
    GetDocument: GET "/preregistration/v1/documents/{id}",
        id "mosip.pre-registration.document.fetch.content", permission DOCUMENT_READ, read, () => DocumentContent;
    /// Deletes a document (`preRegistrationId`). `{id}` is the document.
    DeleteDocument: DELETE "/preregistration/v1/documents/{id}",
        id "mosip.pre-registration.document.delete.specific", permission DOCUMENT_WRITE, durable,
        () => DocumentDeleted;
    /// Deletes all documents of an application.
    DeleteDocuments: DELETE "/preregistration/v1/documents/preregistration/{preRegistrationId}",
        id "mosip.pre-registration.document.delete", permission DOCUMENT_WRITE, durable, () => DocumentDeleted;
    /// Sets the number printed on a document (`preRegistrationId`, `refNumber`).
    SetDocumentReference: PUT "/preregistration/v1/documents/document/{documentId}",
        id "mosip.preregistration.docrefId.update", permission DOCUMENT_READ, durable, () => String;
}
