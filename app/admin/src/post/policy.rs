//! Forms of settings and of uploads.

use std::sync::Arc;

use app_kit::{UiError, server::see_other};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use masterdata_api::bulk::{NewPackets, NewUpload, Operation, PROCESSES, SOURCES, SUPERVISOR_STATUSES};
use masterdata_api::{BulkUploads, MasterdataError, PolicySettings};
use types::{Caller, Failure};

use super::{Posted, refused, value};
use crate::place::Place;

/// Most bytes of an uploaded file, with the form around it.
const MOST: usize = 65 << 20;

type Settings = Extension<Arc<dyn PolicySettings>>;
type Uploads = Extension<Arc<dyn BulkUploads>>;

pub(super) fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/settings/change", post(change))
        .route("/_ui/admin/settings/default", post(default))
        .route("/_ui/admin/settings/back", post(back))
        .route("/_ui/admin/uploads/{id}/store", post(store))
        .route("/_ui/admin/uploads/form", get(form))
        .merge(
            Router::new()
                .route("/_ui/admin/uploads/add", post(add))
                .route("/_ui/admin/uploads/packets", post(bring))
                .layer(DefaultBodyLimit::max(MOST)),
        )
}

fn answered(name: &str, outcome: Result<(), Failure>) -> Response {
    let page = Place::Setting(name.to_owned()).path();
    match outcome {
        Ok(()) => see_other(&format!("{page}?changed=1")).into_response(),
        Err(failure) => refused(&page, &failure.into()),
    }
}

async fn change(Extension(service): Settings, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let name = value(&posted, "name");
    answered(name, service.change(&caller, name, Some(value(&posted, "value"))).await)
}

async fn default(Extension(service): Settings, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let name = value(&posted, "name");
    answered(name, service.change(&caller, name, None).await)
}

async fn back(Extension(service): Settings, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let name = value(&posted, "name");
    let version = value(&posted, "version").parse().unwrap_or(0);
    answered(name, service.roll_back(&caller, name, version).await)
}

async fn read(mut form: Multipart) -> Result<NewUpload, UiError> {
    let unreadable = || UiError::from(Failure::of(MasterdataError::UploadAbsent));
    let (mut table, mut operation, mut file) = (String::new(), String::new(), None);
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        match field.name().unwrap_or_default() {
            "table" => table = field.text().await.map_err(|_| unreadable())?,
            "operation" => operation = field.text().await.map_err(|_| unreadable())?,
            "file" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                file = Some((name, field.bytes().await.map_err(|_| unreadable())?.to_vec()));
            }
            _ => {}
        }
    }
    let (file_name, content) = file.filter(|(name, _)| !name.is_empty()).ok_or_else(unreadable)?;
    let operation = Operation::parse(&operation).unwrap_or(Operation::Insert);
    Ok(NewUpload { table, operation, file_name, content, preview: true, whole: false })
}

async fn add(Extension(service): Uploads, Extension(caller): Extension<Caller>, form: Multipart) -> Response {
    let done = async {
        let new = read(form).await?;
        Ok::<_, UiError>(service.upload(&caller, new).await?)
    };
    match done.await {
        Ok(id) => see_other(&Place::Upload(id).path()).into_response(),
        Err(error) => refused(&Place::Uploads.path(), &error),
    }
}

/// The packets of the form; what was not chosen is left to MOSIP's defaults.
async fn packets(mut form: Multipart) -> Result<NewPackets, UiError> {
    let unreadable = || UiError::from(Failure::of(MasterdataError::UploadAbsent));
    let mut new = NewPackets {
        center: None,
        source: SOURCES[0].to_owned(),
        process: PROCESSES[0].to_owned(),
        supervisor_status: SUPERVISOR_STATUSES[0].to_owned(),
        files: Vec::new(),
    };
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "files" {
            let file = field.file_name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(|_| unreadable())?.to_vec();
            // an empty choice comes as a file without a name
            if !file.is_empty() {
                new.files.push((file, content));
            }
            continue;
        }
        let text = field.text().await.map_err(|_| unreadable())?.trim().to_owned();
        match name.as_str() {
            "centerId" => new.center = (!text.is_empty()).then_some(text),
            "source" => new.source = text,
            "process" => new.process = text,
            "supervisorStatus" => new.supervisor_status = text,
            _ => {}
        }
    }
    Ok(new)
}

async fn bring(Extension(service): Uploads, Extension(caller): Extension<Caller>, form: Multipart) -> Response {
    let done = async {
        let new = packets(form).await?;
        Ok::<_, UiError>(service.upload_packets(&caller, new).await?)
    };
    match done.await {
        Ok(id) => see_other(&Place::Upload(id).path()).into_response(),
        Err(error) => refused(&format!("{}?category=packet", Place::Uploads.path()), &error),
    }
}

async fn store(Extension(service): Uploads, Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Response {
    let page = Place::Upload(id.clone()).path();
    match service.apply(&caller, &id, false).await {
        Ok(()) => see_other(&format!("{page}?stored=1")).into_response(),
        Err(failure) => refused(&page, &failure.into()),
    }
}

async fn form(
    Extension(service): Uploads,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let table = value(&asked, "table");
    match service.export(&caller, table, value(&asked, "rows") == "1").await {
        Ok(csv) => {
            let attachment = format!("attachment; filename=\"{table}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, attachment),
            ];
            (headers, csv).into_response()
        }
        Err(failure) => refused(&Place::Uploads.path(), &failure.into()),
    }
}
