//! A relying party: registered through the partner module's REST services, speaking the wire of authentication.

use axum::body::Body;
use axum::http::Request;
use codec::iso19794::FingerPosition;
use crypto::Algorithm;
use crypto::SystemRandom;
use crypto::aead::{self, AesKey};
use crypto::digest::sha256_hex;
use crypto::encoding::{b64_lenient, b64url};
use crypto::jws::{Jws, VerifyingKey};
use crypto::x509::Certificate;
use serde_json::{Value, json};

use super::capture::{Device, Shot, finger_record, name, sign};
use super::{Authority, Holder, now};
use crate::support::{Answer, TestApp};

pub const DOMAIN: &str = "http://relying.example";
pub const TRANSACTION: &str = "1234567890";

/// A partner with everything it needs to ask.
pub struct RelyingParty {
    pub id: String,
    pub licence: String,
    pub api_key: String,
    /// Signs with the certificate the platform made, as partners do.
    pub holder: Holder,
    /// The certificate as the partner's authority made it.
    pub original: Holder,
    pub authority: Authority,
    pub device: Device,
    /// Certificates of `IDA`: `PARTNER`, `IDA-FIR`.
    pub ida: Certificate,
    pub fir: Certificate,
}

/// A request before it is signed, so that a test may change it.
pub struct Asked {
    pub body: Value,
    pub service: &'static str,
}

/// A policy that allows everything that is asked for here.
pub fn policy() -> Value {
    let types = ["otp-request", "otp", "demo", "kyc", "bio"];
    let allowed: Vec<Value> =
        types.iter().map(|name| json!({"authType": name, "authSubType": "", "mandatory": false})).collect();
    let attributes = ["fullName", "dateOfBirth", "phone", "gender", "photo"];
    let attributes: Vec<Value> = attributes.iter().map(|name| json!({"attributeName": name})).collect();
    json!({"authTokenType": "partner", "allowedAuthTypes": allowed, "allowedKycAttributes": attributes,
        "kycLanguages": ["eng", "ara"]})
}

async fn ask(app: &TestApp, token: &str, method: &str, path: &str, request: Value) -> Value {
    let answer = app.send(method, path, Some(token), Some(app.envelope("x", "LTS", request))).await;
    assert!(answer.body["errors"].is_null() || answer.body["errors"] == json!([]), "{path}: {:?}", answer.body);
    answer.body["response"].clone()
}

/// A certificate of authentication.
pub async fn ida_certificate(app: &TestApp, reference: &str) -> Certificate {
    let token = app.client_token("mosip-resident-client", "demo-resident-client", "resident").await;
    let path = format!("/idauthentication/v1/internal/getCertificate?applicationId=IDA&referenceId={reference}");
    let answer = app.send("GET", &path, Some(&token), None).await;
    let pem = answer.body["response"]["certificate"].as_str().unwrap_or_else(|| panic!("{:?}", answer.body));
    Certificate::from_pem(pem).expect("a certificate")
}

pub async fn pms(app: &TestApp) -> String {
    app.client_token("mosip-pms-client", "demo-pms-client", "partner").await
}

impl RelyingParty {
    pub async fn register(app: &TestApp, policy: Value) -> Self {
        let token = pms(app).await;
        let partners = "/v1/partnermanager/partners";
        let policies = "/v1/policymanager/policies";
        let group =
            ask(app, &token, "POST", &format!("{policies}/group/new"), json!({"name": "Banks", "desc": "d"})).await;
        let group = group["id"].as_str().expect("a group").to_owned();
        let draft = json!({"name": "All", "desc": "d", "policyGroupName": "Banks", "policyType": "Auth",
            "version": "1.0", "policies": policy});
        let made = ask(app, &token, "POST", policies, draft).await;
        let published = format!("{policies}/{}/group/{group}/publish", made["id"].as_str().expect("a policy"));
        assert_eq!(app.send("POST", &published, Some(&token), None).await.body["response"]["status"], "PUBLISHED");

        let at = now(app);
        let authority = Authority::new(at, 0, "Auth CA");
        let device_authority = Authority::new(at, 1, "Device CA");
        let chip_authority = Authority::new(at, 2, "Chip CA");
        let original = authority.issue(3, "bank");
        let mut device =
            Device { device: device_authority.issue(4, "glassworks"), chip: chip_authority.issue(5, "chips") };
        let misp = authority.issue(6, "misp");
        for (domain, one) in [("AUTH", &authority), ("DEVICE", &device_authority), ("FTM", &chip_authority)] {
            let body = json!({"certificateData": one.certificate.to_pem(), "partnerDomain": domain});
            ask(app, &token, "POST", &format!("{partners}/certificate/ca/upload"), body).await;
        }
        let kinds = [
            ("bank", "Auth_Partner", "AUTH", &original),
            ("misp", "Misp_Partner", "AUTH", &misp),
            ("glassworks", "Device_Provider", "DEVICE", &device.device),
            ("chips", "FTM_Provider", "FTM", &device.chip),
        ];
        let mut signed = Vec::new();
        for (id, kind, domain, holder) in kinds {
            let body = json!({"partnerId": id, "organizationName": id, "partnerType": kind, "policyGroup": "Banks",
                "address": "Port Amel", "contactNumber": "612345678", "emailId": format!("{id}@partner.example")});
            ask(app, &token, "POST", partners, body).await;
            let body =
                json!({"partnerId": id, "certificateData": holder.certificate.to_pem(), "partnerDomain": domain});
            let answer = ask(app, &token, "POST", &format!("{partners}/certificate/upload"), body).await;
            let pem = answer["signedCertificateData"].as_str().expect("a signed certificate");
            signed.push(Certificate::from_pem(pem).expect("a certificate"));
        }
        // the device shows the platform's certificate, the chip its authority's: both are trusted
        device.device = Holder { key: device.device.key, certificate: signed.swap_remove(2) };
        let holder = Holder { key: original.key, certificate: signed.swap_remove(0) };
        let body = json!({"policyName": "All", "useCaseDescription": "tests"});
        let mapped = ask(app, &token, "POST", &format!("{partners}/bank/policy/map"), body).await;
        let mapping = format!("{partners}/policy/{}", mapped["mappingkey"].as_str().expect("a mapping"));
        ask(app, &token, "PUT", &mapping, json!({"status": "Approved"})).await;
        let body = json!({"policyName": "All", "label": "first"});
        let key = ask(app, &token, "PATCH", &format!("{partners}/bank/generate/apikey"), body).await;
        let licence = ask(app, &token, "POST", "/v1/partnermanager/misps", json!({"providerId": "misp"})).await;
        Self {
            id: "bank".to_owned(),
            licence: licence["licenseKey"].as_str().expect("a licence").to_owned(),
            api_key: key["apiKey"].as_str().expect("an API key").to_owned(),
            holder,
            original,
            authority,
            device,
            ida: ida_certificate(app, "PARTNER").await,
            fir: ida_certificate(app, "IDA-FIR").await,
        }
    }

    /// A request with a plain part, sealed.
    pub fn request(&self, app: &TestApp, service: &'static str, individual: &str, plain: Value) -> Asked {
        let body = json!({
            "id": format!("mosip.identity.{service}"), "version": "1.0", "individualId": individual,
            "transactionID": TRANSACTION, "requestTime": types::time::format(now(app)), "specVersion": "1.0",
            "consentObtained": true, "domainUri": DOMAIN, "env": "Staging",
            "requestedAuth": {"otp": false, "demo": false, "bio": false, "pin": false}, "metadata": {},
        });
        let mut asked = Asked { body, service };
        asked.seal(&self.ida, plain, &types::time::format(now(app)));
        asked
    }

    /// The request for a one-time code.
    pub fn code_request(&self, app: &TestApp, individual: &str, channels: &[&str]) -> Asked {
        let body = json!({
            "id": "mosip.identity.otp", "version": "1.0", "individualId": individual, "transactionID": TRANSACTION,
            "requestTime": types::time::format(now(app)), "otpChannel": channels,
        });
        Asked { body, service: "otp" }
    }

    /// Sends a request, signed, and checks the signature of the answer.
    pub async fn send(&self, app: &TestApp, asked: &Asked) -> Answer {
        let body = asked.body.to_string();
        let signature = sign(&self.holder, body.as_bytes(), true);
        self.send_signed(app, asked.service, body, Some(&signature)).await
    }

    /// Sends requests at once.
    pub async fn send_at_once(&self, app: &TestApp, asked: &[Asked]) -> Vec<Answer> {
        let sign_one = |asked: &Asked| {
            let body = asked.body.to_string();
            let signature = sign(&self.holder, body.as_bytes(), true);
            self.signed(asked.service, body, Some(&signature))
        };
        app.raw_at_once(asked.iter().map(sign_one).collect()).await
    }

    /// Sends any bytes under any signature.
    pub async fn send_signed(&self, app: &TestApp, service: &str, body: String, signature: Option<&str>) -> Answer {
        let answer = app.raw(self.signed(service, body, signature)).await;
        check_signature(&answer);
        answer
    }

    fn signed(&self, service: &str, body: String, signature: Option<&str>) -> Request<Body> {
        let path = format!("/idauthentication/v1/{service}/{}/{}/{}", self.licence, self.id, self.api_key);
        let request = Request::builder().method("POST").uri(path).header("Authorization", "Some String");
        let request = match signature {
            Some(signature) => request.header("Signature", signature),
            None => request,
        };
        request.body(Body::from(body)).expect("a request")
    }

    /// Yes or no, by any plain request.
    pub async fn authenticate(&self, app: &TestApp, individual: &str, plain: Value) -> Answer {
        self.send(app, &self.request(app, "auth", individual, plain)).await
    }

    /// Presses of a person's fingers, in order.
    pub fn presses(&self, app: &TestApp, fingers: &[(u64, FingerPosition, u64)]) -> Vec<Value> {
        let at = types::time::format(now(app));
        let shots: Vec<Shot<'_>> = fingers
            .iter()
            .map(|(person, position, press)| Shot {
                kind: "Finger",
                sub_type: name(*position),
                record: finger_record(*person, *position, *press),
                transaction: TRANSACTION,
                timestamp: &at,
                domain: DOMAIN,
            })
            .collect();
        self.device.capture(&self.fir, &shots)
    }

    /// Asks for a code and reads it from the message sink.
    pub async fn code(&self, app: &TestApp, individual: &str) -> String {
        // the sink tells messages of one instant apart by chance
        app.ground.clock.advance(chrono::TimeDelta::seconds(1));
        let answer = self.send(app, &self.code_request(app, individual, &["EMAIL", "PHONE"])).await;
        assert!(answer.body["errors"].is_null(), "{:?}", answer.body);
        newest_code(app, "layla@sahlara.example").await
    }

    /// What e-KYC says, decrypted with the partner's key.
    pub fn decrypt(&self, answer: &Answer) -> Value {
        let response = &answer.body["response"];
        let bytes = |name: &str| b64_lenient(response[name].as_str().unwrap_or_default()).expect("base64");
        let key = self.holder.key.decrypt_oaep(&bytes("sessionKey")).expect("a session key");
        let plain = aead::open_iv_tail(&AesKey::from_slice(&key).expect("a key"), b"", &bytes("identity"));
        serde_json::from_slice(&plain.expect("the identity")).expect("JSON")
    }
}

impl Asked {
    /// Encrypts a plain part into the request.
    pub fn seal(&mut self, certificate: &Certificate, mut plain: Value, at: &str) {
        if plain["timestamp"].is_null() {
            plain["timestamp"] = json!(at);
        }
        let plain = plain.to_string();
        let key = AesKey::generate(&SystemRandom);
        let seal = |data: &[u8]| b64url(aead::seal_iv_tail(&key, b"", data, &SystemRandom).expect("sealed"));
        self.body["request"] = json!(seal(plain.as_bytes()));
        self.body["requestHMAC"] = json!(seal(sha256_hex(plain.as_bytes()).as_bytes()));
        let wrapped = certificate.public_key().expect("a key").encrypt_oaep(key.expose()).expect("wrapped");
        self.body["requestSessionKey"] = json!(b64url(wrapped));
        self.body["thumbprint"] = json!(certificate.thumbprint_hex());
    }
}

/// The newest six digits sent to an address.
pub async fn newest_code(app: &TestApp, to: &str) -> String {
    let found = app.send("GET", &format!("/mocksmtp/messages?recipient={to}"), None, None).await;
    let texts = found.body.as_array().cloned().unwrap_or_default();
    let codes = texts.iter().filter_map(|message| {
        let text = message["text"].as_str()?;
        text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).map(str::to_owned)
    });
    codes.into_iter().next().unwrap_or_else(|| panic!("no code for {to}: {texts:?}"))
}

/// IDA-19: every answer is signed by IDA's key over its exact bytes.
fn check_signature(answer: &Answer) {
    let signature = answer.headers.get("response-signature").expect("a signed answer");
    let jws = Jws::parse(signature).expect("a JWS");
    let chain = jws.certificates().expect("certificates");
    let certificate = Certificate::from_der(&chain[0]).expect("a certificate");
    assert!(jws.header().x5t_s256.is_some() && jws.is_detached());
    let key = VerifyingKey::Public(certificate.public_key().expect("a key"), &[Algorithm::Rs256]);
    jws.verify(key, Some(&answer.raw)).expect("the signature covers the answer");
}

/// Success or the codes of the refusal.
pub fn outcome(answer: &Answer) -> Result<(), Vec<String>> {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let response = &answer.body["response"];
    let said_yes = response["authStatus"] == true || response["kycStatus"] == true;
    assert_eq!(answer.status, 200);
    assert_eq!(said_yes, errors.is_empty(), "{:?}", answer.body);
    assert_eq!(answer.body["response"]["authToken"].is_string(), said_yes, "{:?}", answer.body);
    if said_yes {
        return Ok(());
    }
    Err(errors.iter().map(|error| error["errorCode"].as_str().unwrap_or_default().to_owned()).collect())
}

/// A refusal by one code.
pub fn refused(code: &str) -> Result<(), Vec<String>> {
    Err(vec![code.to_owned()])
}

/// A refusal of the filter stage: two entries in this order (spec F.2).
pub fn filtered(code: &str) -> Result<(), Vec<String>> {
    Err(vec!["IDA-MLC-007".to_owned(), code.to_owned()])
}
