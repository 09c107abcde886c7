#![doc = include_str!("../README.md")]

mod domain;
mod entity;
mod error;
mod gateway;
mod http;
mod jobs;
mod repo;
mod service;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use db::{Databases, Db, JobRegistry};
use edge::Routes;
use keymgr_api::{AtRest, KeyManager};
use masterdata_api::MasterData;

pub use domain::number::{Kind, Pool};
pub use domain::otp::OtpRules;
pub use domain::template::{TemplateError, render};
pub use gateway::{DeliveryError, MessageGateway};

/// The module. Cheap to clone. It is `kernel_api`'s `OneTimeCodes`, `Notices`, `Numbers` and `Sequences`.
#[derive(Clone)]
pub struct Kernel {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    databases: Databases,
    at_rest: Arc<dyn AtRest>,
    keys: Arc<dyn KeyManager>,
    templates: Arc<dyn MasterData>,
    delivery: Delivery,
    settings: KernelSettings,
    /// Who is told of changes of the hotlist.
    listeners: std::sync::OnceLock<Vec<std::sync::Weak<dyn kernel_api::HotlistListener>>>,
    /// The jobs that run by themselves.
    periodic: std::sync::OnceLock<Vec<db::job::Periodic>>,
    /// Numbers taken from the pool and not handed out yet, by kind.
    blocks: [Mutex<VecDeque<String>>; Kind::COUNT],
}

/// Where messages go.
#[derive(Clone)]
pub enum Delivery {
    /// Into a table, readable at `/mocksmtp/messages`. Simulated: refused in production.
    DevelopmentSink,
    /// To the outside.
    Gateway(Arc<dyn MessageGateway>),
}

/// What the module needs from its surroundings.
pub struct Parts {
    /// Operations for what the module owns, all of them for audit rows.
    pub databases: Databases,
    /// Keyed hashes.
    pub at_rest: Arc<dyn AtRest>,
    /// Encrypts identifiers on the hotlist.
    pub keys: Arc<dyn KeyManager>,
    /// Template texts.
    pub templates: Arc<dyn MasterData>,
    /// Where messages go.
    pub delivery: Delivery,
    /// Limits.
    pub settings: KernelSettings,
}

/// Limits, in MOSIP's defaults where it has some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KernelSettings {
    /// `mosip.kernel.auth.proxy-otp-value`: every code is this one. For test environments; refused in production.
    pub proxy_otp: Option<String>,
    /// Length, life and tries of a code.
    pub otp: OtpRules,
    /// How many numbers of each kind lie ready.
    pub pools: [Pool; Kind::COUNT],
}

impl Default for KernelSettings {
    fn default() -> Self {
        Self { proxy_otp: None, otp: OtpRules::default(), pools: [Pool::UIN, Pool::VID, Pool::PRID] }
    }
}

impl Kernel {
    /// The module over its ports.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { databases, at_rest, keys, templates, delivery, settings } = parts;
        let db = databases.operations().clone();
        let (listeners, periodic, blocks) = Default::default();
        Self {
            inner: Arc::new(Inner {
                db,
                databases,
                at_rest,
                keys,
                templates,
                delivery,
                settings,
                listeners,
                periodic,
                blocks,
            }),
        }
    }

    /// The REST routes; `/mocksmtp/messages` only where the development sink is in use.
    #[must_use]
    pub fn routes(&self) -> Routes {
        http::routes(self)
    }

    /// What was sent, for the page that shows it; only where the development sink is in use.
    #[must_use]
    pub fn sent_messages(&self) -> Option<Arc<dyn kernel_api::SentMessages>> {
        matches!(self.inner.delivery, Delivery::DevelopmentSink).then(|| Arc::new(self.clone()) as _)
    }

    /// Names who is told of changes of the hotlist. Called once, before the first request; the caller keeps them alive.
    pub fn listen(&self, listeners: &[Arc<dyn kernel_api::HotlistListener>]) {
        if self.inner.listeners.set(listeners.iter().map(Arc::downgrade).collect()).is_err() {
            tracing::error!("the listeners of the hotlist were named twice; the first ones stay");
        }
    }

    fn hotlist_listeners(&self) -> Vec<Arc<dyn kernel_api::HotlistListener>> {
        let listeners = self.inner.listeners.get().map_or(&[][..], Vec::as_slice);
        listeners.iter().filter_map(std::sync::Weak::upgrade).collect()
    }

    /// Background jobs: keeps the pools of numbers full, tells changes of the hotlist and clears it.
    pub fn jobs(&self, registry: &mut JobRegistry) {
        jobs::hotlist::register(self, registry);
        jobs::refill::register(self, registry);
    }

    /// Simulated parts in use, for the start-up message, health and the refusal in production.
    #[must_use]
    pub fn simulated(&self) -> Vec<&'static str> {
        let mut parts = Vec::new();
        if matches!(self.inner.delivery, Delivery::DevelopmentSink) {
            parts.push("message sink instead of mail and SMS");
        }
        if self.inner.settings.proxy_otp.is_some() {
            parts.push("one fixed one-time code for everybody");
        }
        parts
    }
}
