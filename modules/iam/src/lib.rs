#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod http;
mod repo;
mod service;
mod tokens;

use std::sync::Arc;

use db::Db;
use edge::{Authenticator, Routes};
use keymgr_api::{AtRest, KeyManager};

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
    issuer: String,
    secure_cookies: bool,
    cost: crypto::password::Cost,
    seen: tokens::Seen,
}

/// What the module needs from its surroundings.
pub struct Parts {
    pub db: Db,
    pub keys: Arc<dyn KeyManager>,
    pub at_rest: Arc<dyn AtRest>,
    pub codes: Arc<dyn kernel_api::OneTimeCodes>,
    pub notices: Arc<dyn kernel_api::Notices>,
    /// The public address; tokens carry `<address>/auth/realms/mosip` as issuer.
    pub public_url: String,
    /// Cost of password hashes: the crate's default outside tests.
    pub cost: crypto::password::Cost,
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
                issuer: format!("{}/auth/realms/mosip", parts.public_url),
                secure_cookies: parts.public_url.starts_with("https://"),
                cost: parts.cost,
                seen: tokens::Seen::default(),
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

    /// Recognises portal sessions.
    #[must_use]
    pub fn session_authenticator(&self) -> Arc<dyn Authenticator> {
        Arc::new(service::session::SessionAuthenticator(self.clone()))
    }

    /// Background jobs: removes sessions and signed-out tokens that are over.
    pub fn jobs(&self, registry: &mut db::JobRegistry) {
        service::sweep::register(self, registry);
    }
}
