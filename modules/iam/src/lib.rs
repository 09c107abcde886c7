#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod http;
mod needs;
pub mod outside;
mod repo;
mod service;
mod tokens;

use std::sync::Arc;

use db::Db;
use edge::{Authenticator, Routes, client::Client};
use keymgr_api::{AtRest, KeyManager};
use outside::{Issuers, Provider, ProviderSettings, TrustedAuthenticator, TrustedIssuer};
use webauthn_rs::Webauthn;

pub use needs::needs;
pub use service::import::{Imported, StaffFile};

/// The module.
#[derive(Clone)]
pub struct IamModule {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    keys: Arc<dyn KeyManager>,
    at_rest: Arc<dyn AtRest>,
    codes: Arc<dyn kernel_api::OneTimeCodes>,
    notices: Arc<dyn kernel_api::Notices>,
    master: Arc<dyn masterdata_api::MasterData>,
    identities: Arc<dyn idrepo_api::IdRepo>,
    public_url: String,
    issuer: String,
    secure_cookies: bool,
    cost: crypto::password::Cost,
    seen: tokens::Seen,
    /// Absent where the public address has no host name.
    webauthn: Option<Webauthn>,
    outside: Option<Box<Provider>>,
    issuers: Arc<Issuers>,
    allowed_redirects: Vec<String>,
}

/// What the module needs from its surroundings.
pub struct Parts {
    pub db: Db,
    pub keys: Arc<dyn KeyManager>,
    pub at_rest: Arc<dyn AtRest>,
    pub codes: Arc<dyn kernel_api::OneTimeCodes>,
    pub notices: Arc<dyn kernel_api::Notices>,
    /// Zones, for whom zonal administrators see.
    pub master: Arc<dyn masterdata_api::MasterData>,
    /// How residents can be reached, who sign in by UIN.
    pub identities: Arc<dyn idrepo_api::IdRepo>,
    /// The public address; tokens carry `<address>/auth/realms/mosip` as issuer.
    pub public_url: String,
    /// Cost of password hashes: the crate's default outside tests.
    pub cost: crypto::password::Cost,
    /// Calls the outside provider and the trusted issuers, and nobody else.
    pub client: Client,
    /// The outside provider people may sign in with.
    pub provider: Option<ProviderSettings>,
    /// Issuers whose tokens are accepted.
    pub trusted: Vec<TrustedIssuer>,
    /// Sites that MOSIP's login may lead back to, beside this one.
    pub allowed_redirects: Vec<String>,
}

impl IamModule {
    /// The module over its ports.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self {
            inner: Arc::new(Inner {
                db: parts.db,
                keys: parts.keys,
                at_rest: parts.at_rest,
                codes: parts.codes,
                notices: parts.notices,
                master: parts.master,
                identities: parts.identities,
                issuer: format!("{}/auth/realms/mosip", parts.public_url),
                secure_cookies: parts.public_url.starts_with("https://"),
                webauthn: service::passkey::webauthn_of(&parts.public_url),
                public_url: parts.public_url,
                cost: parts.cost,
                seen: tokens::Seen::default(),
                outside: parts.provider.map(|settings| Box::new(Provider::new(settings, parts.client.clone()))),
                issuers: Arc::new(Issuers::new(parts.trusted, parts.client)),
                allowed_redirects: parts.allowed_redirects,
            }),
        }
    }

    /// The REST routes.
    #[must_use]
    pub fn routes(&self) -> Routes {
        http::routes(self)
    }

    /// Recognises staff and machine tokens.
    #[must_use]
    pub fn token_authenticator(&self) -> Arc<dyn Authenticator> {
        Arc::new(tokens::TokenAuthenticator(self.clone()))
    }

    /// Recognises tokens of trusted issuers.
    #[must_use]
    pub fn trusted_authenticator(&self) -> Arc<dyn Authenticator> {
        Arc::new(TrustedAuthenticator(self.inner.issuers.clone()))
    }

    /// Recognises portal sessions.
    #[must_use]
    pub fn session_authenticator(&self) -> Arc<dyn Authenticator> {
        Arc::new(service::session::SessionAuthenticator(self.clone()))
    }

    /// Background jobs: removes sessions, signed-out tokens, devices and steps that are over.
    pub fn jobs(&self, registry: &mut db::JobRegistry) {
        service::sweep::register(self, registry);
    }
}
