//! Uploads and acknowledgements: a JSON envelope in one part, a file in another.

use super::{customs, stored};
use crate::{
    Prereg,
    error::{Error, Result},
    service::{self, documents, notify},
};
use axum::{
    Extension,
    body::Bytes,
    extract::{DefaultBodyLimit, Multipart, Path},
    response::Response,
    routing::post,
};
use edge::{Edge, EnvelopeHead, Routes, routes::respond_raw};
use prereg_api::{
    NewDocument, PreregError,
    document::{DocumentRequest, UploadDocument},
    other::{NotificationRequest, Notify, Notify2, NotifyInternal},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;
use types::{Caller, Endpoint, EndpointInfo, Failure};

/// More than any country's limit for one file, so that a file that is too long is refused with its own code.
const MOST_BYTES: usize = 24 << 20;

/// The parts of a request, by name.
#[derive(Default)]
struct Parts {
    /// The part with the envelope.
    json: Option<Bytes>,
    lang: Option<String>,
    file: Option<(String, Bytes)>,
}

async fn read(mut form: Multipart, json: &str) -> Result<Parts> {
    let bad = |_| Error::of(PreregError::Input);
    let mut parts = Parts::default();
    while let Some(field) = form.next_field().await.map_err(bad)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        // a stream that ends early or grows too long is reported while it is read
        let content = field.bytes().await.map_err(|_| Error::of(PreregError::DocumentTooLarge))?;
        match (name.as_str(), file_name) {
            (name, _) if name == json => parts.json = Some(content),
            ("langCode", _) => parts.lang = String::from_utf8(content.to_vec()).ok(),
            ("file" | "attachment", Some(file_name)) => parts.file = Some((file_name, content)),
            _ => {}
        }
    }
    Ok(parts)
}

/// Reads the envelope of a part and fills its head.
fn envelope<T: DeserializeOwned>(json: Option<&Bytes>, head: &mut EnvelopeHead) -> Result<T> {
    let bad = || Error::of(PreregError::Input);
    let value: Value = serde_json::from_slice(json.ok_or_else(bad)?).map_err(|_| bad())?;
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    *head = EnvelopeHead {
        id: text("id"),
        version: text("version"),
        requesttime: text("requesttime"),
        present: true,
        has_request: value.get("request").is_some_and(|request| !request.is_null()),
    };
    let request = value.get("request").cloned().unwrap_or(Value::Null);
    if request.is_null() {
        return Err(Error::of(PreregError::RequestBody));
    }
    serde_json::from_value(request).map_err(|_| bad())
}

pub(super) fn upload_route(m: &Prereg) -> Routes {
    let info = UploadDocument::INFO;
    let m = m.clone();
    let handler = move |Extension(edge): Extension<Arc<Edge>>,
                        Extension(caller): Extension<Caller>,
                        Path(prid): Path<String>,
                        form: Multipart| {
        let m = m.clone();
        async move {
            let mut head = EnvelopeHead::default();
            let outcome = upload(&m, &edge, &caller, &prid, form, &mut head).await;
            answer(&edge, &info, &head, &caller, outcome)
        }
    };
    Routes::new().raw(info, customs::PREREG, post(handler).layer(DefaultBodyLimit::max(MOST_BYTES)))
}

fn answer(edge: &Edge, info: &EndpointInfo, head: &EnvelopeHead, caller: &Caller, outcome: Result<Value>) -> Response {
    respond_raw(edge, &customs::PREREG, info, head, caller, outcome.map_err(Failure::from))
}

async fn upload(
    m: &Prereg,
    edge: &Edge,
    caller: &Caller,
    prid: &str,
    form: Multipart,
    head: &mut EnvelopeHead,
) -> Result<Value> {
    let parts = read(form, "Document request").await?;
    let request: DocumentRequest = envelope(parts.json.as_ref(), head)?;
    customs::check_part(head, &UploadDocument::INFO, edge.now())?;
    let language = service::language(m, request.lang_code.as_deref()).await?;
    let (file_name, content) = parts.file.ok_or(Error::of(PreregError::DocumentFormat))?;
    let new = NewDocument {
        category: request.category.unwrap_or_default(),
        type_code: request.type_code.unwrap_or_default(),
        language,
        reference: request.reference,
        file_name,
        content: content.to_vec(),
    };
    let summary = db::retry(|| documents::add(m, caller, prid, new.clone())).await?;
    Ok(serde_json::to_value(stored(prid, summary))?)
}

pub(super) fn notification_routes(m: &Prereg) -> Routes {
    [Notify::INFO, Notify2::INFO, NotifyInternal::INFO].into_iter().fold(Routes::new(), |routes, info| {
        let m = m.clone();
        let handler =
            move |Extension(edge): Extension<Arc<Edge>>, Extension(caller): Extension<Caller>, form: Multipart| {
                let m = m.clone();
                async move {
                    let mut head = EnvelopeHead::default();
                    let outcome = notify_all(&m, &edge, &caller, &info, form, &mut head).await;
                    answer(&edge, &info, &head, &caller, outcome)
                }
            };
        routes.raw(info, customs::PREREG, post(handler).layer(DefaultBodyLimit::max(MOST_BYTES)))
    })
}

async fn notify_all(
    m: &Prereg,
    edge: &Edge,
    caller: &Caller,
    info: &EndpointInfo,
    form: Multipart,
    head: &mut EnvelopeHead,
) -> Result<Value> {
    let parts = read(form, "NotificationRequestDTO").await?;
    let request: NotificationRequest = envelope(parts.json.as_ref(), head)?;
    // this one service of MOSIP's takes envelopes without id and version; what is given has to be right
    let mut filled = head.clone();
    filled.id.get_or_insert_with(|| info.id.to_owned());
    filled.version.get_or_insert_with(|| customs::VERSION.to_owned());
    customs::check_part(&filled, info, edge.now())?;
    let sent = notify::by_rest(m, caller, request, parts.lang.as_deref()).await?;
    Ok(serde_json::to_value(sent)?)
}
