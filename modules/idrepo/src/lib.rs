#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod http;
pub mod inspect;
mod jobs;
mod repo;
mod sealed;
mod service;

use std::sync::{Arc, OnceLock, Weak};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use db::Db;
use edge::Blobs;
use idrepo_api::IdentityListener;
use kernel_api::Numbers;
use keymgr_api::AtRest;
use masterdata_api::MasterData;
use tokio::sync::OnceCell;
use types::{Caller, Failure};
use zeroize::Zeroizing;

use domain::hash::{SALTS, Salts};
use domain::vid_policy::{self, VidPolicies};
use error::storage;

pub use http::routes;
pub use jobs::jobs;

/// What the ID repository stands on.
#[derive(Clone)]
pub struct Parts {
    /// The identity database.
    pub db: Db,
    pub blobs: Blobs,
    pub at_rest: Arc<dyn AtRest>,
    pub numbers: Arc<dyn Numbers>,
    pub master: Arc<dyn MasterData>,
}

/// Who is told of events. Listeners hold the repository: held in turn, neither would ever go, nor their connections.
struct Listener {
    name: &'static str,
    module: Weak<dyn IdentityListener>,
}

/// The ID repository.
pub struct Idrepo {
    db: Db,
    blobs: Blobs,
    at_rest: Arc<dyn AtRest>,
    numbers: Arc<dyn Numbers>,
    master: Arc<dyn MasterData>,
    salts: OnceCell<Salts>,
    listeners: OnceLock<Vec<Listener>>,
}

impl Idrepo {
    /// The repository over its parts. Nothing is read or written yet.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Idrepo> {
        let Parts { db, blobs, at_rest, numbers, master } = parts;
        Arc::new(Idrepo { db, blobs, at_rest, numbers, master, salts: OnceCell::new(), listeners: OnceLock::new() })
    }

    /// Names who is told of events. Called once, before the first request; a second call changes nothing. The caller keeps
    /// the listeners alive.
    pub fn listen(&self, listeners: Vec<Arc<dyn IdentityListener>>) {
        let named = listeners.iter().map(|one| Listener { name: one.name(), module: Arc::downgrade(one) }).collect();
        if self.listeners.set(named).is_err() {
            tracing::error!("the listeners of identity events were named twice; the first ones stay");
        }
    }

    /// The names of those who are told of events.
    #[must_use]
    pub fn listener_names(&self) -> Vec<&'static str> {
        self.listeners.get().map_or(&[][..], Vec::as_slice).iter().map(|listener| listener.name).collect()
    }

    /// The listener of that name; `None` when there is none, or when the system is being taken down.
    fn listener(&self, name: &str) -> Option<Arc<dyn IdentityListener>> {
        self.listeners.get()?.iter().find(|listener| listener.name == name)?.module.upgrade()
    }

    /// The salts, made at the first use of a new database.
    async fn salts(&self, caller: &Caller) -> Result<&Salts, Failure> {
        self.salts
            .get_or_try_init(|| async {
                if repo::salt::find(self.db.read()).await.map_err(storage)?.is_none() {
                    let mut text = Zeroizing::new(String::with_capacity(SALTS * 25));
                    for _ in 0..SALTS {
                        let mut salt = Zeroizing::new([0u8; 16]);
                        self.db.random().fill(&mut *salt);
                        text.push_str(&STANDARD.encode(*salt));
                        text.push('\n');
                    }
                    let sealed = sealed::seal_salts(&*self.at_rest, &text).await?;
                    let mut tx = self.db.begin(caller.cx()).await.map_err(storage)?;
                    repo::salt::insert_first(&mut tx, sealed).await.map_err(storage)?;
                    tx.commit().await.map_err(storage)?;
                }
                let row = repo::salt::find(self.db.read()).await.map_err(storage)?.ok_or_else(error::not_found)?;
                let text = sealed::open_salts(&*self.at_rest, &row.sealed).await?;
                let lines = std::str::from_utf8(&text).unwrap_or_default().lines();
                Salts::new(lines.map(|line| Zeroizing::new(line.to_owned())).collect())
                    .ok_or_else(|| Failure::of(idrepo_api::IdRepoError::Integrity))
            })
            .await
    }

    /// The VID policies: the country's, else MOSIP's shipped ones.
    async fn vid_policies(&self) -> Result<VidPolicies, Failure> {
        Ok(match self.master.setting(vid_policy::SETTING).await? {
            Some(text) if !text.trim().is_empty() => VidPolicies::parse(&text).unwrap_or_else(|error| {
                tracing::error!(error, "the VID policy setting is not valid; the shipped policies hold");
                VidPolicies::shipped()
            }),
            _ => VidPolicies::shipped(),
        })
    }

    /// A surrogate key that sorts by time.
    fn new_id(&self) -> String {
        self.db.random().uuid_at(self.db.now()).to_string()
    }
}
