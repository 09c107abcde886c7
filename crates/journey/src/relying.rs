//! The relying party asks: one-time code, demographics, fingerprint, e-KYC (ida-crypto B).

use crypto::aead::{self, AesKey};
use crypto::digest::sha256;
use crypto::encoding::{b64_lenient, b64url};
use crypto::jws::{Jws, VerifyingKey};
use crypto::x509::Certificate;
use crypto::{Algorithm, Random as _, SystemRandom};
use reqwest::Method;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use crate::device::{Devices, ENVIRONMENT};
use crate::fingers::Print;
use crate::http::{Answer, Http};
use crate::ledger::{Entry, Ledger};
use crate::partner::Party;
use crate::person::Person;
use crate::{Error, Result, mail, pipeline};

/// The identity is not in the authentication's own copy yet.
const NOT_THERE_YET: [&str; 2] = ["IDA-MLC-018", "IDA-MLC-002"];

/// A relying party at work.
pub struct Relying<'a> {
    pub http: &'a Http,
    pub party: &'a Party,
    pub devices: &'a Devices,
    pub ledger: &'a Ledger,
}

/// What authentication said.
#[derive(Debug)]
pub enum Verdict {
    /// `response`.
    Granted(Value),
    /// Codes and texts of the errors.
    Denied(Vec<(String, String)>),
}

/// Who is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// UIN or VID.
    pub id: &'a str,
    /// `UIN` or `VID`.
    pub kind: &'a str,
    /// The number behind it, for the ledger.
    pub uin: &'a str,
}

/// Ten digits.
fn transaction() -> String {
    let mut bytes = [0; 10];
    SystemRandom.fill(&mut bytes);
    bytes.iter().map(|byte| char::from(b'0' + byte % 10)).collect()
}

impl Relying<'_> {
    fn request(&self, service: &str, body: &str) -> Result<reqwest::RequestBuilder> {
        let path = format!("/idauthentication/v1/{service}/{}", self.party.address);
        Ok(self
            .http
            .request(Method::POST, &path)
            .header("signature", self.party.holder.sign(body.as_bytes(), true)?)
            .header("Authorization", "Authorization")
            .header("Content-Type", "application/json")
            .body(body.to_owned()))
    }

    /// Checks that the authentication service signed what it answered.
    fn check_signature(answer: &Answer) -> Result<()> {
        let token =
            answer.signature.as_deref().ok_or_else(|| Error::new("the answer of authentication is not signed"))?;
        let jws = Jws::parse(token)?;
        let certificate = jws.certificates()?.into_iter().next();
        let certificate = certificate.ok_or_else(|| Error::new("the answer's signature has no certificate"))?;
        let certificate = Certificate::from_der(&certificate)?;
        jws.verify(VerifyingKey::Public(certificate.public_key()?, &[Algorithm::Rs256]), Some(&answer.body))?;
        Ok(())
    }

    fn verdict(answer: &Answer, status: &str) -> Result<Verdict> {
        Self::check_signature(answer)?;
        let mut body = answer.json();
        let errors: Vec<(String, String)> = body["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| {
                let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
                (text("errorCode"), text("errorMessage"))
            })
            .collect();
        let response = body["response"].take();
        if errors.is_empty() && (status.is_empty() || response[status] == json!(true)) {
            return Ok(Verdict::Granted(response));
        }
        Ok(Verdict::Denied(errors))
    }

    /// Encrypts, signs and sends a request; `plain` makes the factors from the transaction and the present.
    async fn ask(
        &self,
        service: &str,
        subject: Subject<'_>,
        transaction: &str,
        plain: impl Fn(&str) -> Result<Map<String, Value>>,
    ) -> Result<Verdict> {
        let answer = self
            .http
            .send(service, || {
                let stamp = self.http.stamp();
                let mut request = plain(&stamp)?;
                request.insert("timestamp".to_owned(), json!(stamp));
                let request = serde_json::to_vec(&request)?;
                let key = AesKey::generate(&SystemRandom);
                let digest = hex::encode_upper(sha256(&request));
                let sealed = |plain: &[u8]| aead::seal_iv_tail(&key, &[], plain, &SystemRandom).map(b64url);
                let recipient = &self.party.requests;
                let body = json!({
                    "id": format!("mosip.identity.{service}"), "version": "1.0", "individualId": subject.id,
                    "individualIdType": subject.kind, "transactionID": transaction, "requestTime": stamp,
                    "specVersion": "1.0", "thumbprint": hex::encode_upper(recipient.thumbprint()),
                    "domainUri": self.http.base(), "env": ENVIRONMENT, "consentObtained": true,
                    "request": sealed(&request)?, "requestHMAC": sealed(digest.as_bytes())?,
                    "requestSessionKey": b64url(recipient.public_key()?.encrypt_oaep(key.expose())?), "metadata": {},
                });
                self.request(service, &body.to_string())
            })
            .await?;
        let verdict = Self::verdict(&answer, if service == "kyc" { "kycStatus" } else { "authStatus" })?;
        self.ledger.add(&Entry::Authentication {
            uin: subject.uin.to_owned(),
            transaction: transaction.to_owned(),
            granted: matches!(verdict, Verdict::Granted(_)),
        })?;
        Ok(verdict)
    }

    fn demand(what: &str, verdict: Verdict) -> Result<Value> {
        match verdict {
            Verdict::Granted(response) => Ok(response),
            Verdict::Denied(errors) => {
                let (code, message) = errors.into_iter().next_back().unwrap_or_default();
                Err(Error::Refused { what: what.to_owned(), status: 200, code, message })
            }
        }
    }

    /// Asks for a one-time code and takes it from the person's mail; waits until authentication knows the person.
    ///
    /// # Errors
    /// What the server refuses, or when no code comes.
    pub async fn send_code(&self, subject: Subject<'_>, person: &Person) -> Result<(String, String)> {
        let begun = Instant::now();
        loop {
            let transaction = transaction();
            let known = mail::codes(self.http, &person.email).await?.len();
            let answer = self
                .http
                .send("one-time code for authentication", || {
                    let body = json!({
                        "id": "mosip.identity.otp", "version": "1.0", "individualId": subject.id,
                        "individualIdType": subject.kind, "transactionID": transaction,
                        "requestTime": self.http.stamp(), "otpChannel": ["email"], "metadata": {},
                    });
                    self.request("otp", &body.to_string())
                })
                .await?;
            match Self::verdict(&answer, "")? {
                Verdict::Granted(_) => {
                    let code = mail::wait_for_code(self.http, &person.email, known).await?;
                    return Ok((transaction, code));
                }
                Verdict::Denied(errors) => {
                    let early = errors.iter().any(|(code, _)| NOT_THERE_YET.contains(&code.as_str()));
                    if !early || begun.elapsed() > pipeline::PATIENCE {
                        Self::demand("one-time code for authentication", Verdict::Denied(errors))?;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                }
            }
        }
    }

    /// Authenticates with a code.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn by_code(&self, subject: Subject<'_>, transaction: &str, code: &str) -> Result<()> {
        let verdict = self.ask("auth", subject, transaction, |_| Ok(Map::from_iter([("otp".to_owned(), json!(code))])));
        Self::demand("authentication by code", verdict.await?).map(|_| ())
    }

    /// Authenticates with name and date of birth.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn by_demographics(&self, subject: Subject<'_>, person: &Person, language: &str) -> Result<()> {
        let demographics = json!({
            "name": [{ "language": language, "value": person.name(language) }], "dob": person.birth,
        });
        let transaction = transaction();
        let verdict = self.ask("auth", subject, &transaction, |_| {
            Ok(Map::from_iter([("demographics".to_owned(), demographics.clone())]))
        });
        Self::demand("authentication by demographics", verdict.await?).map(|_| ())
    }

    async fn with_finger(&self, service: &str, subject: Subject<'_>, print: &Print, finger: &str) -> Result<Verdict> {
        let transaction = transaction();
        let capture = |stamp: &str| {
            let (domain, recipient) = (self.http.base(), &self.party.captures);
            let capture = self.devices.authenticate(print, finger, &transaction, stamp, domain, recipient, None)?;
            Ok(Map::from_iter([("biometrics".to_owned(), json!([capture]))]))
        };
        self.ask(service, subject, &transaction, capture).await
    }

    /// Authenticates with a finger; `finger` is what the party says of it.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn by_finger(&self, subject: Subject<'_>, print: &Print, finger: &str) -> Result<()> {
        let verdict = self.with_finger("auth", subject, print, finger).await?;
        Self::demand("authentication by fingerprint", verdict).map(|_| ())
    }

    /// Presents somebody else's finger.
    ///
    /// # Errors
    /// When it is accepted, or refused for another reason than that it does not match.
    pub async fn stranger(&self, subject: Subject<'_>, print: &Print, finger: &str) -> Result<()> {
        match self.with_finger("auth", subject, print, finger).await? {
            Verdict::Granted(_) => Err(Error::new("a stranger's finger was accepted")),
            Verdict::Denied(errors) if errors.iter().any(|(code, _)| code == "IDA-BIA-001") => Ok(()),
            Verdict::Denied(errors) => Err(Error::new(format!("a stranger's finger was refused, but for {errors:?}"))),
        }
    }

    /// e-KYC with a finger; decrypts the answer and holds the name against the person's.
    ///
    /// # Errors
    /// When it is refused, cannot be decrypted, or names somebody else.
    pub async fn know(
        &self,
        subject: Subject<'_>,
        print: &Print,
        finger: &str,
        person: &Person,
        languages: &[String],
    ) -> Result<()> {
        let what = "e-KYC";
        let response = Self::demand(what, self.with_finger("kyc", subject, print, finger).await?)?;
        let bytes = |key: &str| b64_lenient(response[key].as_str().unwrap_or_default());
        let key = AesKey::from_slice(&self.party.holder.key.decrypt_oaep(&bytes("sessionKey")?)?)?;
        let plain = aead::open_iv_tail(&key, &[], &bytes("identity")?)?;
        let identity: Map<String, Value> = serde_json::from_slice(&plain)?;
        for language in languages {
            let name = json!(person.name(language));
            let suffix = format!("_{language}");
            if !identity
                .iter()
                .any(|(key, value)| *value == name && key.to_lowercase().contains("name") && key.ends_with(&suffix))
            {
                let keys: Vec<&String> = identity.keys().collect();
                return Err(Error::new(format!("{what}: the name in {language} is not among {keys:?}")));
            }
        }
        Ok(())
    }
}
