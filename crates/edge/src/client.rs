//! The one outgoing HTTP client: allow-listed hosts, no redirects, time and size limits.

use bytes::Bytes;
use std::{collections::BTreeSet, time::Duration};
use thiserror::Error;
use url::Url;

/// An outgoing call that was refused or failed.
#[derive(Debug, Error)]
pub enum ClientError {
    #[error("calls to this host are not allowed: add it to the allow-list")]
    NotAllowed,
    #[error("the address is not a valid http(s) URL")]
    Address,
    #[error("the answer is longer than {0} bytes")]
    TooLarge(usize),
    #[error("the call failed: {0}")]
    Call(#[from] reqwest::Error),
}

/// The client. Hosts are `name` or `name:port`, compared exactly.
#[derive(Clone)]
pub struct Client {
    inner: reqwest::Client,
    allowed: BTreeSet<String>,
    max_answer: usize,
}

impl Client {
    /// A client that may call these hosts.
    pub fn new(allowed: impl IntoIterator<Item = String>) -> Result<Self, ClientError> {
        let inner = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(20))
            .build()?;
        Ok(Self { inner, allowed: allowed.into_iter().collect(), max_answer: 8 << 20 })
    }

    /// Posts JSON and reads the whole answer.
    pub async fn post_json(&self, address: &str, body: &serde_json::Value) -> Result<(u16, Bytes), ClientError> {
        let url = self.allow(address)?;
        let mut response = self.inner.post(url).json(body).send().await?;
        Ok((response.status().as_u16(), self.whole(&mut response).await?.into()))
    }

    /// Fetches and reads the whole answer.
    pub async fn get(&self, address: &str) -> Result<(u16, Bytes), ClientError> {
        let url = self.allow(address)?;
        let mut response = self.inner.get(url).send().await?;
        Ok((response.status().as_u16(), self.whole(&mut response).await?.into()))
    }

    /// Sends a request that somebody else has written and reads the whole answer.
    pub async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, ClientError> {
        let url = self.allow(&request.uri().to_string())?;
        let (parts, body) = request.into_parts();
        let mut response = self.inner.request(parts.method, url).headers(parts.headers).body(body).send().await?;
        let mut answer = http::Response::new(self.whole(&mut response).await?);
        *answer.status_mut() = response.status();
        *answer.headers_mut() = response.headers().clone();
        Ok(answer)
    }

    async fn whole(&self, response: &mut reqwest::Response) -> Result<Vec<u8>, ClientError> {
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if answer.len() + chunk.len() > self.max_answer {
                return Err(ClientError::TooLarge(self.max_answer));
            }
            answer.extend_from_slice(&chunk);
        }
        Ok(answer)
    }

    fn allow(&self, address: &str) -> Result<Url, ClientError> {
        let url = Url::parse(address).map_err(|_| ClientError::Address)?;
        let host = url.host_str().ok_or(ClientError::Address)?;
        let with_port = url.port().map(|p| format!("{host}:{p}"));
        let known = self.allowed.contains(host) || with_port.is_some_and(|h| self.allowed.contains(&h));
        match (matches!(url.scheme(), "http" | "https"), known) {
            (false, _) => Err(ClientError::Address),
            (true, false) => Err(ClientError::NotAllowed),
            (true, true) => Ok(url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_hosts_are_called() {
        let client = Client::new(["partner.example".to_owned(), "localhost:9000".to_owned()]).unwrap();
        assert!(client.allow("https://partner.example/x").is_ok());
        assert!(client.allow("http://localhost:9000/x").is_ok());
        assert!(matches!(client.allow("http://localhost/x"), Err(ClientError::NotAllowed)));
        assert!(matches!(client.allow("https://partner.example.evil/x"), Err(ClientError::NotAllowed)));
        assert!(matches!(client.allow("file:///etc/passwd"), Err(ClientError::Address)));
    }
}
