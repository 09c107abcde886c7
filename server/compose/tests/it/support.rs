//! A whole system over a fresh database, and a client that talks to it in process.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use compose::{Ports, StartError, System};
use crypto::{KeyKind, PrivateKey};
use edge::{Blobs, Settings};
use serde_json::{Value, json};
use testkit::db::TestDb;
use tower::ServiceExt;

/// A system whose clock stands still until a test moves it.
pub struct TestApp {
    pub system: System,
    pub ground: TestDb,
    router: Router,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    /// Every cookie that was set, whole.
    pub cookies: Vec<String>,
    pub body: Value,
    /// The body's bytes, for signatures.
    pub raw: Vec<u8>,
}

impl Answer {
    /// The first error's code, or nothing.
    pub fn code(&self) -> &str {
        self.body["errors"][0]["errorCode"].as_str().unwrap_or_default()
    }
    /// The token cookie that was set.
    pub fn token(&self) -> Option<String> {
        self.cookie("Authorization")
    }
    /// The value of a cookie that was set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let value = |line: &String| Some(line.strip_prefix(name)?.strip_prefix('=')?.split(';').next()?.to_owned());
        self.cookies.iter().find_map(value)
    }
}

/// RSA pairs are made once per test process: a test needs different keys, not new ones.
pub fn key_maker() -> keymgr::KeyMaker {
    static POOL: Mutex<BTreeMap<String, PrivateKey>> = Mutex::new(BTreeMap::new());
    let count: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
    Arc::new(move |kind: KeyKind| {
        let name = format!("{kind:?}");
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        let n = count.entry(name.clone()).or_default();
        let slot = format!("{name}/{n}");
        *n += 1;
        let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = pool.get(&slot) {
            return PrivateKey::from_pkcs8(&key.to_pkcs8()?);
        }
        let key = PrivateKey::generate(kind)?;
        let copy = PrivateKey::from_pkcs8(&key.to_pkcs8()?)?;
        pool.insert(slot, key);
        Ok(copy)
    })
}

impl TestApp {
    /// A fresh system with the demo country.
    pub async fn new() -> Self {
        Self::demo_with(Settings::default()).await
    }

    /// A fresh system without any rows.
    pub async fn empty() -> Self {
        Self::with(Settings::default()).await
    }

    /// A fresh system with the demo country and some settings of its own.
    pub async fn demo_with(settings: Settings) -> Self {
        let app = Self::with(settings).await;
        app.system.load_demo(&app.system.caller("test")).await.expect("the demo country loads");
        app
    }

    async fn with(settings: Settings) -> Self {
        let ground = testkit::db::open(async |databases| migrations::migrate(databases).await).await;
        Self::on(ground, settings).await.expect("the system composes")
    }

    /// A system over given databases.
    pub async fn on(ground: TestDb, settings: Settings) -> Result<Self, StartError> {
        let settings = Settings { data_dir: ground.dir.path().to_owned(), ..settings };
        let ports = Ports {
            databases: ground.databases.clone(),
            blobs: Blobs::directory(&ground.dir.path().join("blobs")).expect("a blob directory"),
            make_key: key_maker(),
            password_cost: crypto::password::Cost { memory_kib: 64, passes: 1, lanes: 1 },
        };
        let system = System::over(settings, ports).await?;
        let router = system.api();
        Ok(Self { system, ground, router })
    }

    /// Ends the system; its files stay.
    pub async fn end(self) -> TestDb {
        let Self { system, ground, router } = self;
        ground.databases.close().await;
        drop((system, router));
        ground
    }

    /// Sends a request; `token` goes as MOSIP's cookie.
    pub async fn send(&self, method: &str, path: &str, token: Option<&str>, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(header::COOKIE, format!("Authorization={token}"));
        }
        let body = body.map_or_else(Body::empty, |b| Body::from(b.to_string()));
        self.raw(request.body(body).expect("a request")).await
    }

    /// Sends any request.
    pub async fn raw(&self, request: Request<Body>) -> Answer {
        Self::through(self.router.clone(), request).await
    }

    /// Sends many requests at once, each in a task of its own.
    pub async fn raw_at_once(&self, requests: Vec<Request<Body>>) -> Vec<Answer> {
        let send = |request| tokio::spawn(Self::through(self.router.clone(), request));
        let sent: Vec<_> = requests.into_iter().map(send).collect();
        let mut answers = Vec::new();
        for one in sent {
            answers.push(one.await.expect("an answer"));
        }
        answers
    }

    async fn through(router: Router, request: Request<Body>) -> Answer {
        let response = router.oneshot(request).await.expect("infallible");
        let status = response.status().as_u16();
        let set = response.headers().get_all(header::SET_COOKIE);
        let cookies = set.iter().map(|v| v.to_str().unwrap_or_default().to_owned()).collect();
        let headers = response
            .headers()
            .iter()
            .map(|(n, v)| (n.as_str().to_owned(), v.to_str().unwrap_or_default().to_owned()))
            .collect();
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body");
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer { status, headers, cookies, body, raw: bytes.to_vec() }
    }

    /// The envelope around a request body.
    pub fn envelope(&self, id: &str, version: &str, request: Value) -> Value {
        let now = types::time::format(db::Clock::now(&*self.ground.clock));
        json!({"id": id, "version": version, "requesttime": now, "metadata": {}, "request": request})
    }

    /// A machine client's token.
    pub async fn client_token(&self, client: &str, secret: &str, app_id: &str) -> String {
        let body = self.envelope("x", "v1", json!({"clientId": client, "secretKey": secret, "appId": app_id}));
        let answer = self.send("POST", "/v1/authmanager/authenticate/clientidsecretkey", None, Some(body)).await;
        answer.token().unwrap_or_else(|| panic!("no token for {client}: {:?}", answer.body))
    }

    /// The code of six digits in the newest message to somebody.
    pub async fn code_sent_to(&self, recipient: &str) -> String {
        self.run_jobs().await;
        let messages = self.send("GET", &format!("/mocksmtp/messages?recipient={recipient}"), None, None).await;
        let text = messages.body[0]["text"].as_str().unwrap_or_else(|| panic!("no message: {:?}", messages.body));
        let six = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        let found = text.split(|c: char| !c.is_ascii_digit()).find(six);
        found.unwrap_or_else(|| panic!("no code in {text}")).to_owned()
    }

    /// Whoever comes with this portal session; nobody without one or with one that is over.
    pub async fn caller_of(&self, session: Option<&str>) -> types::Caller {
        let mut headers = axum::http::HeaderMap::new();
        if let Some(session) = session {
            headers.insert(header::COOKIE, format!("__Host-tessera={session}").parse().expect("a cookie"));
        }
        self.system.services.edge.caller(&headers, "r").await.0
    }

    /// Runs every job that is due.
    pub async fn run_jobs(&self) {
        self.system.worker().run_until_idle().await.expect("jobs run");
    }
}

/// Names of the audit rows that authentication has written.
pub async fn audit_names(app: &TestApp) -> Vec<String> {
    audit_names_in(app.ground.databases.authentication()).await
}

/// Names of the audit rows of a logical database.
pub async fn audit_names_in(db: &db::Db) -> Vec<String> {
    use sea_orm::{ConnectionTrait, Statement};
    let table = db::ground::table(db.logical(), db::ground::AUDIT);
    let statement = Statement::from_string(db.backend(), format!("SELECT event_name FROM {table} ORDER BY id"));
    let rows = db.read().query_all_raw(statement).await.expect("audit rows");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a name")).collect()
}
