//! Forms of keys and trust.

use std::sync::Arc;

use app_kit::{UiError, server::see_other};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, Multipart},
    http::header,
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use keymgr_api::{KeyAdministration, KeyRef, KeymgrError, TrustDomain};
use types::{Caller, Failure};

use super::{Posted, refused, value};
use crate::place::Place;

/// Most bytes of a certificate or bundle.
const MOST: usize = 64 << 10;

type Service = Extension<Arc<dyn KeyAdministration>>;

pub(super) fn routes() -> Router {
    Router::new()
        .route("/_ui/admin/keys/rotate", post(rotate))
        .route("/_ui/admin/keys/request", post(request))
        .route("/_ui/admin/keys/certificate", post(certificate))
        .route("/_ui/admin/trust/add", post(add))
        .layer(DefaultBodyLimit::max(4 * MOST))
}

fn page(key: &KeyRef) -> String {
    Place::Key(key.application_id.clone(), key.reference_id.clone()).path()
}

fn named(posted: &[(String, String)]) -> KeyRef {
    KeyRef::new(value(posted, "application").trim(), value(posted, "reference").trim())
}

async fn rotate(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let key = named(&posted);
    match service.rotate(&caller, &key).await {
        Ok(()) => see_other(&format!("{}?rotated=1", page(&key))).into_response(),
        Err(failure) => refused(&page(&key), &failure.into()),
    }
}

async fn request(Extension(service): Service, Extension(caller): Extension<Caller>, Form(posted): Posted) -> Response {
    let key = named(&posted);
    match service.certificate_request(&caller, &key).await {
        Ok(pem) => {
            let name = [key.application_id.as_str(), key.reference_id.as_str()].join("-");
            let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
            let attachment = format!("attachment; filename=\"{}.csr\"", name.trim_end_matches('-'));
            let headers =
                [(header::CONTENT_TYPE, "application/pkcs10".to_owned()), (header::CONTENT_DISPOSITION, attachment)];
            (headers, pem).into_response()
        }
        Err(failure) => refused(&page(&key), &failure.into()),
    }
}

/// What a form with a certificate sent: its fields, and the certificate as text or file.
struct Sent {
    fields: Vec<(String, String)>,
    certificate: String,
}

async fn read(mut multipart: Multipart) -> Result<Sent, UiError> {
    let unreadable = || UiError::from(Failure::of(KeymgrError::UploadUnreadable));
    let mut sent = Sent { fields: Vec::new(), certificate: String::new() };
    while let Some(field) = multipart.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| unreadable())?;
        if bytes.len() > MOST {
            return Err(unreadable());
        }
        match name.as_str() {
            "file" if !bytes.is_empty() => {
                sent.certificate = match String::from_utf8(bytes.to_vec()) {
                    Ok(text) => text,
                    // DER of a bundle: its text form is what the service reads
                    Err(_) => BASE64_STANDARD.encode(&bytes),
                };
            }
            "file" => {}
            "certificate" if sent.certificate.is_empty() => {
                sent.certificate = String::from_utf8(bytes.to_vec()).map_err(|_| unreadable())?.trim().to_owned();
            }
            _ => sent.fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(sent)
}

async fn certificate(
    Extension(service): Service,
    Extension(caller): Extension<Caller>,
    multipart: Multipart,
) -> Response {
    let sent = match read(multipart).await {
        Ok(sent) => sent,
        Err(error) => return refused(&Place::Keys.path(), &error),
    };
    let key = named(&sent.fields);
    match service.replace_certificate(&caller, &key, &sent.certificate).await {
        Ok(()) => see_other(&format!("{}?replaced=1", page(&key))).into_response(),
        Err(failure) => refused(&page(&key), &failure.into()),
    }
}

async fn add(Extension(service): Service, Extension(caller): Extension<Caller>, multipart: Multipart) -> Response {
    let back = Place::Trust.path();
    let done = async {
        let sent = read(multipart).await?;
        let domain = TrustDomain::parse(value(&sent.fields, "domain"))
            .ok_or_else(|| UiError::from(Failure::of(KeymgrError::DomainUnknown)))?;
        Ok::<_, UiError>(service.add_authorities(&caller, domain, &sent.certificate).await?)
    };
    match done.await {
        Ok((taken, of)) => see_other(&format!("{back}?taken={taken}&of={of}")).into_response(),
        Err(error) => refused(&back, &error),
    }
}
