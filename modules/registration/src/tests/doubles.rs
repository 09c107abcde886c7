//! Stand-ins for the other modules. They keep the promises the pipeline rests on (idempotence, encryption) and can be told
//! to fail.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use chrono::NaiveDate;
use credential_api::{Card, CredentialState, Credentials};
use crypto::envelope::{Outside, Parsed, Recipient};
use crypto::{KeyKind, PrivateKey, SystemRandom, Zeroizing, encoding};
use idrepo_api::{AuthTypeLock, CreateIdentity, Created, IdRef, IdRepo, IdentityRecord, IdentityStatus, VidInfo};
use kernel_api::{Message, Notice, Notices};
use keymgr_api::{AtRest, JwsOptions, KeyManager, KeyRef, TrustDomain, Verified};
use masterdata_api::{
    Center, CenterDay, DocumentRule, IdentitySchemaVersion, Languages, LocationNode, Machine, MasterData, Operator,
    UiSpecVersion,
};
use registration_api::RegistrationError;
use registration_api::wire::SyncRecord;
use serde_json::{Value, json};
use std::sync::Arc;
use types::checksum::verhoeff_digit;
use types::{Caller, CallerKind, CenterId, Failure, Identity, LangCode, MachineId, Rid, Timestamp, Uin};

use super::packets::Made;

pub(crate) struct Doubles {
    /// Encrypts packets of the machine.
    pub(crate) packet_key: PrivateKey,
    /// Signs packets on the machine.
    pub(crate) machine_key: PrivateKey,
    pub(crate) people: Mutex<BTreeMap<String, (Uin, Value, usize)>>,
    pub(crate) created: AtomicU32,
    pub(crate) cards: Mutex<Vec<String>>,
    pub(crate) notices: Mutex<Vec<Notice>>,
    /// How many of the next calls to the identity repository fail for the moment.
    pub(crate) failing: AtomicU32,
    pub(crate) operator_active: Mutex<bool>,
}

fn refused<T>() -> Result<T, Failure> {
    Err(Failure::of(RegistrationError::Input))
}

impl Doubles {
    pub(crate) fn new() -> Self {
        Self {
            packet_key: PrivateKey::generate(KeyKind::Rsa2048).unwrap(),
            machine_key: PrivateKey::generate(KeyKind::Rsa2048).unwrap(),
            people: Mutex::default(),
            created: AtomicU32::new(0),
            cards: Mutex::default(),
            notices: Mutex::default(),
            failing: AtomicU32::new(0),
            operator_active: Mutex::new(true),
        }
    }

    pub(crate) fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let recipient = Recipient { key: self.packet_key.public(), thumbprint: &[1; 32] };
        crypto::packet::seal(recipient, plain, &SystemRandom).unwrap()
    }

    /// The body of a sync request that announces one packet.
    pub(crate) fn sync_list(&self, made: &Made, now: Timestamp, change: impl FnOnce(&mut SyncRecord)) -> String {
        let mut record = SyncRecord {
            registration_id: Some(made.rid.clone()),
            packet_id: Some(made.packet_id.clone()),
            registration_type: Some("NEW".into()),
            packet_hash_value: Some(made.hash()),
            packet_size: Some(made.sealed.len() as u64),
            supervisor_status: Some("APPROVED".into()),
            lang_code: Some("eng".into()),
            email: Some("ada@example.com".into()),
            ..SyncRecord::default()
        };
        change(&mut record);
        let list = json!({
            "id": "mosip.registration.sync",
            "version": "1.0",
            "requesttime": types::time::format(now),
            "request": [record],
        });
        serde_json::to_string(&encoding::b64url(self.seal(list.to_string().as_bytes()))).unwrap()
    }

    fn fail_for_now(&self) -> Result<(), Failure> {
        let left = self.failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() { Err(Failure::of(RegistrationError::Database)) } else { Ok(()) }
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
        key: &KeyRef,
        sealed: &[u8],
        aad: Option<&[u8]>,
        salt: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        if key != &KeyRef::new("REGISTRATION", super::REF_ID) {
            return refused();
        }
        let outside = Outside { aad, salt, ..Outside::default() };
        let opened = Parsed::new(sealed).and_then(|envelope| envelope.open(&self.packet_key, outside));
        opened.map_err(|_| Failure::of(RegistrationError::Input))
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

fn schema() -> Value {
    let simple = json!({ "type": "array", "items": { "type": "object" } });
    let mut properties = serde_json::Map::new();
    for (name, kind) in [
        ("IDSchemaVersion", json!({ "type": "number" })),
        ("fullName", simple.clone()),
        ("gender", simple),
        ("dateOfBirth", json!({ "type": "string" })),
        ("email", json!({ "type": "string" })),
        ("consent", json!({ "type": "string" })),
        ("preferredLang", json!({ "type": "string" })),
        ("introducerRID", json!({ "type": "string" })),
        ("introducerBiometrics", json!({ "type": "object" })),
        ("proofOfIdentity", json!({ "type": "object" })),
        ("individualBiometrics", json!({ "type": "object" })),
    ] {
        properties.insert(name.to_owned(), kind);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": { "identity": {
            "type": "object",
            "additionalProperties": false,
            "required": ["IDSchemaVersion", "fullName", "dateOfBirth", "gender"],
            "properties": properties,
        } },
    })
}

#[async_trait]
impl MasterData for Doubles {
    async fn languages(&self) -> Result<Languages, Failure> {
        refused()
    }
    async fn identity_schema(&self, version: Option<f64>) -> Result<Arc<IdentitySchemaVersion>, Failure> {
        if version == Some(0.1) {
            Ok(Arc::new(IdentitySchemaVersion { id: "1".into(), version: 0.1, schema: schema() }))
        } else {
            refused()
        }
    }
    async fn ui_spec(&self, _: &str, _: &str, _: Option<f64>) -> Result<Arc<UiSpecVersion>, Failure> {
        refused()
    }
    async fn center(&self, id: &CenterId, lang: LangCode) -> Result<Option<Center>, Failure> {
        let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        Ok((id.as_str() == "10001").then(|| Center {
            id: id.clone(),
            name: "Centre".into(),
            lang,
            address: vec![],
            latitude: None,
            longitude: None,
            location_code: "10114".into(),
            holiday_location_code: "KTA".into(),
            contact_phone: None,
            contact_person: None,
            working_hours: None,
            opens: time(9),
            closes: time(17),
            lunch_from: None,
            lunch_to: None,
            minutes_per_person: 15,
            kiosks: 1,
            zone: "Z".into(),
            active: true,
        }))
    }
    async fn centers(&self, _: LangCode) -> Result<Vec<Center>, Failure> {
        refused()
    }
    async fn center_days(&self, _: &CenterId, _: NaiveDate, _: NaiveDate) -> Result<Vec<CenterDay>, Failure> {
        Ok(vec![])
    }
    async fn machine(&self, id: &MachineId, _: Option<Timestamp>) -> Result<Option<Machine>, Failure> {
        Ok((id.as_str() == "10077").then(|| Machine {
            id: id.clone(),
            name: "Machine".into(),
            public_key: None,
            sign_public_key: Some(encoding::b64std(self.machine_key.public().to_spki())),
            center: CenterId::parse("10001").ok(),
            zone: "Z".into(),
            active: true,
        }))
    }
    async fn operator(&self, user_id: &str, _: Option<Timestamp>) -> Result<Option<Operator>, Failure> {
        let active = *self.operator_active.lock().unwrap();
        Ok(["110011", "110012"].contains(&user_id).then(|| Operator {
            user_id: user_id.to_owned(),
            center: CenterId::parse("10001").unwrap(),
            active,
        }))
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
        Ok(false)
    }
}

#[async_trait]
impl IdRepo for Doubles {
    async fn create(&self, _: &Caller, command: CreateIdentity) -> Result<Created, Failure> {
        self.fail_for_now()?;
        let mut people = self.people.lock().unwrap();
        let new = !people.contains_key(command.rid.reveal());
        let number = format!("2{:08}", people.len() + 1);
        let uin = format!("{number}{}", verhoeff_digit(&number).unwrap());
        self.created.fetch_add(1, Ordering::SeqCst);
        let entry = people
            .entry(command.rid.reveal().to_owned())
            .or_insert_with(|| (Uin::parse(&uin).unwrap(), command.identity, command.documents.len()));
        Ok(Created { uin: entry.0.clone(), new })
    }
    async fn find(&self, _: &Caller, id: &IdRef, _: bool) -> Result<Option<IdentityRecord>, Failure> {
        let IdRef::Rid(rid) = id else { return Ok(None) };
        let people = self.people.lock().unwrap();
        Ok(people.get(rid.reveal()).map(|(uin, identity, _)| IdentityRecord {
            uin: uin.clone(),
            uin_hash: "hash".into(),
            rid: rid.clone(),
            status: IdentityStatus::Activated,
            identity: identity.clone(),
            documents: vec![],
            biometrics: None,
            updated_at: chrono::DateTime::UNIX_EPOCH,
        }))
    }
    async fn find_by_hash(&self, _: &Caller, _: &str, _: bool) -> Result<Option<IdentityRecord>, Failure> {
        Ok(None)
    }
    async fn issue_vid(&self, _: &Caller, _: &Uin, _: &str) -> Result<VidInfo, Failure> {
        refused()
    }
    async fn vids(&self, _: &Caller, _: &Uin) -> Result<Vec<VidInfo>, Failure> {
        Ok(vec![])
    }
    async fn auth_locks(&self, _: &Caller, _: &Uin) -> Result<Vec<AuthTypeLock>, Failure> {
        Ok(vec![])
    }
}

#[async_trait]
impl Credentials for Doubles {
    async fn request_card(&self, _: &Caller, rid: &Rid, _: &Uin) -> Result<CredentialState, Failure> {
        let mut cards = self.cards.lock().unwrap();
        if !cards.contains(&rid.reveal().to_owned()) {
            cards.push(rid.reveal().to_owned());
        }
        Ok(CredentialState { request_id: "1".into(), status: "NEW".into(), updated_at: chrono::DateTime::UNIX_EPOCH })
    }
    async fn state(&self, _: &Caller, _: &Rid) -> Result<Option<CredentialState>, Failure> {
        Ok(None)
    }
    async fn card(&self, _: &Caller, _: &Uin) -> Result<Option<Card>, Failure> {
        Ok(None)
    }
}

#[async_trait]
impl Notices for Doubles {
    async fn send(&self, _: &Caller, notice: Notice) -> Result<(), Failure> {
        self.notices.lock().unwrap().push(notice);
        Ok(())
    }
    async fn send_message(&self, _: &Caller, _: Message) -> Result<(), Failure> {
        Ok(())
    }
    async fn render(&self, _: &str, _: LangCode, _: &BTreeMap<String, String>) -> Result<Option<String>, Failure> {
        Ok(None)
    }
}

/// Every token is the name of a role.
pub(crate) struct Everybody;

#[async_trait]
impl edge::Authenticator for Everybody {
    async fn authenticate(
        &self,
        credentials: &edge::Credentials,
        _: Timestamp,
    ) -> Result<Option<Identity>, edge::AuthRefusal> {
        Ok(credentials.token.as_ref().map(|role| {
            let mut identity = Identity::nobody(CallerKind::Staff, "ann");
            identity.roles.push(role.clone());
            identity
        }))
    }
}
