//! The client: MOSIP's envelope over HTTP, and patience with a server that restarts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, header};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::Instant;
use types::Timestamp;

use crate::{Error, Now, Result};

/// First pause before a request is repeated; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// One attempt may take this long.
const ATTEMPT: Duration = Duration::from_secs(45);

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// The token that came with it, in MOSIP's header or cookie.
    pub token: Option<String>,
    pub content_type: String,
    /// The signature over the body, of services that sign their answers.
    pub signature: Option<String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The `response` of an envelope.
    ///
    /// # Errors
    /// The first entry of `errors`, or a status or body that is no envelope.
    pub fn response(&self, what: &str) -> Result<Value> {
        let mut body = self.json();
        if let Some(error) = body["errors"].as_array().and_then(|errors| errors.first()) {
            let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
            let message = match text("errorMessage") {
                empty if empty.is_empty() => text("message"),
                message => message,
            };
            return Err(Error::Refused {
                what: what.to_owned(),
                status: self.status,
                code: text("errorCode"),
                message,
            });
        }
        if !(200..300).contains(&self.status) || !body.is_object() {
            let text = String::from_utf8_lossy(&self.body[..self.body.len().min(200)]).into_owned();
            return Err(Error::Refused {
                what: what.to_owned(),
                status: self.status,
                code: String::new(),
                message: text,
            });
        }
        Ok(body["response"].take())
    }
}

/// The HTTP client of one server.
pub struct Http {
    client: Client,
    base: String,
    patience: Duration,
    interruptions: AtomicU64,
    now: Now,
}

impl Http {
    /// A client of the server at `base`, which waits up to `patience` for an answer to each request.
    ///
    /// # Errors
    /// When the system's TLS cannot be set up.
    pub fn new(base: &str, patience: Duration, now: Now) -> Result<Self> {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(5))
            .timeout(ATTEMPT)
            .build()?;
        let base = base.trim_end_matches('/').to_owned();
        Ok(Self { client, base, patience, interruptions: AtomicU64::new(0), now })
    }

    /// The server's address without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// The present in MOSIP's form.
    pub fn stamp(&self) -> String {
        types::time::format(self.now())
    }

    /// How often a request had to be repeated because the server was away.
    pub fn interruptions(&self) -> u64 {
        self.interruptions.load(Ordering::Relaxed)
    }

    /// A request; `path` begins with a slash.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Sends what `build` makes, again and again while the server is away (connections refused or cut, 502 to 504). The
    /// request is built anew each time, so that times in it stay true.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when patience ends; what `build` says.
    pub async fn send(&self, what: &str, build: impl Fn() -> Result<RequestBuilder>) -> Result<Answer> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let cause = match self.attempt(build()?).await {
                Ok(answer) if !(502..=504).contains(&answer.status) => return Ok(answer),
                Ok(answer) => format!("HTTP {}", answer.status),
                Err(error) => error.to_string(),
            };
            self.interruptions.fetch_add(1, Ordering::Relaxed);
            if begun.elapsed() + pause > self.patience {
                return Err(Error::Unreachable { what: what.to_owned(), secs: self.patience.as_secs(), cause });
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn attempt(&self, request: RequestBuilder) -> reqwest::Result<Answer> {
        let response = request.send().await?;
        let headers = response.headers();
        let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let cookie = text(header::SET_COOKIE).and_then(|cookie| cookie.strip_prefix("Authorization="));
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).filter(|token| !token.is_empty());
        let token = text(header::AUTHORIZATION).or(cookie).map(str::to_owned);
        let content_type = text(header::CONTENT_TYPE).unwrap_or_default().to_owned();
        let signature = headers.get("response-signature").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let status = response.status().as_u16();
        Ok(Answer { status, token, content_type, signature, body: response.bytes().await?.to_vec() })
    }

    /// MOSIP's envelope around a request.
    pub fn envelope(&self, id: &str, version: &str, request: &Value) -> Value {
        json!({ "id": id, "version": version, "requesttime": self.stamp(), "metadata": {}, "request": request })
    }

    /// Sends an envelope (or nothing, without `request`) with a token.
    ///
    /// # Errors
    /// As [`Http::send`].
    pub async fn call(&self, what: &str, call: &Call<'_>, token: Option<&str>) -> Result<Answer> {
        self.send(what, || {
            let mut request = self.request(call.method.clone(), call.path);
            if let Some(token) = token {
                request = request.header(header::COOKIE, format!("Authorization={token}"));
            }
            if let Some(body) = &call.request {
                request = request.json(&self.envelope(call.id, call.version, body));
            }
            Ok(request)
        })
        .await
    }
}

/// One operation in MOSIP's envelope.
pub struct Call<'a> {
    pub method: Method,
    pub path: &'a str,
    pub id: &'a str,
    pub version: &'a str,
    pub request: Option<Value>,
}

impl<'a> Call<'a> {
    /// A read.
    pub fn get(path: &'a str) -> Self {
        Self { method: Method::GET, path, id: "", version: "", request: None }
    }

    /// An envelope of the given id; version `1.0`.
    pub fn post(path: &'a str, id: &'a str, request: Value) -> Self {
        Self { method: Method::POST, path, id, version: "1.0", request: Some(request) }
    }

    /// The same with another method.
    #[must_use]
    pub fn by(self, method: Method) -> Self {
        Self { method, ..self }
    }

    /// The same with another version.
    #[must_use]
    pub fn version(self, version: &'a str) -> Self {
        Self { version, ..self }
    }
}

/// How a session signs in.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// A machine client.
    Client { id: String, secret: String, app: String },
    /// A member of staff.
    User { name: String, password: String, app: String },
}

/// A signed-in client or member of staff; signs in again when its token is not accepted any more.
pub struct Session {
    http: Arc<Http>,
    sign_in: SignIn,
    token: Mutex<Option<String>>,
}

impl Session {
    /// Not signed in yet: the first call does that.
    pub fn new(http: Arc<Http>, sign_in: SignIn) -> Self {
        Self { http, sign_in, token: Mutex::default() }
    }

    /// The name it signs in with.
    pub fn name(&self) -> &str {
        match &self.sign_in {
            SignIn::Client { id, .. } => id,
            SignIn::User { name, .. } => name,
        }
    }

    /// A token.
    ///
    /// # Errors
    /// When the sign-in is refused.
    pub async fn token(&self) -> Result<String> {
        let mut kept = self.token.lock().await;
        if let Some(token) = &*kept {
            return Ok(token.clone());
        }
        let what = format!("sign-in of {}", self.name());
        let (path, id, request) = match &self.sign_in {
            SignIn::Client { id, secret, app } => (
                "/v1/authmanager/authenticate/clientidsecretkey",
                "mosip.io.clientId.pwd",
                json!({ "clientId": id, "secretKey": secret, "appId": app }),
            ),
            SignIn::User { name, password, app } => (
                "/v1/authmanager/authenticate/useridPwd",
                "mosip.io.userId.pwd",
                json!({ "userName": name, "password": password, "appId": app }),
            ),
        };
        let answer = self.http.call(&what, &Call::post(path, id, request), None).await?;
        answer.response(&what)?;
        let token = answer.token.ok_or_else(|| Error::new(format!("{what}: no token came with the answer")))?;
        *kept = Some(token.clone());
        Ok(token)
    }

    async fn forget(&self, old: &str) {
        let mut kept = self.token.lock().await;
        if kept.as_deref() == Some(old) {
            *kept = None;
        }
    }

    /// Sends what `build` makes of a token; once more with a fresh one when that token is refused.
    ///
    /// # Errors
    /// As [`Http::send`] and [`Session::token`].
    pub async fn send(&self, what: &str, build: impl Fn(&Http, &str) -> Result<RequestBuilder>) -> Result<Answer> {
        let token = self.token().await?;
        let answer = self.http.send(what, || build(&self.http, &token)).await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        self.forget(&token).await;
        let token = self.token().await?;
        self.http.send(what, || build(&self.http, &token)).await
    }

    /// An operation in MOSIP's envelope; gives its `response`.
    ///
    /// # Errors
    /// As [`Session::send`]; what the server refuses.
    pub async fn call(&self, what: &str, call: &Call<'_>) -> Result<Value> {
        let answer = self
            .send(what, |http, token| {
                let request = http.request(call.method.clone(), call.path);
                let request = request.header(header::COOKIE, format!("Authorization={token}"));
                Ok(match &call.request {
                    Some(body) => request.json(&http.envelope(call.id, call.version, body)),
                    None => request,
                })
            })
            .await?;
        answer.response(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, token: None, content_type: String::new(), signature: None, body: body.into() }
    }

    #[test]
    fn errors_of_an_envelope_are_errors_whatever_the_status() {
        let refused = answer(200, r#"{"response":null,"errors":[{"errorCode":"A-1","message":"no"}]}"#);
        assert!(refused.response("x").unwrap_err().is("A-1"));
        let ida = answer(200, r#"{"errors":[{"errorCode":"B-1","errorMessage":"not so"}]}"#);
        assert!(ida.response("x").unwrap_err().to_string().contains("not so"));
        assert!(answer(500, "oops").response("x").is_err());
        assert!(answer(404, "{}").response("x").is_err());
        assert_eq!(answer(200, r#"{"response":{"a":1},"errors":[]}"#).response("x").unwrap()["a"], 1);
        assert_eq!(answer(200, r#"{"response":"done","errors":null}"#).response("x").unwrap(), "done");
    }
}
