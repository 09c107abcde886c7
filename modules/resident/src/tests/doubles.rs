//! What stands in for the other modules: each keeps its promises in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use auth_api::{AuthHistory, AuthUse};
use chrono::NaiveDate;
use credential_api::{Card, CredentialState, Credentials};
use iam_api::{Iam, PortalSession, StaffSummary};
use idrepo_api::{
    AuthTypeLock, CreateIdentity, Created, IdRef, IdRepo, IdRepoError, IdentityRecord, IdentityStatus, VidInfo, VidKind,
};
use kernel_api::{KernelError, Message, Notice, Notices, OneTimeCodes, OtpIssue, OtpVerdict};
use keymgr_api::AtRest;
use masterdata_api::service::{
    Center, CenterDay, DocumentRule, IdentitySchemaVersion, Languages, LocationNode, Machine, MasterData, Operator,
    UiSpecVersion,
};
use registration_api::{
    CaseList, CaseView, Decision, PictureRef, PipelineCounts, PipelineDetail, PipelinePage, PipelineQuery,
    Registrations,
};
use resident_api::ResidentError;
use serde_json::{Value, json};
use types::{Caller, CallerKind, CenterId, Failure, LangCode, MachineId, Rid, Timestamp, Uin, Vid};
use zeroize::Zeroizing;

/// The UIN's hash of the one person there is.
pub(crate) const HASH: &str = "115_ABCDEF";
/// The one code there is.
pub(crate) const CODE: &str = "483916";
/// How many wrong codes freeze a key.
pub(crate) const TRIES: u32 = 3;

pub(crate) fn uin() -> Uin {
    Uin::parse(&with_digit("812945073")).expect("a UIN")
}
pub(crate) fn stranger() -> Uin {
    Uin::parse(&with_digit("712945083")).expect("a UIN")
}
pub(crate) fn vid() -> Vid {
    Vid::parse(&with_digit("402691735580613")).expect("a VID")
}
pub(crate) fn rid() -> Rid {
    Rid::parse("10001100010000120260105090000").expect("a registration id")
}
fn with_digit(digits: &str) -> String {
    format!("{digits}{}", types::checksum::verhoeff_digit(digits).expect("digits"))
}

/// Everything the module stands on but the database.
#[derive(Default)]
pub(crate) struct Doubles {
    pub(crate) active: Mutex<bool>,
    pub(crate) vids: Mutex<Vec<VidInfo>>,
    pub(crate) uses: Mutex<Vec<AuthUse>>,
    pub(crate) card: Mutex<Option<String>>,
    pub(crate) sent: Mutex<Vec<Notice>>,
    pub(crate) sessions: Mutex<Vec<(String, Vec<String>)>>,
    pub(crate) refuse_notices: Mutex<bool>,
    /// By key: wrong answers so far, whether frozen.
    codes: Mutex<BTreeMap<String, (u32, bool)>>,
}

impl Doubles {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { active: Mutex::new(true), ..Self::default() })
    }

    fn record(&self) -> IdentityRecord {
        IdentityRecord {
            uin: uin(),
            uin_hash: HASH.to_owned(),
            rid: rid(),
            status: if *self.active.lock().unwrap() { IdentityStatus::Activated } else { IdentityStatus::Blocked },
            identity: json!({
                "fullName": [{"language": "eng", "value": "Layla Benhadi"}, {"language": "ara", "value": "ليلى بن هادي"}],
                "dateOfBirth": "1991/03/14", "phone": "612345678", "email": "layla@sahlara.example",
            }),
            documents: Vec::new(),
            biometrics: None,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}

fn unused<T>() -> Result<T, Failure> {
    Err(Failure::of(ResidentError::Internal))
}

#[async_trait]
impl AtRest for Doubles {
    async fn seal(&self, _: &str, _: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure> {
        Ok(plain.iter().map(|byte| byte ^ 0x55).collect())
    }
    async fn open(&self, _: &str, _: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        Ok(Zeroizing::new(sealed.iter().map(|byte| byte ^ 0x55).collect()))
    }
    async fn blind_index(&self, purpose: &str, value: &[u8]) -> Result<[u8; 32], Failure> {
        let mut input = purpose.as_bytes().to_vec();
        input.extend_from_slice(value);
        Ok(crypto::digest::sha256(&input))
    }
}

#[async_trait]
impl OneTimeCodes for Doubles {
    async fn generate(&self, _: &Caller, key: &str) -> Result<OtpIssue, Failure> {
        let mut codes = self.codes.lock().unwrap();
        let known = codes.entry(key.to_owned()).or_default();
        if known.1 {
            return Ok(OtpIssue::Blocked);
        }
        *known = (0, false);
        Ok(OtpIssue::Issued(Zeroizing::new(CODE.to_owned())))
    }
    async fn validate(&self, _: &Caller, key: &str, code: &str) -> Result<OtpVerdict, Failure> {
        let mut codes = self.codes.lock().unwrap();
        let known = codes.get_mut(key).ok_or(KernelError::OtpMissing)?;
        if known.1 {
            return Ok(OtpVerdict::Blocked);
        }
        if code == CODE {
            codes.remove(key);
            return Ok(OtpVerdict::Valid);
        }
        known.0 += 1;
        known.1 = known.0 >= TRIES;
        Ok(if known.1 { OtpVerdict::Blocked } else { OtpVerdict::Wrong })
    }
}

#[async_trait]
impl Notices for Doubles {
    async fn send(&self, _: &Caller, notice: Notice) -> Result<(), Failure> {
        if *self.refuse_notices.lock().unwrap() {
            return Err(KernelError::SmsFailed.into());
        }
        self.sent.lock().unwrap().push(notice);
        Ok(())
    }
    async fn send_message(&self, _: &Caller, _: Message) -> Result<(), Failure> {
        unused()
    }
    async fn render(&self, _: &str, _: LangCode, _: &BTreeMap<String, String>) -> Result<Option<String>, Failure> {
        unused()
    }
}

#[async_trait]
impl Iam for Doubles {
    async fn open_session(
        &self,
        caller: &Caller,
        kind: CallerKind,
        user_id: &str,
        roles: &[&str],
    ) -> Result<PortalSession, Failure> {
        // as iam does: only the platform opens sessions for others
        assert_eq!((caller.kind(), kind), (CallerKind::System, CallerKind::Resident));
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        self.sessions.lock().unwrap().push((user_id.to_owned(), roles));
        Ok(PortalSession { cookie: Zeroizing::new("cookie".to_owned()), max_age_secs: 60 })
    }
    async fn sign_out(&self, _: &Caller) -> Result<(), Failure> {
        unused()
    }
    async fn whoami(&self, _: &Caller) -> Result<Option<StaffSummary>, Failure> {
        unused()
    }
}

#[async_trait]
impl IdRepo for Doubles {
    async fn create(&self, _: &Caller, _: CreateIdentity) -> Result<Created, Failure> {
        unused()
    }
    async fn find(&self, caller: &Caller, id: &IdRef, _: bool) -> Result<Option<IdentityRecord>, Failure> {
        caller.require(idrepo_api::identity::READ)?;
        match id {
            IdRef::Uin(other) if *other == uin() => Ok(Some(self.record())),
            IdRef::Vid(other) if *other == vid() => Err(Failure::with(IdRepoError::VidStatus, ["EXPIRED"])),
            IdRef::Rid(other) if *other == rid() => Ok(Some(self.record())),
            _ => Ok(None),
        }
    }
    async fn find_by_hash(&self, caller: &Caller, hash: &str, _: bool) -> Result<Option<IdentityRecord>, Failure> {
        caller.require(idrepo_api::identity::READ)?;
        Ok((hash == HASH).then(|| self.record()))
    }
    async fn issue_vid(&self, _: &Caller, _: &Uin, vid_type: &str) -> Result<VidInfo, Failure> {
        let made = VidInfo {
            vid: vid(),
            vid_type: vid_type.to_owned(),
            status: "ACTIVE".to_owned(),
            expiry: None,
            transactions_left: Some(1),
        };
        self.vids.lock().unwrap().push(made.clone());
        Ok(made)
    }
    async fn vids(&self, _: &Caller, _: &Uin) -> Result<Vec<VidInfo>, Failure> {
        Ok(self.vids.lock().unwrap().clone())
    }
    async fn vid_kinds(&self, _: &Caller) -> Result<Vec<VidKind>, Failure> {
        let kind = |name: &str, instances| VidKind {
            name: name.to_owned(),
            valid_minutes: Some(30),
            transactions: Some(1),
            instances,
        };
        Ok(vec![kind("Perpetual", 1), kind("Temporary", 2)])
    }
    async fn auth_locks(&self, _: &Caller, _: &Uin) -> Result<Vec<AuthTypeLock>, Failure> {
        unused()
    }
}

#[async_trait]
impl Credentials for Doubles {
    async fn request_card(&self, _: &Caller, _: &Rid, _: &Uin) -> Result<CredentialState, Failure> {
        unused()
    }
    async fn state(&self, _: &Caller, _: &Rid) -> Result<Option<CredentialState>, Failure> {
        let status = self.card.lock().unwrap().clone();
        Ok(status.map(|status| CredentialState {
            request_id: "1".to_owned(),
            status,
            updated_at: Timestamp::UNIX_EPOCH,
        }))
    }
    async fn card(&self, _: &Caller, _: &Uin) -> Result<Option<Card>, Failure> {
        let ready = self.card.lock().unwrap().as_deref() == Some("ISSUED");
        Ok(ready.then(|| Card { pdf: b"%PDF-1.7".to_vec(), qr: String::new() }))
    }
}

#[async_trait]
impl Registrations for Doubles {
    async fn list(&self, _: &Caller, _: &PipelineQuery) -> Result<PipelinePage, Failure> {
        unused()
    }
    async fn counts(&self, _: &Caller) -> Result<PipelineCounts, Failure> {
        unused()
    }
    async fn detail(&self, _: &Caller, _: &Rid) -> Result<Option<PipelineDetail>, Failure> {
        unused()
    }
    async fn act(&self, _: &Caller, _: &Rid, _: registration_api::WorkflowAction) -> Result<(), Failure> {
        unused()
    }
    async fn cases(&self, _: &Caller, _: u32) -> Result<CaseList, Failure> {
        unused()
    }
    async fn case(&self, _: &Caller, _: &str) -> Result<Option<CaseView>, Failure> {
        unused()
    }
    async fn picture(&self, _: &Caller, _: &str, _: PictureRef<'_>) -> Result<Option<Vec<u8>>, Failure> {
        unused()
    }
    async fn decide(&self, _: &Caller, _: &str, _: Decision, _: &str) -> Result<(), Failure> {
        unused()
    }
    async fn public_status(&self, _: &Caller, asked: &Rid) -> Result<Option<(String, Timestamp)>, Failure> {
        Ok((*asked == rid()).then(|| ("issuing".to_owned(), Timestamp::UNIX_EPOCH)))
    }
}

#[async_trait]
impl AuthHistory for Doubles {
    async fn history(&self, _: &Caller, _: &Uin, limit: u32) -> Result<Vec<AuthUse>, Failure> {
        let mut uses = self.uses.lock().unwrap().clone();
        uses.truncate(limit as usize);
        Ok(uses)
    }
}

#[async_trait]
impl MasterData for Doubles {
    async fn languages(&self) -> Result<Languages, Failure> {
        unused()
    }
    async fn identity_schema(&self, _: Option<f64>) -> Result<Arc<IdentitySchemaVersion>, Failure> {
        unused()
    }
    async fn ui_spec(&self, _: &str, _: &str, _: Option<f64>) -> Result<Arc<UiSpecVersion>, Failure> {
        unused()
    }
    async fn center(&self, _: &CenterId, _: LangCode) -> Result<Option<Center>, Failure> {
        unused()
    }
    async fn centers(&self, _: LangCode) -> Result<Vec<Center>, Failure> {
        unused()
    }
    async fn center_days(&self, _: &CenterId, _: NaiveDate, _: NaiveDate) -> Result<Vec<CenterDay>, Failure> {
        unused()
    }
    async fn machine(&self, _: &MachineId, _: Option<Timestamp>) -> Result<Option<Machine>, Failure> {
        unused()
    }
    async fn operator(&self, _: &str, _: Option<Timestamp>) -> Result<Option<Operator>, Failure> {
        unused()
    }
    async fn template(&self, _: &str, _: LangCode) -> Result<Option<String>, Failure> {
        unused()
    }
    async fn locations(&self, _: Option<&str>, _: LangCode) -> Result<Vec<LocationNode>, Failure> {
        unused()
    }
    async fn dynamic_field(&self, _: &str, _: LangCode) -> Result<Vec<(String, String)>, Failure> {
        unused()
    }
    async fn document_rules(&self, _: Option<&str>, _: LangCode) -> Result<Vec<DocumentRule>, Failure> {
        unused()
    }
    async fn setting(&self, name: &str) -> Result<Option<String>, Failure> {
        let one_hour_east = name == "tessera.country.utc-offset";
        Ok(one_hour_east.then(|| "+01:00".to_owned()))
    }
    async fn is_blocklisted(&self, _: &str, _: LangCode) -> Result<bool, Failure> {
        unused()
    }
}

/// The value of a placeholder in a notice.
pub(crate) fn value(notice: &Notice, name: &str) -> Value {
    notice.values.get(&(name.to_owned(), None)).map_or(Value::Null, |text| json!(text))
}
