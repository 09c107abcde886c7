//! The whole system in one process: every module over its ports, the API router and the background worker.

use std::sync::Arc;

use auth::{AuthModule, AuthSettings};
use axum::Router;
use biometrics::{InProcessAbis, TesseraSdk};
use credential::{CardSettings, Credential};
use db::{Databases, DbError, JobRegistry, Worker, WorkerConfig};
use edge::{BlobError, Edge, Profile, Routes, Settings};
use iam::IamModule;
use iam_api::Iam;
use idrepo::Idrepo;
use kernel::Kernel;
use keymgr::Keymgr;
use keymgr_api::KeyManager;
use masterdata::Masterdata;
use masterdata_api::MasterData;
use partner::PartnerModule;
use prereg::Prereg;
use registration::RegistrationModule;
use registration_api::Registrations;
use resident::Resident;
use thiserror::Error;
use types::{Caller, EndpointInfo, Failure};

use crate::condition::{self, Condition};
use crate::{health::Health, ports::Ports};

/// Why the system cannot start. Each says what to do.
#[derive(Debug, Error)]
pub enum StartError {
    #[error("{0}")]
    Settings(String),
    #[error("the database cannot be opened: {0}")]
    Database(#[from] DbError),
    #[error("the blob directory cannot be opened: {0}")]
    Blobs(#[from] BlobError),
    #[error("the key manager cannot be opened: {0}")]
    Keys(#[from] keymgr::StartError),
    #[error("{0}")]
    Refused(#[from] Failure),
    #[error("the demo country was not accepted: {0}")]
    Demo(String),
}

/// What portals take from context.
#[derive(Clone)]
pub struct Services {
    pub edge: Arc<Edge>,
    pub iam: Arc<dyn Iam>,
    pub accounts: Arc<dyn iam_api::Accounts>,
    pub staff: Arc<dyn iam_api::StaffAdministration>,
    pub master: Arc<dyn MasterData>,
    pub prereg: Arc<dyn prereg_api::Prereg>,
    pub idrepo: Arc<dyn idrepo_api::IdRepo>,
    pub credentials: Arc<dyn credential_api::Credentials>,
    pub uses: Arc<dyn auth_api::AuthHistory>,
    /// In the development profile only.
    pub sent_messages: Option<Arc<dyn kernel_api::SentMessages>>,
    pub registrations: Arc<dyn Registrations>,
    pub keys: Arc<dyn keymgr_api::KeyAdministration>,
    pub registry: Arc<dyn masterdata_api::Registry>,
    pub bulk_uploads: Arc<dyn masterdata_api::BulkUploads>,
    pub policy: Arc<dyn masterdata_api::PolicySettings>,
    pub lost: Arc<dyn masterdata_api::lost::LostNumbers>,
    pub residents: Arc<dyn resident_api::Residents>,
    pub hotlist: Arc<dyn kernel_api::Hotlist>,
    pub audit: Arc<dyn kernel_api::AuditSearch>,
    pub jobs: Arc<dyn kernel_api::JobAdministration>,
    pub health: Arc<dyn kernel_api::SystemHealth>,
    pub cross_check: Arc<dyn masterdata_api::CrossCheck>,
    pub definitions: Arc<dyn masterdata_api::Definitions>,
}

/// The composed system.
pub struct System {
    pub settings: Settings,
    pub databases: Databases,
    pub services: Services,
    pub masterdata: Arc<Masterdata>,
    pub iam: IamModule,
    registration: RegistrationModule,
    listeners: Vec<&'static str>,
    job_kinds: Vec<&'static str>,
    worker: Worker,
    health: Health,
    routes: Vec<EndpointInfo>,
    router: Router,
}

impl System {
    /// Opens the ports, brings the databases up to date and composes the modules. The caller decides whether to serve and work.
    ///
    /// # Errors
    /// Wrong settings, a database, key store or directory that cannot be opened, or simulated parts in production.
    pub async fn open(settings: Settings) -> Result<Self, StartError> {
        let ports = Ports::open(&settings).await?;
        Self::over(settings, ports).await
    }

    /// The same over given ports.
    ///
    /// # Errors
    /// As [`System::open`].
    pub async fn over(settings: Settings, ports: Ports) -> Result<Self, StartError> {
        let Ports { databases, blobs, make_key, password_cost } = ports;
        if let Some(origin) = db::transfer::unfinished(&databases).await? {
            return Err(StartError::Settings(format!(
                "TES-MOV-014: the database holds an unfinished move from {origin}: run `tessera move` again to finish it"
            )));
        }
        migrations::migrate(&databases).await?;
        let production = settings.profile == Profile::Production;
        let operations = databases.operations().clone();
        let health_blobs = blobs.clone();
        let public_url = settings.public_url();
        let secure_cookies = public_url.starts_with("https://");

        let keys = Keymgr::open(databases.keys().clone(), crate::keys::config(&settings, make_key)?).await?;
        let masterdata = Arc::new(Masterdata::new(&databases).with_blobs(blobs.clone()));
        let kernel = Kernel::new(kernel::Parts {
            databases: databases.clone(),
            at_rest: keys.clone(),
            keys: keys.clone(),
            templates: masterdata.clone(),
            delivery: kernel::Delivery::DevelopmentSink,
            settings: kernel::KernelSettings::default(),
        });
        let kernel_door = Arc::new(kernel.clone());
        let partner = PartnerModule::new(partner::Parts {
            db: operations.clone(),
            keys: keys.clone(),
            certificates: keys.clone(),
        });
        let idrepo = Idrepo::new(idrepo::Parts {
            db: databases.identity().clone(),
            blobs: blobs.clone(),
            at_rest: keys.clone(),
            numbers: kernel_door.clone(),
            master: masterdata.clone(),
        });
        let credential = Credential::new(credential::Parts {
            db: databases.identity().clone(),
            blobs: blobs.clone(),
            at_rest: keys.clone(),
            keys: keys.clone(),
            master: masterdata.clone(),
            idrepo: idrepo.clone(),
            settings: CardSettings { issuer: public_url.clone(), ..CardSettings::default() },
        });
        let outside = crate::outside::outside(&settings)?;
        let iam = IamModule::new(iam::Parts {
            db: operations.clone(),
            keys: keys.clone(),
            at_rest: keys.clone(),
            codes: kernel_door.clone(),
            notices: kernel_door.clone(),
            master: masterdata.clone(),
            identities: idrepo.clone(),
            public_url: public_url.clone(),
            cost: password_cost,
            client: outside.client,
            provider: outside.provider,
            trusted: outside.trusted,
            allowed_redirects: settings.allowed_redirects.clone(),
        });
        let prereg = Prereg::new(prereg::Ports {
            db: operations.clone(),
            blobs: blobs.clone(),
            at_rest: keys.clone(),
            keys: keys.clone(),
            codes: kernel_door.clone(),
            notices: kernel_door.clone(),
            numbers: kernel_door.clone(),
            master: masterdata.clone(),
            iam: Arc::new(iam.clone()),
            secure_cookies,
        });

        let (clock, random) = (databases.operations().clone(), databases.operations().clone());
        let edge = Arc::new(Edge::new(
            move || clock.now(),
            move || random.random().uuid_at(random.now()),
            vec![
                iam.token_authenticator(),
                prereg.authenticator(),
                iam.trusted_authenticator(),
                iam.session_authenticator(),
            ],
        ));
        let registration = RegistrationModule::new(registration::Parts {
            db: operations.clone(),
            blobs,
            edge: edge.clone(),
            keys: keys.clone(),
            at_rest: keys.clone(),
            master: masterdata.clone(),
            identities: idrepo.clone(),
            credentials: credential.clone(),
            notices: kernel_door.clone(),
            abis: Arc::new(InProcessAbis::new()),
            sdk: Arc::new(TesseraSdk::default()),
        });

        let auth = AuthModule::new(auth::Parts {
            db: databases.authentication().clone(),
            edge: edge.clone(),
            at_rest: keys.clone(),
            keys: keys.clone(),
            partners: Arc::new(partner.clone()),
            identities: idrepo.clone(),
            codes: kernel_door.clone(),
            notices: kernel_door.clone(),
            master: masterdata.clone(),
            sdk: Arc::new(TesseraSdk::default()),
            settings: AuthSettings::default(),
        });
        // authentication first: what its owner locks must stop at once
        idrepo.listen(vec![auth.clone(), credential.clone()]);
        let listeners = idrepo.listener_names();
        let resident = Resident::new(resident::Parts {
            db: operations,
            at_rest: keys.clone(),
            codes: kernel_door.clone(),
            notices: kernel_door.clone(),
            master: masterdata.clone(),
            iam: Arc::new(iam.clone()),
            idrepo: idrepo.clone(),
            credentials: credential.clone(),
            registrations: registration.service(),
            history: auth.clone(),
        });

        let sync = masterdata::SyncData::new(masterdata::SyncParts {
            masterdata: masterdata.clone(),
            keys: keys.clone(),
            trust: keys.clone(),
            authorities: keys.clone(),
            hub: crate::outside::hub(&settings)?,
            staff: Arc::new(iam.clone()),
            edge: edge.clone(),
            public_url: public_url.clone(),
        });

        let admin = masterdata::AdminServices::new(masterdata::AdminParts {
            masterdata: masterdata.clone(),
            audits: kernel_door.clone(),
            registrations: registration.service(),
            histories: Arc::new(registration.clone()),
            lost: Arc::new(registration.clone()),
            people: Arc::new(iam.clone()),
            comments: crate::comments::of_step,
        });

        let routes = Routes::new()
            .merge(kernel.routes())
            .merge(keymgr::routes(&keys))
            .merge(iam.routes())
            .merge(masterdata::routes(&masterdata))
            .merge(sync.routes())
            .merge(admin.routes())
            .merge(partner.routes())
            .merge(prereg::routes(&prereg))
            .merge(idrepo::routes(&idrepo))
            .merge(credential::routes(&credential))
            .merge(auth::routes(&auth))
            .merge(registration.routes());
        let infos = routes.infos().to_vec();

        let mut registry = JobRegistry::new();
        db::audit::register(&mut registry, &databases);
        let signer: Arc<dyn KeyManager> = keys.clone();
        crate::audit_chain::register(&mut registry, &signer);
        keymgr::jobs(&keys, &mut registry);
        crate::key_notices::register(
            &mut registry,
            crate::key_notices::Parts {
                keys: databases.keys().clone(),
                iam: iam.clone(),
                notices: kernel_door.clone(),
            },
        );
        kernel.jobs(&mut registry);
        iam.jobs(&mut registry);
        let brought: Arc<dyn registration_api::bulk::BroughtPackets> = Arc::new(registration.clone());
        masterdata::jobs(&masterdata, &brought, &mut registry);
        prereg::jobs(&prereg, &mut registry);
        idrepo::jobs(&idrepo, &mut registry);
        credential::jobs(&credential, &mut registry);
        auth::jobs(&auth, &mut registry);
        registration.jobs(&mut registry);
        resident.jobs(&mut registry);
        kernel.know_periodic(registry.periodic());
        let job_kinds = registry.kinds().into_iter().map(|(_, kind)| kind).collect();
        let worker = Worker::new(&databases, registry, WorkerConfig::default());

        let paths: Vec<&str> = infos.iter().map(|i| i.path).collect();
        let simulated: Vec<String> = kernel.simulated().into_iter().map(str::to_owned).collect();
        if production && !simulated.is_empty() {
            return Err(StartError::Settings(format!("production refuses simulated parts: {}", simulated.join(", "))));
        }
        let condition = Condition::new(condition::Parts {
            databases: databases.clone(),
            blobs: health_blobs,
            keys: keys.clone(),
            simulated: simulated.clone(),
            sink: kernel.sent_messages().is_some(),
            settings: &settings,
        });
        let health = Health::new(databases.clone(), masterdata.clone(), simulated, &paths);
        let services = Services {
            edge: edge.clone(),
            iam: Arc::new(iam.clone()),
            accounts: Arc::new(iam.clone()),
            staff: Arc::new(iam.clone()),
            master: masterdata.clone(),
            prereg: Arc::new(prereg),
            idrepo,
            credentials: credential,
            uses: auth,
            sent_messages: kernel.sent_messages(),
            registrations: registration.service(),
            keys: keys.clone(),
            registry: masterdata.clone(),
            bulk_uploads: masterdata.clone(),
            policy: masterdata.clone(),
            lost: Arc::new(admin),
            residents: Arc::new(resident),
            hotlist: kernel_door.clone(),
            audit: kernel_door.clone(),
            jobs: kernel_door.clone(),
            health: Arc::new(condition),
            definitions: masterdata.clone(),
            cross_check: Arc::new(crate::cross_check::checker(&databases, masterdata.clone())),
        };
        let router = crate::proxies::with_proxies(routes.into_router(edge));
        Ok(Self {
            settings,
            databases,
            services,
            masterdata,
            iam,
            registration,
            listeners,
            job_kinds,
            worker,
            health,
            routes: infos,
            router,
        })
    }

    /// Fills the ABIS of this process from the stored references, so that the first search of a worker does not wait
    /// for it; answers how many it holds.
    ///
    /// # Errors
    /// The failure of the database, of unsealing, or of the ABIS.
    pub async fn load_gallery(&self) -> Result<u64, Failure> {
        self.registration.load_gallery().await
    }

    /// What an older version of the program left to be made: the words by which master data are found.
    ///
    /// # Errors
    /// The failure of the database.
    pub async fn bring_up_to_date(&self) -> Result<(), Failure> {
        self.masterdata.make_words(&self.caller("update")).await
    }

    /// The API: every module's routes, health, and the portals that `portals` adds; everything hardened.
    ///
    /// # Errors
    /// Those of `portals`.
    pub fn router<E>(&self, portals: impl FnOnce(Router) -> Result<Router, E>) -> Result<Router, E> {
        let router = self.router.clone().merge(self.health.router());
        Ok(edge::server::harden(portals(router)?, &self.services.edge))
    }

    /// The API without portals, for tests.
    pub fn api(&self) -> Router {
        let Ok(router) = self.router(Ok::<_, std::convert::Infallible>);
        router
    }

    /// Who is told of events about identities, for lists and tests.
    #[must_use]
    pub fn listeners(&self) -> Vec<&'static str> {
        self.listeners.clone()
    }

    /// Every kind of job that has a handler, for lists and tests.
    #[must_use]
    pub fn job_kinds(&self) -> &[&'static str] {
        &self.job_kinds
    }

    /// Every operation that is served, for lists and tests.
    #[must_use]
    pub fn routes(&self) -> &[EndpointInfo] {
        &self.routes
    }

    /// Runs and drives background jobs.
    #[must_use]
    pub fn worker(&self) -> &Worker {
        &self.worker
    }

    /// This system itself as a caller, for start-up and the command line.
    #[must_use]
    pub fn caller(&self, why: &str) -> Caller {
        self.services.edge.system(why)
    }
}
