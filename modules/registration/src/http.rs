//! `/registrationprocessor/v1` and the reads of `/commons/v1/packetmanager`: endpoint to use case.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use edge::rules::{ReplyId, ReplyVersion, plain_bad_body};
use edge::{BadBody, Call, EnvelopeHead, Routes, Rules};
use futures::{StreamExt as _, TryStreamExt as _};
use registration_api::RegistrationError as E;
use registration_api::wire::endpoints as e;
use registration_api::wire::{PacketStatusQuery, StatusQuery};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use types::{Caller, Endpoint, EndpointInfo, Failure};

use crate::RegistrationModule;
use crate::service::{announce, packet_manager, receive, status};

/// The centre and machine whose key a sync list is encrypted to.
const REF_ID: &str = "center-machine-refid";
/// Largest multipart body; the packet's own limit is a setting.
const MAX_UPLOAD: usize = 72 << 20;

fn rules() -> Rules {
    Rules {
        reply_id: ReplyId::Endpoint,
        reply_version: ReplyVersion::Fixed("1.0"),
        empty_errors: true,
        bad_body: |bad| match bad {
            BadBody::Member { path, missing: true } => Failure::with(E::Missing, [path.clone()]),
            BadBody::Member { path, .. } => Failure::with(E::Invalid, [path.clone()]),
            BadBody::Syntax => E::Input.into(),
            BadBody::TooLarge => plain_bad_body(bad),
        },
        ..Rules::kernel()
    }
}

/// The packet manager's answers have another id, version and error list.
fn reader_rules() -> Rules {
    Rules { reply_version: ReplyVersion::Fixed("v1"), empty_errors: false, ..rules() }
}

pub(crate) fn routes(module: &RegistrationModule) -> Routes {
    let upload = post({
        let m = module.clone();
        move |Extension(caller): Extension<Caller>, body: Multipart| async move { upload(&m, &caller, body).await }
    })
    .layer(DefaultBodyLimit::max(MAX_UPLOAD));
    Routes::new()
        .raw(e::Sync::INFO, rules(), sync(module, false))
        .raw(e::SyncV2::INFO, rules(), sync(module, true))
        .raw(e::Upload::INFO, rules(), upload)
        .raw(e::Search::INFO, rules(), statuses(module, e::Search::INFO, true))
        .raw(e::ExternalSearch::INFO, rules(), statuses(module, e::ExternalSearch::INFO, false))
        .raw(e::PacketStatus::INFO, rules(), packet_statuses(module))
        .on(e::Transactions, rules(), {
            let m = module.clone();
            move |call: Call<e::Transactions>| {
                let m = m.clone();
                async move { status::history(&m, &call.caller, call.path("rid")).await }
            }
        })
        .on(e::SearchField, reader_rules(), {
            let m = module.clone();
            move |call: Call<e::SearchField>| {
                let m = m.clone();
                async move { packet_manager::fields(&m, &call.caller, &call.body).await }
            }
        })
        .on(e::SearchFields, reader_rules(), {
            let m = module.clone();
            move |call: Call<e::SearchFields>| {
                let m = m.clone();
                async move { packet_manager::fields(&m, &call.caller, &call.body).await }
            }
        })
        .on(e::Document, reader_rules(), {
            let m = module.clone();
            move |call: Call<e::Document>| {
                let m = m.clone();
                async move { packet_manager::document(&m, &call.caller, &call.body).await }
            }
        })
        .on(e::Biometrics, reader_rules(), {
            let m = module.clone();
            move |call: Call<e::Biometrics>| {
                let m = m.clone();
                async move { packet_manager::biometrics(&m, &call.caller, &call.body).await }
            }
        })
        .on(e::MetaInfo, reader_rules(), {
            let m = module.clone();
            move |call: Call<e::MetaInfo>| {
                let m = m.clone();
                async move { packet_manager::meta(&m, &call.caller, &call.body).await }
            }
        })
        .on(e::ValidatePacket, reader_rules(), {
            let m = module.clone();
            move |call: Call<e::ValidatePacket>| {
                let m = m.clone();
                async move { packet_manager::validate(&m, &call.caller, &call.body).await }
            }
        })
}

/// Answers that carry successes and errors side by side; without successes `response` is null.
fn both<T: Serialize, U: Serialize>(
    m: &RegistrationModule,
    info: &EndpointInfo,
    caller: &Caller,
    outcome: Result<(Vec<T>, Vec<U>), Failure>,
) -> Response {
    let head = EnvelopeHead::default();
    match outcome {
        Ok((found, refused)) => {
            let response = if found.is_empty() { Value::Null } else { json!(found) };
            axum::Json(edge::routes::wrap(&m.edge, &rules(), info, &head, response, json!(refused))).into_response()
        }
        Err(failure) => edge::routes::respond_raw(&m.edge, &rules(), info, &head, caller, Err(failure)),
    }
}

fn sync(module: &RegistrationModule, v2: bool) -> axum::routing::MethodRouter {
    let m = module.clone();
    let info = if v2 { e::SyncV2::INFO } else { e::Sync::INFO };
    post(move |Extension(caller): Extension<Caller>, headers: HeaderMap, body: Bytes| async move {
        let ref_id = headers.get(REF_ID).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let outcome = match ref_id.is_empty() {
            true => Err(Failure::with(E::Missing, ["Center-Machine-RefId"])),
            false => announce::announce(&m, &caller, v2, ref_id, &body).await.map(|done| (done.accepted, done.refused)),
        };
        both(&m, &info, &caller, outcome)
    })
    .layer(DefaultBodyLimit::max(4 << 20))
}

async fn upload(m: &RegistrationModule, caller: &Caller, mut body: Multipart) -> Response {
    let head = EnvelopeHead::default();
    let outcome = async {
        while let Some(field) = body.next_field().await.map_err(|_| Failure::of(E::NoPacket))? {
            let Some(name) = field.file_name().map(str::to_owned) else { continue };
            let content = field.map_err(|error| error.to_string()).boxed();
            return receive::receive(m, caller, &name, content).await;
        }
        Err(E::NoPacket.into())
    };
    let outcome = outcome.await.map(|received| json!(received));
    edge::routes::respond_raw(&m.edge, &rules(), &e::Upload::INFO, &head, caller, outcome)
}

/// The `request` list of a status question.
fn questions<T: DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, Failure> {
    #[derive(serde::Deserialize)]
    struct Body<T> {
        #[serde(default = "Vec::new")]
        request: Vec<T>,
    }
    serde_json::from_slice::<Body<T>>(body).map(|body| body.request).map_err(|_| E::Input.into())
}

fn statuses(module: &RegistrationModule, info: EndpointInfo, folded: bool) -> axum::routing::MethodRouter {
    let m = module.clone();
    post(move |Extension(caller): Extension<Caller>, body: Bytes| async move {
        let outcome = match questions::<StatusQuery>(&body) {
            Ok(asked) => {
                let rids: Vec<String> = asked.into_iter().map(|one| one.registration_id).collect();
                status::by_registration(&m, &caller, &rids, folded).await
            }
            Err(failure) => Err(failure),
        };
        both(&m, &info, &caller, outcome)
    })
}

fn packet_statuses(module: &RegistrationModule) -> axum::routing::MethodRouter {
    let m = module.clone();
    post(move |Extension(caller): Extension<Caller>, body: Bytes| async move {
        let outcome = match questions::<PacketStatusQuery>(&body) {
            Ok(asked) => {
                let packets: Vec<String> = asked.into_iter().map(|one| one.packet_id).collect();
                status::by_packet(&m, &caller, &packets).await
            }
            Err(failure) => Err(failure),
        };
        both(&m, &e::PacketStatus::INFO, &caller, outcome)
    })
}
