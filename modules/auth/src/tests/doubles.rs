//! Stand-ins for the other modules: an ID repository whose answers a test can hold back, keys in memory, a country.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use auth_api::AuthError;
use chrono::NaiveDate;
use idrepo_api::{AuthTypeLock, CreateIdentity, Created, IdRef, IdRepo, IdentityRecord, IdentityStatus, VidInfo};
use kernel_api::{Message, Notice, Notices, OneTimeCodes, OtpIssue, OtpVerdict};
use keymgr_api::{AtRest, JwsOptions, KeyManager, KeyRef, TrustDomain, Verified};
use masterdata_api::{
    Center, CenterDay, DocumentRule, IdentitySchemaVersion, Languages, LocationNode, Machine, MasterData, Operator,
    UiSpecVersion,
};
use partner_api::{Partners, Refusal, RelyingParty};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Notify;
use types::{Caller, CenterId, Failure, LangCode, MachineId, Rid, Timestamp, Uin};
use zeroize::Zeroizing;

pub(crate) const UIN_HASH: &str = "731_HASH";

/// The next read of the repository waits after it has read.
pub(crate) struct Pause {
    pub reached: Notify,
    pub go: Notify,
}

pub(crate) struct Doubles {
    pub status: Mutex<IdentityStatus>,
    pub vids: Mutex<Vec<VidInfo>>,
    pub pause: Mutex<Option<Arc<Pause>>>,
    pub reads: AtomicU32,
    pub biometrics: Mutex<Option<Vec<u8>>>,
}

impl Doubles {
    pub fn new() -> Self {
        Self {
            status: Mutex::new(IdentityStatus::Activated),
            vids: Mutex::default(),
            pause: Mutex::default(),
            reads: AtomicU32::new(0),
            biometrics: Mutex::default(),
        }
    }

    pub fn uin() -> Uin {
        Uin::parse(&format!("812945073{}", types::checksum::verhoeff_digit("812945073").unwrap())).unwrap()
    }
}

fn refused<T>() -> Result<T, Failure> {
    Err(Failure::of(AuthError::Unable))
}

#[async_trait]
impl IdRepo for Doubles {
    async fn create(&self, _: &Caller, _: CreateIdentity) -> Result<Created, Failure> {
        refused()
    }
    async fn find(&self, _: &Caller, _: &IdRef, _: bool) -> Result<Option<IdentityRecord>, Failure> {
        refused()
    }
    async fn find_by_hash(&self, _: &Caller, hash: &str, with: bool) -> Result<Option<IdentityRecord>, Failure> {
        if hash != UIN_HASH {
            return Ok(None);
        }
        self.reads.fetch_add(1, Ordering::SeqCst);
        let record = IdentityRecord {
            uin: Self::uin(),
            uin_hash: hash.to_owned(),
            rid: Rid::parse("10001100010000120261123101502").unwrap(),
            status: *self.status.lock().unwrap(),
            identity: json!({"fullName": [{"language": "eng", "value": "Ada"}], "dateOfBirth": "1991/03/14"}),
            documents: Vec::new(),
            biometrics: if with { self.biometrics.lock().unwrap().clone().map(Zeroizing::new) } else { None },
            updated_at: types::time::parse("2026-11-28T10:00:00.000Z").unwrap(),
        };
        let pause = self.pause.lock().unwrap().take();
        if let Some(pause) = pause {
            pause.reached.notify_one();
            pause.go.notified().await;
        }
        Ok(Some(record))
    }
    async fn issue_vid(&self, _: &Caller, _: &Uin, _: &str) -> Result<VidInfo, Failure> {
        refused()
    }
    async fn vids(&self, _: &Caller, _: &Uin) -> Result<Vec<VidInfo>, Failure> {
        Ok(self.vids.lock().unwrap().clone())
    }
    async fn auth_locks(&self, _: &Caller, _: &Uin) -> Result<Vec<AuthTypeLock>, Failure> {
        Ok(Vec::new())
    }
}

const AT_REST: [u8; 32] = [7; 32];

#[async_trait]
impl AtRest for Doubles {
    async fn seal(&self, purpose: &str, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure> {
        let aad = [purpose.as_bytes(), context].concat();
        let mut out = crypto::digest::hmac_sha256(&AT_REST, &[&aad, plain].concat()).to_vec();
        out.extend(plain.iter().map(|byte| byte ^ 0xa5));
        Ok(out)
    }
    async fn open(&self, purpose: &str, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let (tag, body) = sealed.split_at(32);
        let plain: Vec<u8> = body.iter().map(|byte| byte ^ 0xa5).collect();
        let aad = [purpose.as_bytes(), context].concat();
        let fits = crypto::digest::hmac_sha256_verify(&AT_REST, &[&aad[..], &plain].concat(), tag);
        if fits { Ok(Zeroizing::new(plain)) } else { refused() }
    }
    async fn blind_index(&self, purpose: &str, value: &[u8]) -> Result<[u8; 32], Failure> {
        Ok(crypto::digest::hmac_sha256(&AT_REST, &[purpose.as_bytes(), value].concat()))
    }
}

#[async_trait]
impl KeyManager for Doubles {
    async fn sign_jws(&self, _: &Caller, _: &KeyRef, _: &[u8], _: JwsOptions) -> Result<String, Failure> {
        refused()
    }
    async fn verify_jws(
        &self,
        _: &Caller,
        _: &KeyRef,
        _: &str,
        _: Option<&[u8]>,
        _: Option<&str>,
    ) -> Result<Verified, Failure> {
        refused()
    }
    async fn sign_cose(&self, _: &Caller, _: &KeyRef, _: &[u8]) -> Result<Vec<u8>, Failure> {
        refused()
    }
    async fn encrypt(
        &self,
        _: &Caller,
        _: &KeyRef,
        _: &[u8],
        _: Option<&[u8]>,
        _: Option<&[u8]>,
    ) -> Result<Vec<u8>, Failure> {
        refused()
    }
    async fn decrypt(
        &self,
        _: &Caller,
        _: &KeyRef,
        _: &[u8],
        _: Option<&[u8]>,
        _: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        refused()
    }
    async fn unwrap_session_key(
        &self,
        _: &Caller,
        _: &KeyRef,
        _: &[u8],
        _: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        refused()
    }
    async fn certificate(&self, _: &Caller, _: &KeyRef) -> Result<String, Failure> {
        refused()
    }
    async fn jwks(&self, _: &Caller) -> Result<Value, Failure> {
        refused()
    }
    async fn trust(&self, _: &Caller, _: TrustDomain, _: &str) -> Result<(), Failure> {
        refused()
    }
    async fn is_trusted(&self, _: &Caller, _: TrustDomain, _: &str) -> Result<bool, Failure> {
        refused()
    }
}

#[async_trait]
impl Partners for Doubles {
    async fn relying_party(
        &self,
        _: &Caller,
        _: &str,
        _: &str,
        _: &str,
    ) -> Result<Result<RelyingParty, Refusal>, Failure> {
        Ok(Err(Refusal::UnknownPartner))
    }
}

#[async_trait]
impl OneTimeCodes for Doubles {
    async fn generate(&self, _: &Caller, _: &str) -> Result<OtpIssue, Failure> {
        refused()
    }
    async fn validate(&self, _: &Caller, _: &str, _: &str) -> Result<OtpVerdict, Failure> {
        refused()
    }
}

#[async_trait]
impl Notices for Doubles {
    async fn send(&self, _: &Caller, _: Notice) -> Result<(), Failure> {
        refused()
    }
    async fn send_message(&self, _: &Caller, _: Message) -> Result<(), Failure> {
        refused()
    }
    async fn render(&self, _: &str, _: LangCode, _: &BTreeMap<String, String>) -> Result<Option<String>, Failure> {
        refused()
    }
}

#[async_trait]
impl MasterData for Doubles {
    async fn languages(&self) -> Result<Languages, Failure> {
        Ok(Languages { mandatory: vec![LangCode::ENG], optional: Vec::new(), min_count: 1, max_count: 1 })
    }
    async fn identity_schema(&self, _: Option<f64>) -> Result<Arc<IdentitySchemaVersion>, Failure> {
        refused()
    }
    async fn ui_spec(&self, _: &str, _: &str, _: Option<f64>) -> Result<Arc<UiSpecVersion>, Failure> {
        refused()
    }
    async fn center(&self, _: &CenterId, _: LangCode) -> Result<Option<Center>, Failure> {
        refused()
    }
    async fn centers(&self, _: LangCode) -> Result<Vec<Center>, Failure> {
        refused()
    }
    async fn center_days(&self, _: &CenterId, _: NaiveDate, _: NaiveDate) -> Result<Vec<CenterDay>, Failure> {
        refused()
    }
    async fn machine(&self, _: &MachineId, _: Option<Timestamp>) -> Result<Option<Machine>, Failure> {
        refused()
    }
    async fn operator(&self, _: &str, _: Option<Timestamp>) -> Result<Option<Operator>, Failure> {
        refused()
    }
    async fn template(&self, _: &str, _: LangCode) -> Result<Option<String>, Failure> {
        refused()
    }
    async fn locations(&self, _: Option<&str>, _: LangCode) -> Result<Vec<LocationNode>, Failure> {
        refused()
    }
    async fn dynamic_field(&self, _: &str, _: LangCode) -> Result<Vec<(String, String)>, Failure> {
        refused()
    }
    async fn document_rules(&self, _: Option<&str>, _: LangCode) -> Result<Vec<DocumentRule>, Failure> {
        refused()
    }
    async fn setting(&self, _: &str) -> Result<Option<String>, Failure> {
        Ok(None)
    }
    async fn is_blocklisted(&self, _: &str, _: LangCode) -> Result<bool, Failure> {
        refused()
    }
}
