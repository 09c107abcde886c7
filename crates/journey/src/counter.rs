//! At the registration centre: fetch the application, capture, make a packet in MOSIP's format, announce and upload it.

use std::io::{Cursor, Read as _};
use std::sync::atomic::{AtomicU32, Ordering};

use codec::cbeff::{BdbInfo, Bir, BirInfo, Level, Modality, Purpose, Quality, RegistryId, Version};
use codec::packet::{Builder, Header, Value as Field, seal};
use crypto::envelope::Recipient;
use crypto::x509::Certificate;
use crypto::{Algorithm, SystemRandom, aead, encoding};
use reqwest::{Method, header, multipart};
use serde_json::{Map, Value, json};

use crate::country::{Country, Desk};
use crate::device::Devices;
use crate::fingers::Print;
use crate::http::{Call, Http, Session};
use crate::ledger::{Entry, Ledger};
use crate::{Error, Result};

const BIOMETRICS: &str = "individualBiometrics";
/// The largest file in an application that is unpacked.
const MOST_BYTES: u64 = 32 << 20;

/// A desk with its staff.
pub struct Counter<'a> {
    http: &'a Http,
    country: &'a Country,
    desk: &'a Desk,
    operator: &'a Session,
    supervisor: &'a Session,
    devices: &'a Devices,
    /// What packets of this machine are encrypted to.
    certificate: Certificate,
    sequence: AtomicU32,
}

/// What pre-registration holds of a person.
pub struct Fetched {
    prid: String,
    identity: Map<String, Value>,
    files: Vec<(String, Vec<u8>)>,
}

/// A packet ready to be sent.
pub struct Made {
    pub rid: String,
    pub packet: String,
    language: String,
    created: String,
    contact: [Option<String>; 3],
    sealed: Vec<u8>,
}

/// Opens what is encrypted to a machine's key (ida-crypto A.7 format 7): wrapped key, nonce, associated data, cipher text.
fn open_for_machine(desk: &Desk, sealed: &[u8]) -> Result<Vec<u8>> {
    const WRAPPED: usize = 256;
    const NONCE: usize = 12;
    const AAD: usize = 32;
    if sealed.len() < WRAPPED + NONCE + AAD {
        return Err(Error::new("the application's archive is cut off"));
    }
    let (wrapped, rest) = sealed.split_at(WRAPPED);
    let (nonce, rest) = rest.split_at(NONCE);
    let (aad, body) = rest.split_at(AAD);
    let key = aead::AesKey::from_slice(&desk.encryption.decrypt_oaep(wrapped)?)?;
    Ok(aead::open(&key, nonce, aad, body)?.to_vec())
}

fn unzip(zip: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip))?;
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let file = archive.by_index(at)?;
        let name = file.name()?.into_owned();
        let mut content = Vec::new();
        file.take(MOST_BYTES).read_to_end(&mut content)?;
        files.push((name, content));
    }
    Ok(files)
}

impl<'a> Counter<'a> {
    /// Opens the counter: operator and supervisor sign in, the machine's packet certificate is fetched.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn open(
        http: &'a Http,
        country: &'a Country,
        desk: &'a Desk,
        (operator, supervisor): (&'a Session, &'a Session),
        devices: &'a Devices,
    ) -> Result<Self> {
        supervisor.token().await?;
        let path =
            format!("/v1/keymanager/getCertificate?applicationId=REGISTRATION&referenceId={}", desk.reference(country));
        let found = operator.call("packet certificate", &Call::get(&path)).await?;
        let certificate = Certificate::from_pem(found["certificate"].as_str().unwrap_or_default())?;
        Ok(Self { http, country, desk, operator, supervisor, devices, certificate, sequence: AtomicU32::new(1) })
    }

    /// Fetches an application, encrypted for this machine.
    ///
    /// # Errors
    /// What the server refuses; an archive that cannot be read.
    pub async fn fetch(&self, prid: &str) -> Result<Fetched> {
        let path = format!("/preregistration/v1/sync/{prid}/{}", self.desk.machine);
        let found = self.operator.call("application at the desk", &Call::get(&path)).await?;
        let sealed = encoding::b64_lenient(found["zip-bytes"].as_str().unwrap_or_default())?;
        let mut files = unzip(&open_for_machine(self.desk, &sealed)?)?;
        let at = files.iter().position(|(name, _)| name == "ID.json");
        let at = at.ok_or_else(|| Error::new("the application's archive has no ID.json"))?;
        let mut id: Value = serde_json::from_slice(&files.remove(at).1)?;
        let Value::Object(identity) = id["identity"].take() else {
            return Err(Error::new("the application's ID.json has no identity"));
        };
        Ok(Fetched { prid: prid.to_owned(), identity, files })
    }

    /// Someone without an application: what they say is typed in at the desk.
    pub fn walk_in(&self, person: &crate::person::Person) -> Result<Fetched> {
        let Value::Object(identity) = self.country.application(person)["identity"].take() else {
            return Err(Error::new("no identity"));
        };
        Ok(Fetched { prid: String::new(), identity, files: Vec::new() })
    }

    /// Makes the packet of a person: identity, documents and biometrics, signed by the machine, encrypted to the platform.
    ///
    /// # Errors
    /// When something cannot be written, signed or encrypted.
    pub fn pack(&self, fetched: &Fetched, prints: &[Print]) -> Result<Made> {
        let (now, reference) = (self.http.now(), self.desk.reference(self.country));
        let (created, compact) = (types::time::format(now), now.format("%Y%m%d%H%M%S").to_string());
        let sequence = self.sequence.fetch_add(1, Ordering::Relaxed) % 100_000;
        let rid = format!("{}{}{sequence:05}{compact}", self.country.center.id, self.desk.machine);
        let builder = Builder::new(&rid, self.country.schema_version, &created);
        let builder = self.fields(builder, fetched)?;
        if !prints.iter().any(Print::is_usable) {
            return Err(Error::new("none of the captures is good enough"));
        }
        let (bir, digital_id) = self.biometrics(prints, &rid, &created)?;
        let builder = builder.field(BIOMETRICS, self.country.category(BIOMETRICS), Field::Biometrics(Box::new(bir)));
        let builder = self.meta(builder, fetched, prints, &rid, &created, digital_id);
        let header = Header {
            id: rid.clone(),
            source: "REGISTRATION_CLIENT".into(),
            process: "NEW".into(),
            schema_version: self.country.schema_version,
            creation_date: created.clone(),
            ref_id: Some(reference.clone()),
        };
        let sign = |plain: &[u8]| self.desk.signing.sign(Algorithm::Rs256, plain);
        let outer = seal(&header, &builder.build()?, sign, |plain| self.seal(plain));
        let outer = outer.map_err(|error| Error::new(format!("packet: {error}")))?;
        let text = |field: &str| fetched.identity.get(field).and_then(Value::as_str).map(str::to_owned);
        let name = fetched.identity.get("fullName").and_then(|name| name[0]["value"].as_str()).map(str::to_owned);
        Ok(Made {
            packet: format!("{rid}-{reference}-{compact}"),
            rid,
            language: self.country.languages[0].clone(),
            created,
            contact: [name, text("email"), text("phone")],
            sealed: self.seal(&outer)?,
        })
    }

    fn seal(&self, plain: &[u8]) -> crypto::Result<Vec<u8>> {
        let thumbprint = self.certificate.thumbprint();
        let recipient = Recipient { key: self.certificate.public_key()?, thumbprint: &thumbprint };
        crypto::packet::seal(recipient, plain, &SystemRandom)
    }

    fn fields(&self, mut builder: Builder, fetched: &Fetched) -> Result<Builder> {
        for (name, value) in &fetched.identity {
            if name == "IDSchemaVersion" {
                continue; // the builder writes it
            }
            let category = self.country.category(name);
            let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let stem = text("value");
            if !value.is_object() {
                builder = builder.field(name, category, Field::Plain(value.clone()));
                continue;
            }
            let named = |file: &&(String, Vec<u8>)| file.0.rsplit_once('.').map_or(file.0.as_str(), |(s, _)| s) == stem;
            let file = fetched.files.iter().find(named);
            let (_, data) = file.ok_or_else(|| Error::new(format!("the application's archive lacks {name}")))?;
            let reference = value.get("refNumber").and_then(Value::as_str).map(str::to_owned);
            let document =
                Field::Document { data: data.clone(), kind: text("type"), format: text("format"), reference };
            builder = builder.field(name, category, document);
        }
        Ok(builder)
    }

    /// The CBEFF record of the captures, and what the scanner says of itself.
    fn biometrics(&self, prints: &[Print], rid: &str, created: &str) -> Result<(Bir, Value)> {
        let version = Some(Version { major: 1, minor: 1 });
        let info = BirInfo { integrity: false, creation_date: Some(created.to_owned()), ..BirInfo::default() };
        let mut segments = Vec::new();
        let mut digital_id = Value::Null;
        for print in prints {
            let usable = print.is_usable();
            let quality = Quality {
                algorithm: Some(RegistryId { organization: "HMAC".into(), kind: "SHA-256".into() }),
                score: Some(if usable { print.quality } else { 0 }),
            };
            let bdb_info = BdbInfo {
                format: Some(RegistryId { organization: "Mosip".into(), kind: "7".into() }),
                creation_date: Some(created.to_owned()),
                modality: Some(Modality::Finger),
                subtype: print.name().split(' ').map(str::to_owned).collect(),
                level: Some(Level::Raw),
                purpose: Some(Purpose::Enroll),
                quality: Some(quality),
                ..BdbInfo::default()
            };
            let mut segment = Bir {
                version,
                cbeff_version: version,
                info: info.clone(),
                bdb_info: Some(bdb_info),
                others: vec![("EXCEPTION".to_owned(), (!usable).to_string())],
                ..Bir::default()
            };
            if usable {
                let capture = self.devices.enrol(print, &rid[rid.len() - 20..], created)?;
                digital_id = capture.digital_id;
                segment.bdb = Some(print.record.clone());
                segment.sb = Some(capture.signature.into_bytes());
                let others = [
                    ("RETRIES", print.tries.to_string()),
                    ("SDK_SCORE", print.quality.to_string()),
                    ("FORCE_CAPTURED", "false".to_owned()),
                    ("PAYLOAD", capture.payload),
                    ("SPEC_VERSION", "0.9.5".to_owned()),
                ];
                segment.others.extend(others.map(|(key, value)| (key.to_owned(), value)));
            }
            segments.push(segment);
        }
        let configured = prints.iter().map(Print::attribute).collect::<Vec<_>>().join(",");
        let bir = Bir {
            version,
            cbeff_version: version,
            info,
            segments,
            others: vec![("CONFIGURED".to_owned(), configured)],
            ..Bir::default()
        };
        Ok((bir, digital_id))
    }

    fn meta(
        &self,
        builder: Builder,
        fetched: &Fetched,
        prints: &[Print],
        rid: &str,
        created: &str,
        digital_id: Value,
    ) -> Builder {
        let exceptions: Map<String, Value> = prints
            .iter()
            .filter(|print| !print.is_usable())
            .map(|print| {
                let exception = json!({
                    "type": "Finger", "missingBiometric": print.attribute(), "reason": "Temporary",
                    "exceptionType": "Temporary", "individualType": "applicant",
                });
                (print.attribute().to_owned(), exception)
            })
            .collect();
        let exceptions = if exceptions.is_empty() { json!({}) } else { json!({ "applicant": exceptions }) };
        let captures: Map<String, Value> = prints
            .iter()
            .filter(|print| print.is_usable())
            .enumerate()
            .map(|(at, print)| {
                let capture = json!({ "birindex": at.to_string(), "numRetry": print.tries, "forceCaptured": false });
                (print.attribute().to_owned(), capture)
            })
            .collect();
        let documents: Vec<Value> = fetched
            .identity
            .iter()
            .filter(|(_, value)| value.is_object())
            .map(|(name, value)| {
                json!({
                    "documentCategory": name, "documentType": value["type"], "documentName": name,
                    "documentOwner": "Applicant", "refNumber": value["refNumber"],
                })
            })
            .collect();
        let languages = self.country.languages.join(",");
        let prid = Some(fetched.prid.as_str()).filter(|prid| !prid.is_empty());
        let device =
            json!([{ "deviceCode": "journey-slap", "deviceServiceVersion": "0.9.5", "digitalId": digital_id }]);
        let audit = |event: &str, name: &str| {
            json!({
                "uuid": format!("{rid}-{event}"), "createdAt": created, "eventId": event, "eventName": name,
                "eventType": "USER", "actionTimeStamp": created, "hostName": "journey", "hostIp": "192.0.2.1",
                "applicationId": "REG", "applicationName": "REGISTRATION", "sessionUserId": self.operator.name(),
                "sessionUserName": self.operator.name(), "id": rid, "idType": "REGISTRATION_ID",
                "createdBy": self.operator.name(), "moduleName": "Registration", "moduleId": "REG-MOD-101",
                "description": name,
            })
        };
        builder
            .labelled(
                "metaData",
                &[
                    ("registrationId", Some(rid)),
                    ("applicationId", Some(rid)),
                    ("creationDate", Some(created)),
                    ("Registration Client Version Number", Some(env!("CARGO_PKG_VERSION"))),
                    ("registrationType", Some("NEW")),
                    ("preRegistrationId", prid),
                    ("machineId", Some(&self.desk.machine)),
                    ("centerId", Some(&self.country.center.id)),
                    ("langCodes", Some(&languages)),
                    ("consentOfApplicant", Some("Yes")),
                ],
            )
            .labelled(
                "operationsData",
                &[
                    ("officerId", Some(self.operator.name())),
                    ("officerBiometricFileName", None),
                    ("supervisorId", Some(self.supervisor.name())),
                    ("supervisorBiometricFileName", None),
                    // both signed in with their passwords
                    ("supervisorPassword", Some("true")),
                    ("officerPassword", Some("true")),
                    ("supervisorPIN", None),
                    ("officerPIN", None),
                    ("supervisorOTPAuthentication", Some("false")),
                    ("officerOTPAuthentication", Some("false")),
                ],
            )
            .meta("biometrics", json!({ BIOMETRICS: captures }))
            .meta("exceptionBiometrics", exceptions)
            .meta("documents", json!(documents))
            .meta("capturedRegisteredDevices", device)
            .audit(audit("REG-AUTH-001", "LOGIN_WITH_PASSWORD"))
            .audit(audit("REG-EVT-002", "REGISTRATION_STARTED"))
            .audit(audit("REG-EVT-046", "PACKET_APPROVED"))
    }

    /// Announces a packet.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn announce(&self, made: &Made, ledger: &Ledger) -> Result<()> {
        let reference = self.desk.reference(self.country);
        let what = "announcing a packet";
        let [name, email, phone] = &made.contact;
        let answer = self
            .operator
            .send(what, |http, token| {
                let stamp = http.stamp();
                let list = json!({
                    "id": "mosip.registration.sync", "version": "1.0", "requesttime": stamp,
                    "request": [{
                        "registrationId": made.rid, "packetId": made.packet, "additionalInfoReqId": null,
                        "name": name, "email": email, "phone": phone, "registrationType": "NEW",
                        "packetHashValue": hex::encode_upper(crypto::digest::sha256(&made.sealed)),
                        "packetSize": made.sealed.len(), "supervisorStatus": "APPROVED", "supervisorComment": null,
                        "optionalValues": null, "langCode": made.language, "createDateTime": made.created,
                    }],
                });
                let body = json!(encoding::b64url(self.seal(list.to_string().as_bytes())?));
                let request = http.request(Method::POST, "/registrationprocessor/v1/registrationstatus/syncV2");
                Ok(request
                    .header("Center-Machine-RefId", &reference)
                    .header("timestamp", stamp)
                    .header(header::COOKIE, format!("Authorization={token}"))
                    .json(&body))
            })
            .await?;
        let done = answer.response(what)?;
        if done[0]["status"] != json!("SUCCESS") {
            return Err(Error::new("announcing a packet: it was not accepted"));
        }
        ledger.add(&Entry::Announced { rid: made.rid.clone(), packet: made.packet.clone() })
    }

    /// Uploads an announced packet.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn upload(&self, made: &Made, ledger: &Ledger) -> Result<()> {
        let what = "uploading a packet";
        let answer = self
            .operator
            .send(what, |http, token| {
                let file = multipart::Part::bytes(made.sealed.clone()).file_name(format!("{}.zip", made.packet));
                let form = multipart::Form::new().part("file", file.mime_str("application/octet-stream")?);
                let path = "/registrationprocessor/v1/packetreceiver/registrationpackets";
                let request = http.request(Method::POST, path);
                Ok(request.header(header::COOKIE, format!("Authorization={token}")).multipart(form))
            })
            .await?;
        answer.response(what)?;
        ledger.add(&Entry::Uploaded { rid: made.rid.clone(), packet: made.packet.clone() })
    }
}
