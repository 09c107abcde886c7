//! The verbs of SBI over HTTP on the loopback address.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::answer::callback;
use super::stream::{self, BOUNDARY};
use super::wire::{AdminRequest, CaptureRequest, DiscoverRequest, Steering, StreamRequest};
use super::{Code, Device, Simulator, Status, person_number};

/// Applications scan up to this port.
const LAST_PORT: u16 = 4600;
const METHODS: [&str; 5] = ["MOSIPDISC", "MOSIPDINFO", "CAPTURE", "STREAM", "RCAPTURE"];
const ALLOWED: &str = "OPTIONS, RCAPTURE, CAPTURE, MOSIPDINFO, MOSIPDISC, STREAM, GET, POST";

#[derive(Clone)]
struct Place {
    simulator: Arc<Simulator>,
    port: u16,
}

/// Binds the first free port from `first` to 4600 on 127.0.0.1 (only `first` itself when that is beyond).
pub async fn bind(first: u16) -> io::Result<TcpListener> {
    let mut port = first;
    loop {
        match TcpListener::bind(("127.0.0.1", port)).await {
            Err(e) if e.kind() == io::ErrorKind::AddrInUse && port < LAST_PORT => port += 1,
            done => return done,
        }
    }
}

/// All requests of the devices; `port` is the one they are reached at, which they say in their answers.
pub fn router(simulator: Arc<Simulator>, port: u16) -> Router {
    // Verbs of their own: no method router knows them, so everything comes through here.
    Router::new().fallback(answer).with_state(Place { simulator, port })
}

async fn answer(State(place): State<Place>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let mut response = match (method.as_str(), uri.path()) {
        ("OPTIONS", _) => preflight(),
        ("MOSIPDISC", "/device") => discover(&place, &body).await,
        ("MOSIPDINFO", "/info") => info(&place).await,
        (verb @ ("CAPTURE" | "RCAPTURE"), "/capture") => capture(&place, verb, &uri, &body).await,
        ("STREAM", "/stream") => live(&place, &body).await,
        ("POST", path) if path.starts_with("/admin/") => json_response(&admin(&place, &path[7..], &body)),
        _ => {
            let mut response = json_response(&json!({ "error": Code::URL.json() }));
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    };
    dress(response.headers_mut(), &headers, place.port);
    response
}

/// Headers that every reply carries: never stored, and readable by pages of any origin, which is how SBI is used.
fn dress(to: &mut HeaderMap, request: &HeaderMap, port: u16) {
    let asked = request.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let location = HeaderValue::from_str(callback(port).trim_end_matches('/'));
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    to.insert(header::CONNECTION, HeaderValue::from_static("close"));
    if let Ok(location) = location {
        to.insert(header::LOCATION, location);
    }
    to.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    to.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(ALLOWED));
    to.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        asked.unwrap_or_else(|| HeaderValue::from_static("Content-Type, EXT")),
    );
    // A page from elsewhere may reach the loopback address only with this.
    to.insert(HeaderName::from_static("access-control-allow-private-network"), HeaderValue::from_static("true"));
}

fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    response.headers_mut().insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}

fn json_response(value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}

/// Sleeps as long as was ordered for a verb.
async fn dawdle(place: &Place, verb: &str) {
    let delay_ms = place.simulator.behaviour().delays.get(verb).copied().unwrap_or(0);
    tokio::time::sleep(Duration::from_millis(delay_ms)).await;
}

async fn discover(place: &Place, body: &[u8]) -> Response {
    dawdle(place, "MOSIPDISC").await;
    let kind = read::<DiscoverRequest>(body).and_then(|r| r.kind);
    json_response(&place.simulator.discover(kind.as_deref(), place.port))
}

async fn info(place: &Place) -> Response {
    dawdle(place, "MOSIPDINFO").await;
    let failed = json!([{ "deviceInfo": null, "error": Code::UNKNOWN.json() }]);
    json_response(&place.simulator.info(place.port).unwrap_or(failed))
}

/// An error reply has one entry with empty members, with those of authentication only where they belong.
fn refused(verb: &str, spec_version: &str, code: Code) -> Response {
    let mut entry = json!({ "specVersion": spec_version, "data": "", "hash": "", "error": code.json() });
    if verb == "CAPTURE" {
        entry["sessionKey"] = json!("");
        entry["thumbprint"] = json!("");
    }
    json_response(&json!({ "biometrics": [entry] }))
}

async fn capture(place: &Place, verb: &str, uri: &Uri, body: &[u8]) -> Response {
    let Some(request) = read::<CaptureRequest>(body) else {
        return refused(verb, super::answer::SPEC_VERSION, Code::UNKNOWN);
    };
    let steering = Query::<Steering>::try_from_uri(uri).map(|q| q.0).unwrap_or_default();
    let version = request.spec_version.clone();
    let device = match place.simulator.addressed(&request, verb) {
        Ok(device) => device,
        Err(code) => return refused(verb, &version, code),
    };
    let pace = place.simulator.pace(&request, verb, &steering);
    let simulator = place.simulator.clone();
    let work = move || {
        // The finger lies on the glass all this while: a second request meets a busy device.
        let started = simulator.capture(&request, device, &steering);
        (started, simulator)
    };
    if pace.delay_ms > 0 {
        let Some(held) = place.simulator.occupy(device) else { return refused(verb, &version, Code::BUSY) };
        tokio::time::sleep(Duration::from_millis(pace.delay_ms)).await;
        drop(held);
    }
    if let Some(code) = pace.failure {
        return refused(verb, &version, code);
    }
    match tokio::task::spawn_blocking(work).await {
        Ok((Ok(entries), _)) => json_response(&json!({ "biometrics": entries })),
        Ok((Err(code), _)) => refused(verb, &version, code),
        Err(_) => refused(verb, &version, Code::UNKNOWN),
    }
}

async fn live(place: &Place, body: &[u8]) -> Response {
    dawdle(place, "STREAM").await;
    let failed = |code: Code| json_response(&json!({ "error": code.json() }));
    let Some(request) = read::<StreamRequest>(body) else { return failed(Code::NO_DEVICE) };
    let simulator = place.simulator.clone();
    let timeout = request.timeout.0.clone();
    match tokio::task::spawn_blocking(move || simulator.frames(&request)).await {
        Ok(Ok(frames)) => {
            let mut response = Response::new(stream::body(frames, &timeout));
            let kind = HeaderValue::from_str(&format!("multipart/x-mixed-replace; boundary={BOUNDARY}"));
            if let Ok(kind) = kind {
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
            }
            response
        }
        Ok(Err(code)) => failed(code),
        Err(_) => failed(Code::UNKNOWN),
    }
}

/// Changes what the next replies are like; the answer names what was wrong with the request.
fn admin(place: &Place, what: &str, body: &[u8]) -> Value {
    let code = match read::<AdminRequest>(body) {
        None => Code::UNKNOWN,
        Some(request) => match change(&place.simulator, what, &request) {
            Ok(()) => Code::SUCCESS,
            Err(code) => code,
        },
    };
    code.json()
}

fn change(simulator: &Simulator, what: &str, request: &AdminRequest) -> Result<(), Code> {
    let mut behaviour = simulator.behaviour();
    match what {
        "status" => {
            let status = request.device_status.as_deref().and_then(Status::parse).ok_or(Code::ADMIN_STATUS)?;
            behaviour.status = Device::ALL.into_iter().map(|d| (d, status)).collect();
        }
        "score" => {
            let text = request.quality_score.as_ref().map_or("", |t| t.0.as_str());
            let score = text.parse::<f32>().ok().filter(|s| (0.0..=100.0).contains(s)).ok_or(Code::ADMIN_SCORE)?;
            behaviour.score = Some(score as u8);
        }
        "delay" => {
            let text = request.delay.as_ref().map_or("", |t| t.0.as_str());
            let delay: u64 = text.parse().map_err(|_| Code::ADMIN_DELAY)?;
            let methods = request.method.as_deref().unwrap_or_default();
            if methods.is_empty() || methods.iter().any(|m| !METHODS.contains(&m.as_str())) {
                return Err(Code::ADMIN_METHOD);
            }
            behaviour.delays.extend(methods.iter().map(|m| (m.clone(), delay)));
        }
        "profile" => {
            let profile = request.profile_id.as_deref().filter(|p| !p.is_empty()).ok_or(Code::ADMIN_PROFILE)?;
            behaviour.person = person_number(profile);
        }
        _ => return Err(Code::URL),
    }
    Ok(())
}
