#![doc = include_str!("../README.md")]

pub mod card;
mod domain;
mod entity;
mod error;
mod http;
pub mod inspect;
mod jobs;
mod listener;
mod repo;
mod service;

use std::sync::Arc;

use chrono::TimeDelta;
use db::Db;
use edge::Blobs;
use idrepo_api::IdRepo;
use keymgr_api::{AtRest, KeyManager, KeyRef};
use masterdata_api::MasterData;

pub use http::routes;
pub use jobs::jobs;

/// What cards say about who issues them.
#[derive(Debug, Clone)]
pub struct CardSettings {
    /// `iss` of the QR's token: the address under which `/.well-known/jwks.json` publishes the key.
    pub issuer: String,
    /// Where anyone may check a card: printed on its back.
    pub check_at: String,
    /// Telephone number for lost cards: printed on its back.
    pub help_line: String,
    /// How long a QR verifies after it was signed.
    pub valid_for: TimeDelta,
    /// The key that signs QRs (Ed25519 or P-256).
    pub key: KeyRef,
}

impl Default for CardSettings {
    fn default() -> Self {
        Self {
            issuer: "http://localhost:8080".to_owned(),
            check_at: "localhost:8080/verify".to_owned(),
            help_line: "1177".to_owned(),
            valid_for: TimeDelta::days(3652),
            key: KeyRef::new("KERNEL", "ED25519_SIGN"),
        }
    }
}

/// What the credential module stands on.
#[derive(Clone)]
pub struct Parts {
    /// The identity database.
    pub db: Db,
    pub blobs: Blobs,
    pub at_rest: Arc<dyn AtRest>,
    pub keys: Arc<dyn KeyManager>,
    pub master: Arc<dyn MasterData>,
    pub idrepo: Arc<dyn IdRepo>,
    pub settings: CardSettings,
}

/// The credential module. It also listens to the events about identities: name it to the ID repository.
pub struct Credential {
    db: Db,
    blobs: Blobs,
    at_rest: Arc<dyn AtRest>,
    keys: Arc<dyn KeyManager>,
    master: Arc<dyn MasterData>,
    idrepo: Arc<dyn IdRepo>,
    settings: CardSettings,
}

impl Credential {
    /// The module over its parts. Nothing is read or written yet.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Credential> {
        let Parts { db, blobs, at_rest, keys, master, idrepo, settings } = parts;
        Arc::new(Credential { db, blobs, at_rest, keys, master, idrepo, settings })
    }
}
