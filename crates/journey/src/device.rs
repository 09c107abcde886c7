//! The fingerprint scanners of desk and relying party, with keys of their own: captures signed as SBI 0.9.5 signs them, and
//! for authentication encrypted (ida-crypto B.4). The journey's certificate authorities live here too; they exist for one run.

use chrono::TimeDelta;
use crypto::aead::{self, AesKey};
use crypto::digest::{sha256, sha256_of};
use crypto::encoding::b64url;
use crypto::jws::{self, Options, SigningKey};
use crypto::x509::{Certificate, Issuer, Profile, Request, Subject, SubjectFields, issue, self_signed};
use crypto::{Algorithm, KeyKind, PrivateKey, SystemRandom};
use serde_json::{Value, json};
use types::Timestamp;

use crate::Result;
use crate::fingers::Print;

/// What devices call their environment.
pub const ENVIRONMENT: &str = "Developer";
const SPEC_VERSION: &str = "0.9.5";
const MAKE: &str = "Tessera Simulated";

/// A key with its certificate.
pub struct Holder {
    pub key: PrivateKey,
    pub certificate: Certificate,
}

/// A self-signed certificate and one certificate under it.
pub struct Family {
    pub root: Certificate,
    pub leaf: Holder,
}

impl Family {
    /// Makes both; two RSA pairs are a matter of seconds, so off the runtime. `organization` is the leaf's.
    ///
    /// # Errors
    /// When a certificate cannot be made.
    pub async fn make(unit: &'static str, organization: String, name: String, now: Timestamp) -> Result<Self> {
        tokio::task::spawn_blocking(move || Self::make_now(unit, &organization, &name, now)).await?
    }

    fn make_now(unit: &str, organization: &str, name: &str, now: Timestamp) -> Result<Self> {
        let fields = |organization: &str, common_name: String| SubjectFields {
            common_name,
            organization_unit: unit.to_owned(),
            organization: organization.to_owned(),
            location: "Nowhere".to_owned(),
            state: "Nowhere".to_owned(),
            country: "XX".to_owned(),
        };
        let (not_before, not_after) = (now - TimeDelta::hours(1), now + TimeDelta::days(3 * 365));
        let root_key = PrivateKey::generate(KeyKind::Rsa2048)?;
        let root_name = fields("Tessera Journey", format!("Journey CA for {name}"));
        let subject = Subject::Fields(&root_name);
        let request = Request { subject, profile: Profile::Root, not_before, not_after };
        let root = self_signed(&request, &root_key, &SystemRandom)?;
        let key = PrivateKey::generate(KeyKind::Rsa2048)?;
        let leaf_name = fields(organization, name.to_owned());
        let profile = Profile::Partner { encipherment: true };
        let request = Request { subject: Subject::Fields(&leaf_name), profile, not_before, not_after };
        let issuer = Issuer { certificate: &root, key: &root_key };
        let certificate = issue(&request, key.public(), issuer, &SystemRandom)?;
        Ok(Self { root, leaf: Holder { key, certificate } })
    }
}

impl Holder {
    /// A compact JWS with the certificate in it.
    ///
    /// # Errors
    /// When signing fails.
    pub fn sign(&self, payload: &[u8], detached: bool) -> Result<String> {
        let options = Options { x5c: &[self.certificate.der()], detached, ..Options::default() };
        Ok(jws::sign(SigningKey::Private(&self.key, Algorithm::Rs256), payload, &options)?)
    }
}

/// The scanners: what signs captures, and what signs who the scanner is.
pub struct Devices {
    pub device: Family,
    pub chip: Family,
}

/// A capture for registration.
pub struct Enrolled {
    /// The JWS's payload with `<bioValue>` in the place of the record.
    pub payload: String,
    /// `header..signature`.
    pub signature: String,
    /// Of the payload.
    pub digital_id: Value,
}

impl Devices {
    /// Scanners with fresh keys.
    ///
    /// # Errors
    /// When a certificate cannot be made.
    pub async fn make(run: &str, now: Timestamp) -> Result<Self> {
        let device = Family::make("Device Provider", MAKE.to_owned(), format!("Journey scanner {run}"), now);
        let chip = Family::make("FTM Provider", MAKE.to_owned(), format!("Journey chip {run}"), now);
        let (device, chip) = tokio::try_join!(device, chip)?;
        Ok(Self { device, chip })
    }

    fn digital_id(sub_type: &str, stamp: &str) -> Value {
        json!({
            "serialNo": format!("JOURNEY-{}", sub_type.to_uppercase()), "make": MAKE, "model": "JOURNEY-1",
            "type": "Finger", "deviceSubType": sub_type, "deviceProvider": MAKE, "deviceProviderId": "journey",
            "dateTime": stamp,
        })
    }

    /// Signs a capture at the desk (RCAPTURE of an L0 scanner: the scanner's own key signs both).
    ///
    /// # Errors
    /// When signing fails.
    pub fn enrol(&self, print: &Print, transaction: &str, stamp: &str) -> Result<Enrolled> {
        let digital_id = Self::digital_id("Slap", stamp);
        let scanner = &self.device.leaf;
        let payload = |value: &str| -> Result<String> {
            let payload = json!({
                "digitalId": scanner.sign(digital_id.to_string().as_bytes(), false)?,
                "deviceCode": "journey-slap", "deviceServiceVersion": SPEC_VERSION, "bioType": "Finger",
                "bioSubType": print.name(), "purpose": "Registration", "env": ENVIRONMENT, "bioValue": value,
                "transactionId": transaction, "timestamp": stamp, "requestedScore": "40",
                "qualityScore": print.quality.to_string(),
            });
            Ok(payload.to_string())
        };
        let signed = scanner.sign(payload(&b64url(&print.record))?.as_bytes(), true)?;
        Ok(Enrolled { payload: payload("<bioValue>")?, signature: signed, digital_id })
    }

    /// One capture at a relying party, signed and encrypted to the platform (CAPTURE of an L1 scanner). `sub_type` is what
    /// the relying party says of the finger; `previous` the hash before it in the chain, if any.
    ///
    /// # Errors
    /// When encryption or signing fails.
    #[expect(clippy::too_many_arguments, reason = "the parts of SBI's capture answer")]
    pub fn authenticate(
        &self,
        print: &Print,
        sub_type: &str,
        transaction: &str,
        stamp: &str,
        domain: &str,
        recipient: &Certificate,
        previous: Option<&[u8]>,
    ) -> Result<Value> {
        let key = AesKey::generate(&SystemRandom);
        let sealed = seal(&key, stamp, transaction, &print.record)?;
        let digital_id = Self::digital_id("Single", stamp).to_string();
        let payload = json!({
            "digitalId": self.chip.leaf.sign(digital_id.as_bytes(), false)?,
            "deviceCode": "journey-single", "deviceServiceVersion": SPEC_VERSION, "bioType": "Finger",
            "bioSubType": sub_type, "purpose": "Auth", "env": ENVIRONMENT, "domainUri": domain,
            "bioValue": b64url(sealed), "transactionId": transaction, "timestamp": stamp, "requestedScore": "40",
            "qualityScore": print.quality.to_string(),
        });
        let first = sha256(b"");
        let hash = sha256_of(&[previous.unwrap_or(&first), &sha256(&print.record)]);
        Ok(json!({
            "specVersion": SPEC_VERSION,
            "data": self.device.leaf.sign(payload.to_string().as_bytes(), false)?,
            "hash": hex::encode_upper(hash),
            "sessionKey": b64url(recipient.public_key()?.encrypt_oaep(key.expose())?),
            "thumbprint": hex::encode_upper(recipient.thumbprint()),
        }))
    }
}

/// Nonce and associated data follow from timestamp and transaction: the last 12 and 16 bytes of both, exclusive-or'ed.
fn seal(key: &AesKey, stamp: &str, transaction: &str, plain: &[u8]) -> Result<Vec<u8>> {
    let (a, b) = (stamp.as_bytes(), transaction.as_bytes());
    let length = a.len().max(b.len());
    let at = |text: &[u8], i: usize| (i + text.len()).checked_sub(length).map_or(0, |i| text[i]);
    let mixed: Vec<u8> = (0..length).map(|i| at(a, i) ^ at(b, i)).collect();
    let tail = |n: usize| &mixed[mixed.len().saturating_sub(n)..];
    Ok(aead::seal(key, tail(12), tail(16), plain)?)
}
