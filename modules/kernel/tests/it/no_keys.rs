//! A key manager that nobody asks: these tests need keyed hashes only.

use async_trait::async_trait;
use keymgr_api::{JwsOptions, KeyManager, KeyRef, TrustDomain, Verified};
use serde_json::Value;
use types::{Caller, Failure};
use zeroize::Zeroizing;

pub struct NoKeys;

fn unasked() -> ! {
    unreachable!("these tests need keyed hashes only")
}

#[async_trait]
impl KeyManager for NoKeys {
    async fn sign_jws(&self, _: &Caller, _: &KeyRef, _: &[u8], _: JwsOptions) -> Result<String, Failure> {
        unasked()
    }
    async fn verify_jws(
        &self,
        _: &Caller,
        _: &KeyRef,
        _: &str,
        _: Option<&[u8]>,
        _: Option<&str>,
    ) -> Result<Verified, Failure> {
        unasked()
    }
    async fn sign_cose(&self, _: &Caller, _: &KeyRef, _: &[u8]) -> Result<Vec<u8>, Failure> {
        unasked()
    }
    async fn encrypt(
        &self,
        _: &Caller,
        _: &KeyRef,
        _: &[u8],
        _: Option<&[u8]>,
        _: Option<&[u8]>,
    ) -> Result<Vec<u8>, Failure> {
        unasked()
    }
    async fn decrypt(
        &self,
        _: &Caller,
        _: &KeyRef,
        _: &[u8],
        _: Option<&[u8]>,
        _: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        unasked()
    }
    async fn unwrap_session_key(
        &self,
        _: &Caller,
        _: &KeyRef,
        _: &[u8],
        _: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        unasked()
    }
    async fn certificate(&self, _: &Caller, _: &KeyRef) -> Result<String, Failure> {
        unasked()
    }
    async fn jwks(&self, _: &Caller) -> Result<Value, Failure> {
        unasked()
    }
    async fn trust(&self, _: &Caller, _: TrustDomain, _: &str) -> Result<(), Failure> {
        unasked()
    }
    async fn is_trusted(&self, _: &Caller, _: TrustDomain, _: &str) -> Result<bool, Failure> {
        unasked()
    }
}
