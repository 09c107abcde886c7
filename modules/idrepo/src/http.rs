//! Endpoints of the ID repository and its envelope's customs.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{head, post};
use axum::{Extension, routing::MethodRouter};
use chrono::TimeDelta;
use edge::auth::Edge;
use edge::routes::respond_raw;
use edge::rules::{ReplyId, ReplyVersion};
use edge::{BadBody, Call, EnvelopeHead, Routes, Rules};
use idrepo_api::IdRepoError;
use idrepo_api::identity::*;
use idrepo_api::vid::*;
use types::{Caller, Endpoint, EndpointInfo, Failure, Timestamp};

use crate::Idrepo;
use crate::error::{invalid, missing};
use crate::service::{create, draft, draft_publish, lock, read, update, vid, vid_change};

/// How far `requesttime` may lie from now.
const MAX_DEVIATION: TimeDelta = TimeDelta::seconds(60);
/// MOSIP shifts now by this first.
const FUTURE_ADJUSTMENT: TimeDelta = TimeDelta::seconds(2);

const RULES: Rules = Rules {
    reply_id: ReplyId::Endpoint,
    reply_version: ReplyVersion::Fixed("v1"),
    error_text_key: "message",
    time_key: "responsetime",
    empty_errors: false,
    check: check_envelope,
    bad_body,
    // documents and biometrics of one person as base64 inside JSON
    max_body: 64 << 20,
    bare: false,
};

/// A draft may become a new identity or a change of one: clients send the id of either.
const DRAFT_UPDATE_RULES: Rules = Rules { check: check_draft_update, ..RULES };

/// Locks carry an envelope of their own: clients put anything into `id`, `version` and `requestTime`, and MOSIP looks at none.
const LOCK_RULES: Rules = Rules { check: edge::rules::unchecked, max_body: 1 << 20, ..RULES };

fn bad_body(bad: &BadBody) -> Failure {
    match bad {
        BadBody::Syntax => IdRepoError::BadRequest.into(),
        BadBody::TooLarge => IdRepoError::TooLarge.into(),
        BadBody::Member { path, missing: true } => missing(path),
        BadBody::Member { path, missing: false } => invalid(path),
    }
}

fn check_envelope(head: &EnvelopeHead, info: &EndpointInfo, now: Timestamp) -> Result<(), Failure> {
    check_head(head, &[info.id], now)
}

fn check_draft_update(head: &EnvelopeHead, info: &EndpointInfo, now: Timestamp) -> Result<(), Failure> {
    check_head(head, &[info.id, CreateIdentityEndpoint::INFO.id], now)
}

fn check_head(head: &EnvelopeHead, ids: &[&str], now: Timestamp) -> Result<(), Failure> {
    match head.id.as_deref() {
        None | Some("") => return Err(missing("id")),
        Some(id) if !ids.contains(&id) => return Err(invalid("id")),
        Some(_) => {}
    }
    check_version(head.version.as_deref())?;
    check_time(head.requesttime.as_deref(), "requesttime", now)?;
    if head.has_request { Ok(()) } else { Err(missing("request")) }
}

/// `v1`, `v1.2` …
fn check_version(version: Option<&str>) -> Result<(), Failure> {
    let Some(version) = version.filter(|version| !version.is_empty()) else { return Err(missing("version")) };
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let valid = version.strip_prefix('v').is_some_and(|rest| match rest.split_once('.') {
        Some((major, minor)) => number(major) && number(minor),
        None => number(rest),
    });
    if valid { Ok(()) } else { Err(invalid("version")) }
}

fn check_time(text: Option<&str>, name: &str, now: Timestamp) -> Result<(), Failure> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Err(missing(name)) };
    let at = types::time::parse(text).ok_or_else(|| invalid(name))?;
    let now = now + FUTURE_ADJUSTMENT;
    if (at - now).abs() <= MAX_DEVIATION {
        return Ok(());
    }
    let limit = "the timestamp value can be at most 60 seconds before and after the current time.";
    Err(invalid(&format!("{name} - {limit}")))
}

/// Everything the ID repository serves.
pub fn routes(m: &Arc<Idrepo>) -> Routes {
    drafts(vids(identities(Routes::new(), m), m), m)
}

/// Serves an endpoint by a use case that takes the module and the call.
macro_rules! serve {
    ($routes:expr, $m:expr, $endpoint:ident, |$module:ident, $call:ident| $body:expr) => {{
        let module = Arc::clone($m);
        $routes.on($endpoint, RULES, move |$call: Call<$endpoint>| {
            let $module = Arc::clone(&module);
            async move { $body.await }
        })
    }};
}

fn identities(routes: Routes, m: &Arc<Idrepo>) -> Routes {
    let r = serve!(routes, m, CreateIdentityEndpoint, |m, call| create::over_rest(&m, &call.caller, call.body));
    let r = serve!(r, m, CreateIdentityBare, |m, call| create::over_rest(&m, &call.caller, call.body));
    let r = serve!(r, m, UpdateIdentityEndpoint, |m, call| update::over_rest(&m, &call.caller, call.body));
    let r = serve!(r, m, UpdateIdentityBare, |m, call| update::over_rest(&m, &call.caller, call.body));
    let r = serve!(r, m, ReadIdentity, |m, call| {
        let text = |name: &str| call.query(name).map(str::to_owned);
        let query = IdentityQuery {
            id: Some(call.path("id").to_owned()),
            parts: text("type"),
            id_type: text("idType"),
            finger_extraction_format: text("fingerExtractionFormat"),
            iris_extraction_format: text("irisExtractionFormat"),
            face_extraction_format: text("faceExtractionFormat"),
        };
        read::over_rest(&m, &call.caller, query)
    });
    let r = serve!(r, m, ReadIdentityByBody, |m, call| read::over_rest(&m, &call.caller, call.body));
    let r = serve!(r, m, ReadIdentityByBodyBare, |m, call| read::over_rest(&m, &call.caller, call.body));
    let r =
        serve!(r, m, ReadAuthTypes, |m, call| lock::over_rest(&m, &call.caller, call.path("id"), call.query("idType")));
    let r = serve!(r, m, ReadAuthTypesByType, |m, call| {
        lock::over_rest(&m, &call.caller, call.path("id"), Some(call.path("idType")))
    });
    let r = serve!(r, m, ReadRid, |m, call| async {
        let rid = read::registration_of(&m, &call.caller, call.path("individualId"), call.query("idType")).await?;
        Ok(RidOf { rid })
    });
    let r = serve!(r, m, ReadUpdateCounts, |m, call| async {
        let attributes = call.query_all("attribute_list");
        update::counts_left(&m, &call.caller, call.path("individualId"), call.query("idType"), &attributes).await
    });
    r.raw(LockAuthTypes::INFO, LOCK_RULES, lock_route(m))
}

fn vids(routes: Routes, m: &Arc<Idrepo>) -> Routes {
    let r = serve!(routes, m, CreateVid, |m, call| vid::create_over_rest(&m, &call.caller, call.body));
    let r = serve!(r, m, CreateDraftVid, |m, call| vid::create_draft(&m, &call.caller, call.body));
    let r = serve!(r, m, ReadVid, |m, call| vid::uin_behind(&m, &call.caller, call.path("vid")));
    let r = serve!(r, m, ReadVidsOfUin, |m, call| vid::list_over_rest(&m, &call.caller, call.path("uin")));
    let r =
        serve!(r, m, UpdateVid, |m, call| vid_change::update(&m, &call.caller, call.path("vid"), call.body.clone()));
    let r = serve!(r, m, RegenerateVid, |m, call| vid_change::regenerate(&m, &call.caller, call.path("vid")));
    let r = serve!(r, m, DeactivateVids, |m, call| vid_change::deactivate(&m, &call.caller, call.body));
    serve!(r, m, ReactivateVids, |m, call| vid_change::reactivate(&m, &call.caller, call.body))
}

fn drafts(routes: Routes, m: &Arc<Idrepo>) -> Routes {
    let r = serve!(routes, m, CreateDraft, |m, call| {
        let uin = call.query("UIN").or_else(|| call.query("uin"));
        draft::create(&m, &call.caller, call.path("registrationId"), uin)
    });
    let module = Arc::clone(m);
    let r = r.on(UpdateDraft, DRAFT_UPDATE_RULES, move |call: Call<UpdateDraft>| {
        let m = Arc::clone(&module);
        async move { draft::update(&m, &call.caller, call.path("registrationId"), call.body.clone()).await }
    });
    let r = serve!(r, m, PublishDraft, |m, call| draft_publish::publish(&m, &call.caller, call.path("registrationId")));
    let r = serve!(r, m, DiscardDraft, |m, call| draft::discard(&m, &call.caller, call.path("registrationId")));
    let r = serve!(r, m, ReadDraft, |m, call| draft::read(&m, &call.caller, call.path("registrationId")));
    let r = serve!(r, m, DraftsOfUin, |m, call| draft::of_uin(&m, &call.caller, call.path("uin")));
    let module = Arc::clone(m);
    let has = move |Extension(caller): Extension<Caller>, Path(reg_id): Path<String>| {
        let m = Arc::clone(&module);
        async move {
            match draft::exists(&m, &caller, &reg_id).await {
                Ok(true) => StatusCode::OK,
                Ok(false) => StatusCode::NO_CONTENT,
                Err(failure) => StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            }
        }
    };
    r.raw(HasDraft::INFO, RULES, head(has))
}

/// `POST /authtypes/status`: the individual stands beside `request`, so the body is read here.
fn lock_route(m: &Arc<Idrepo>) -> MethodRouter {
    let module = Arc::clone(m);
    post(move |Extension(edge): Extension<Arc<Edge>>, Extension(caller): Extension<Caller>, body: Bytes| {
        let m = Arc::clone(&module);
        async move {
            let outcome = async {
                let request: AuthTypeRequest =
                    serde_json::from_slice(&body).map_err(|_| Failure::of(IdRepoError::BadRequest))?;
                let answer = lock::change(&m, &caller, request).await?;
                serde_json::to_value(answer).map_err(|_| Failure::of(IdRepoError::BadRequest))
            }
            .await;
            let head = EnvelopeHead::default();
            let response: Response = respond_raw(&edge, &LOCK_RULES, &LockAuthTypes::INFO, &head, &caller, outcome);
            response.into_response()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str, version: &str, time: &str) -> EnvelopeHead {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        EnvelopeHead { id: text(id), version: text(version), requesttime: text(time), present: true, has_request: true }
    }

    // IDR-15
    #[test]
    fn the_envelope_is_checked_as_mosip_does() {
        let now = types::time::parse("2026-11-23T10:00:00.000Z").unwrap();
        let check = |id, version, time| {
            check_envelope(&head(id, version, time), &CreateVid::INFO, now).map_err(|f| f.faults[0].message.clone())
        };
        assert_eq!(check("mosip.vid.create", "v1", "2026-11-23T10:01:02.000Z"), Ok(()));
        assert_eq!(check("", "v1", "x"), Err("Missing Input Parameter - id".into()));
        assert_eq!(check("mosip.id.create", "v1", "x"), Err("Invalid Input Parameter - id".into()));
        assert_eq!(check("mosip.vid.create", "1.0", "x"), Err("Invalid Input Parameter - version".into()));
        assert_eq!(check("mosip.vid.create", "v1", ""), Err("Missing Input Parameter - requesttime".into()));
        assert_eq!(check("mosip.vid.create", "v1", "yesterday"), Err("Invalid Input Parameter - requesttime".into()));
        let late = check("mosip.vid.create", "v1", "2026-11-23T10:01:02.001Z").unwrap_err();
        assert!(late.starts_with("Invalid Input Parameter - requesttime - the timestamp"), "{late}");
    }
}
