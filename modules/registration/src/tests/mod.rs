//! The whole pipeline over a real database, real encryption and signatures, real matching on synthetic fingers; the other
//! modules are stood in for by what keeps their promises in memory.

mod adjudication;
mod bulk;
mod doubles;
mod flow;
mod http;
mod lost;
mod packets;
mod pipeline;
mod workflow;

use std::sync::Arc;

use biometrics::{InProcessAbis, TesseraSdk};
use bytes::Bytes;
use chrono::TimeDelta;
use db::JobRegistry;
use edge::{Blobs, Edge};
use futures::StreamExt as _;
use registration_api::wire::{Received, SyncRecord};
use registration_api::{PipelineEntry, PipelineStep, Registrations as _};
use testkit::db::TestDb;
use types::{Caller, CallerKind, Cx, Failure, Identity, Rid, Seal};

use crate::service::{announce, receive};
use crate::{Parts, RegistrationModule};
use doubles::{Doubles, Everybody};
use packets::Made;

pub(crate) const REF_ID: &str = "10001_10077";

/// A module with everything around it.
pub(crate) struct Desk {
    pub(crate) module: RegistrationModule,
    pub(crate) doubles: Arc<Doubles>,
    pub(crate) ground: TestDb,
    pub(crate) edge: Arc<Edge>,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let ground =
            testkit::db::open_at("2026-11-23T10:00:00Z", async |databases| migrations::migrate(databases).await).await;
        let doubles = Arc::new(Doubles::new());
        let (clock, random) = (ground.operations().clone(), ground.operations().clone());
        let edge = Arc::new(Edge::new(
            move || clock.now(),
            move || random.random().uuid_at(random.now()),
            vec![Arc::new(Everybody)],
        ));
        let module = RegistrationModule::new(Parts {
            db: ground.operations().clone(),
            blobs: Blobs::directory(&ground.dir.path().join("blobs")).unwrap(),
            edge: edge.clone(),
            keys: doubles.clone(),
            at_rest: doubles.clone(),
            master: doubles.clone(),
            identities: doubles.clone(),
            credentials: doubles.clone(),
            notices: doubles.clone(),
            abis: Arc::new(InProcessAbis::new()),
            sdk: Arc::new(TesseraSdk::default()),
        });
        Self { module, doubles, ground, edge }
    }

    /// A member of staff with some roles.
    pub(crate) fn staff(&self, roles: &[&str]) -> Caller {
        let mut identity = Identity::nobody(CallerKind::Staff, "ann");
        identity.roles = roles.iter().map(|role| (*role).to_owned()).collect();
        Caller::new(&Seal::of_edge(), identity, Cx::new("test", "ann", "registration"))
    }

    pub(crate) fn caller(&self) -> Caller {
        Caller::system(&Seal::of_edge(), Cx::new("test", "test", "registration"))
    }

    /// Announces a packet as a machine does: encrypted list, reference in the header.
    pub(crate) async fn announce(
        &self,
        made: &Made,
        change: impl FnOnce(&mut SyncRecord),
    ) -> Result<announce::Announced, Failure> {
        let body = self.doubles.sync_list(made, self.ground.operations().now(), change);
        announce::announce(&self.module, &self.caller(), true, REF_ID, body.as_bytes()).await
    }

    pub(crate) async fn upload(&self, made: &Made) -> Result<Received, Failure> {
        let content = futures::stream::iter([Ok::<_, String>(Bytes::from(made.sealed.clone()))]).boxed();
        receive::receive(&self.module, &self.caller(), &format!("{}.zip", made.packet_id), content).await
    }

    /// Announces, uploads and lets the pipeline run until nothing is due.
    pub(crate) async fn register(&self, made: &Made) -> (PipelineEntry, Vec<PipelineStep>) {
        let outcome = self.announce(made, |_| {}).await.unwrap();
        assert!(outcome.refused.is_empty(), "{:?}", outcome.refused);
        self.upload(made).await.unwrap();
        self.run_jobs().await;
        self.look(made).await
    }

    pub(crate) async fn run_jobs(&self) {
        let mut registry = JobRegistry::new();
        self.module.jobs(&mut registry);
        self.ground.worker(registry).run_until_idle().await.unwrap();
    }

    /// Lets time pass, then whatever is due by then.
    pub(crate) async fn later(&self, secs: i64) {
        self.ground.clock.advance(TimeDelta::seconds(secs));
        self.run_jobs().await;
    }

    pub(crate) async fn look(&self, made: &Made) -> (PipelineEntry, Vec<PipelineStep>) {
        let found = self.module.detail(&self.caller(), &Rid::parse(&made.rid).unwrap()).await.unwrap().unwrap();
        (found.entry, found.steps)
    }

    pub(crate) async fn status(&self, made: &Made) -> (String, String) {
        let (entry, _) = self.look(made).await;
        (entry.status, entry.sub_status)
    }
}
