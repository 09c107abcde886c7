//! Load on one operation of the key manager, for `cargo xtask bench --only crypto`:
//! `key_load URL OPERATION SECONDS CLIENTS`, where OPERATION is `jwtSign`, `jwtVerify`, `encrypt`, `decrypt` or `live`.
//! Prints how many answers came. Requests are made beforehand, so that the client costs little beside the server.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::{Method, header};
use serde_json::{Value, json};

use journey::http::{Call, Http};

/// 100 bytes: about what a token or a session key's message is.
const DATA: &str =
    "eyJuYW1lIjoiTGF5bGEgQmVuaGFkaSIsInB1cnBvc2UiOiJhIHZhbHVlIG9mIG9yZGluYXJ5IGxlbmd0aCwgYXMgcGFydG5lcnMgc2VuZCBpdCJ9";

async fn client_token(http: &Http) -> journey::Result<String> {
    let request = json!({"clientId": "mosip-admin-client", "secretKey": "demo-admin-client", "appId": "admin"});
    let call = Call::post("/v1/authmanager/authenticate/clientidsecretkey", "load", request);
    let answer = http.call("token", &call, None).await?;
    answer.response("token")?;
    answer.token.ok_or_else(|| journey::Error::new("no token came"))
}

/// The body to send again and again.
async fn request(http: &Http, token: &str, operation: &str) -> journey::Result<Value> {
    let ask = async |path: &str, request: Value| {
        http.call(path, &Call::post(path, "load", request), Some(token)).await?.response(path)
    };
    let sign = json!({"dataToSign": DATA, "applicationId": "KERNEL", "referenceId": "SIGN", "includePayload": true});
    let encrypt = json!({"applicationId": "IDA", "referenceId": "PARTNER", "data": DATA});
    Ok(match operation {
        "jwtSign" => sign,
        "jwtVerify" => {
            let signed = ask("/v1/keymanager/jwtSign", sign).await?;
            json!({"jwtSignatureData": signed["jwtSignedData"], "applicationId": "KERNEL", "referenceId": "SIGN"})
        }
        "encrypt" => encrypt,
        "decrypt" => {
            let sealed = ask("/v1/keymanager/encrypt", encrypt).await?;
            json!({"applicationId": "IDA", "referenceId": "PARTNER", "data": sealed["data"]})
        }
        _ => Value::Null,
    })
}

async fn load(url: &str, operation: &str, time: Duration, clients: usize) -> journey::Result<u64> {
    #[expect(clippy::disallowed_methods, reason = "a program's edge takes the time from the system")]
    let now = Arc::new(chrono::Utc::now);
    let http = Arc::new(Http::new(url, Duration::from_secs(5), now)?);
    let token = client_token(&http).await?;
    let request = request(&http, &token, operation).await?;
    let body = http.envelope("load", "1.0", &request).to_string();
    let (method, path) = match operation {
        "live" => (Method::GET, "/health/live".to_owned()),
        operation => (Method::POST, format!("/v1/keymanager/{operation}")),
    };
    let until = Instant::now() + time;
    let lanes: Vec<_> = (0..clients)
        .map(|_| {
            let (http, token, body) = (http.clone(), token.clone(), body.clone());
            let (method, path) = (method.clone(), path.clone());
            tokio::spawn(async move {
                let mut answers = 0;
                while Instant::now() < until {
                    let request = http
                        .request(method.clone(), &path)
                        .header(header::COOKIE, format!("Authorization={token}"))
                        .header(header::CONTENT_TYPE, "application/json")
                        .body(body.clone());
                    let answer = request.send().await?;
                    let text = answer.text().await?;
                    if text.contains("errorCode") {
                        return Err(journey::Error::new(format!("refused: {text}")));
                    }
                    answers += 1;
                }
                Ok::<u64, journey::Error>(answers)
            })
        })
        .collect();
    let mut answers = 0;
    for lane in lanes {
        answers += lane.await.map_err(|error| journey::Error::new(error.to_string()))??;
    }
    Ok(answers)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, operation, secs, clients] = arguments.as_slice() else {
        eprintln!("usage: key_load URL OPERATION SECONDS CLIENTS");
        return ExitCode::FAILURE;
    };
    let (secs, clients) = (secs.parse().unwrap_or(3), clients.parse().unwrap_or(2));
    match load(url, operation, Duration::from_secs(secs), clients).await {
        Ok(answers) => {
            println!("{answers}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("key_load: {error}");
            ExitCode::FAILURE
        }
    }
}
