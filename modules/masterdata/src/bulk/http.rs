//! `/v1/admin/bulkupload`: MOSIP's endpoints for files of master data and packets.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{DefaultBodyLimit, Multipart, Query};
use axum::routing::{MethodRouter, post};
use edge::routes::respond_raw;
use edge::{Edge, EnvelopeHead, Routes};
use masterdata_api::MasterdataError as E;
use masterdata_api::bulk::{
    BulkUploads, Category, NewPackets, NewUpload, Operation, PROCESSES, SOURCES, SUPERVISOR_STATUSES, Status, Upload,
};
use masterdata_api::endpoints::UploadInBulk;
use serde_json::{Value, json};
use types::{Caller, Endpoint, Failure, Fault};

use super::service::LARGEST;
use crate::Masterdata;
use crate::http::{RULES, route};

/// Adds the endpoints.
#[rustfmt::skip]
pub(crate) fn routes(m: &Masterdata) -> Routes {
    let mut routes = Routes::new().raw(UploadInBulk::INFO, RULES, upload_route(m));
    route!(routes, m, BulkUpload, |m, c| m.bulk_upload(&c.caller, c.path("first")).await);
    route!(routes, m, BulkUploadPage, |m, c| m.bulk_uploads(&c.caller, c.query("category"), c.query_number("pageNumber", 0), c.query_number("pageSize", 10)).await);
    routes
}

/// The form's fields, which MOSIP also takes from the address.
type Fields = BTreeMap<String, String>;

fn upload_route(m: &Masterdata) -> MethodRouter {
    let m = m.clone();
    let handler = move |Extension(edge): Extension<Arc<Edge>>,
                        Extension(caller): Extension<Caller>,
                        Query(fields): Query<Fields>,
                        form: Multipart| {
        let m = m.clone();
        async move {
            let outcome = take(&m, &caller, fields, form).await;
            respond_raw(&edge, &RULES, &UploadInBulk::INFO, &EnvelopeHead::default(), &caller, outcome)
        }
    };
    post(handler).layer(DefaultBodyLimit::max(LARGEST + (1 << 20)))
}

fn invalid(what: &str) -> Failure {
    Fault::worded(E::Invalid, format!("Invalid value : {what}")).into()
}

async fn take(m: &Masterdata, caller: &Caller, mut fields: Fields, mut form: Multipart) -> Result<Value, Failure> {
    let unreadable = |error: axum::extract::multipart::MultipartError| Failure::of(E::UploadAbsent).because(error);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "files" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            files.push((file_name, field.bytes().await.map_err(unreadable)?.to_vec()));
        } else {
            fields.insert(name, field.text().await.map_err(unreadable)?);
        }
    }
    files.retain(|(name, _)| !name.is_empty());
    let value = |name: &str| fields.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let category = value("category").and_then(Category::parse).ok_or_else(|| invalid("CATEGORY"))?;
    let operation = value("operation").and_then(Operation::parse).ok_or_else(|| invalid("OPERATION"))?;
    let id = match category {
        Category::Masterdata => {
            // the first is the one, as in MOSIP
            let (file_name, content) = files.into_iter().next().ok_or(E::UploadAbsent)?;
            let table = value("tableName").unwrap_or_default().to_owned();
            m.upload(caller, NewUpload { table, operation, file_name, content, preview: false, whole: false }).await?
        }
        Category::Packet => {
            let or = |name: &str, default: &str| value(name).unwrap_or(default).to_owned();
            let new = NewPackets {
                center: value("centerId").map(str::to_owned),
                source: or("source", SOURCES[0]),
                process: or("process", PROCESSES[0]),
                supervisor_status: or("supervisorStatus", SUPERVISOR_STATUSES[0]),
                files,
            };
            m.upload_packets(caller, new).await?
        }
    };
    let upload = m.get(caller, &id).await?.ok_or(E::UploadUnknown)?;
    let mut answer = told(&upload);
    answer["tableName"] = json!(upload.table);
    answer["successCount"] = json!(upload.stored);
    Ok(answer)
}

/// An upload in MOSIP's names.
fn told(upload: &Upload) -> Value {
    let faults = upload.faults.iter().map(|fault| format!("LINE: {}, {}: {}", fault.line, fault.code, fault.text));
    let file = format!(
        "FILE: {}, READ: {}, STATUS: {}, MESSAGE: {}",
        upload.file_name,
        upload.rows,
        upload.status.as_str(),
        upload.message
    );
    let logs: Vec<String> = std::iter::once(file).chain(faults).collect();
    // MOSIP knows nothing of files that wait for an approval
    let status = match upload.status {
        Status::Checking | Status::Checked => Status::Processing,
        status => status,
    };
    json!({
        "transcationId": upload.id, "entityName": upload.table, "operation": upload.operation.as_str(),
        "count": upload.stored, "category": upload.category.as_str(), "status": status.as_str(), "statusDescription": logs[0],
        "uploadedBy": upload.uploaded_by, "timeStamp": types::time::format(upload.uploaded_at), "logs": logs.join("\n"),
    })
}

impl Masterdata {
    async fn bulk_upload(&self, caller: &Caller, id: &str) -> Result<Value, Failure> {
        Ok(told(&self.get(caller, id).await?.ok_or(E::UploadUnknown)?))
    }

    async fn bulk_uploads(
        &self,
        caller: &Caller,
        category: Option<&str>,
        page: u64,
        size: u64,
    ) -> Result<Value, Failure> {
        let category = category.map_or(Some(Category::Masterdata), Category::parse);
        let category = category.ok_or_else(|| invalid("CATEGORY"))?;
        let size = size.clamp(1, 100);
        let (uploads, total) = self.list(caller, category, page, size).await?;
        let data: Vec<Value> = uploads.iter().map(told).collect();
        Ok(json!({ "pageNo": page, "totalPages": total.div_ceil(size), "totalItems": total, "data": data }))
    }
}
