//! Authorities that an outside partner management publishes through its WebSub hub: they are trusted here too.
//!
//! Whoever can call this endpoint could add authorities, so it answers nothing unless the operator has named a hub: its secret
//! signs every delivery, and chains are fetched from the named hosts only.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use crypto::digest::hmac_sha256_verify;
use edge::routes::respond_raw;
use edge::{Edge, EnvelopeHead, Routes, Rules, client::Client};
use keymgr_api::{KeymgrError, TrustDomain};
use masterdata_api::SyncError;
use masterdata_api::sync::{AuthorityIntent, AuthorityPublished};
use serde::Deserialize;
use serde_json::{Value, json};
use types::{Caller, Endpoint, Failure};
use zeroize::Zeroizing;

use super::{SyncData, internal};

/// What is published.
const TOPIC: &str = "CA_CERTIFICATE_UPLOADED";
/// Largest event in bytes.
const MAX_EVENT: usize = 1 << 20;

/// The hub that the operator has named.
pub struct Hub {
    /// Signs deliveries.
    pub secret: Zeroizing<Vec<u8>>,
    /// Fetches chains from the named hosts and nobody else.
    pub client: Client,
}

#[derive(Deserialize)]
struct Delivery {
    topic: String,
    event: Event,
}

#[derive(Deserialize)]
struct Event {
    data: Published,
}

/// Either the chain itself or where it is shared; MOSIP's names.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Published {
    cert_chain_datashare_url: Option<String>,
    certificate_data: Option<String>,
    partner_domain: String,
}

/// Adds the endpoints.
pub(super) fn routes(m: &SyncData, routes: Routes) -> Routes {
    routes.raw(AuthorityIntent::INFO, Rules::kernel(), intent_route(m)).raw(
        AuthorityPublished::INFO,
        Rules::kernel(),
        delivery_route(m),
    )
}

/// The hub asks whether somebody here wants the topic: the challenge goes back as it came.
fn intent_route(m: &SyncData) -> MethodRouter {
    let m = m.clone();
    let handler = move |Extension(edge): Extension<Arc<Edge>>,
                        Extension(caller): Extension<Caller>,
                        Query(asked): Query<Vec<(String, String)>>| {
        let m = m.clone();
        async move {
            let value = |name: &str| asked.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            let wanted = m.hub.is_some() && value("hub.topic").as_deref() == Some(TOPIC);
            match value("hub.challenge").filter(|_| wanted) {
                Some(challenge) => challenge.into_response(),
                None => told(&edge, &caller, &AuthorityIntent::INFO, Err(SyncError::HubUnknown.into())),
            }
        }
    };
    get(handler)
}

fn delivery_route(m: &SyncData) -> MethodRouter {
    let m = m.clone();
    let handler = move |Extension(edge): Extension<Arc<Edge>>,
                        Extension(caller): Extension<Caller>,
                        headers: HeaderMap,
                        body: Bytes| {
        let m = m.clone();
        async move {
            let outcome = m.published(&caller, &headers, &body).await;
            told(&edge, &caller, &AuthorityPublished::INFO, outcome)
        }
    };
    post(handler).layer(DefaultBodyLimit::max(MAX_EVENT))
}

fn told(edge: &Edge, caller: &Caller, info: &types::EndpointInfo, outcome: Result<Value, Failure>) -> Response {
    respond_raw(edge, &Rules::kernel(), info, &EnvelopeHead::default(), caller, outcome)
}

/// Whether the header is the body's signature under the secret: `sha256=` and hexadecimal digits.
fn is_signed(secret: &[u8], headers: &HeaderMap, body: &[u8]) -> bool {
    let header = headers.get("x-hub-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some((method, digits)) = header.split_once('=') else { return false };
    let tag = hex::decode(digits.trim()).unwrap_or_default();
    method.trim().eq_ignore_ascii_case("sha256") && hmac_sha256_verify(secret, body, &tag)
}

impl SyncData {
    /// Trusts what was published. The same event again changes nothing.
    async fn published(&self, caller: &Caller, headers: &HeaderMap, body: &[u8]) -> Result<Value, Failure> {
        let hub = self.hub.as_ref().filter(|hub| is_signed(&hub.secret, headers, body)).ok_or(SyncError::HubUnknown)?;
        let unreadable = || Failure::of(SyncError::HubEvent);
        let delivery: Delivery = serde_json::from_slice(body).map_err(|_| unreadable())?;
        let data = delivery.event.data;
        let domain = TrustDomain::parse(&data.partner_domain).filter(|_| delivery.topic == TOPIC);
        let domain = domain.ok_or_else(unreadable)?;
        let chain = match (data.certificate_data.filter(|data| !data.trim().is_empty()), data.cert_chain_datashare_url)
        {
            (Some(chain), _) => chain,
            (None, Some(address)) => fetch(&hub.client, &address).await?,
            (None, None) => return Err(unreadable()),
        };
        let system = self.edge.system(caller.cx().request_id());
        let added = self.authorities.add_authorities(&system, domain, chain.trim()).await;
        match added {
            Ok(_) => {}
            // delivered at least once: the second time it is there
            Err(failure) if failure.is(KeymgrError::AlreadyStored) => {}
            Err(failure) => return Err(failure),
        }
        Ok(json!({}))
    }
}

/// The chain at an address of a named host.
async fn fetch(client: &Client, address: &str) -> Result<String, Failure> {
    let (status, bytes) = client.get(address).await.map_err(internal)?;
    if status != 200 {
        return Err(internal(std::io::Error::other(format!("the shared chain was answered with {status}"))));
    }
    String::from_utf8(bytes.to_vec()).map_err(|_| SyncError::HubEvent.into())
}
