//! CAPTURE and RCAPTURE: the request checked, fingers captured, signed, and for authentication encrypted.

use biometrics::{GreyImage, encode, finger};
use codec::iso19794::{
    self, CaptureTime, FingerEdition, FingerImage, FingerImageRecord, FingerPosition, ImageCodec, Quality,
};
use crypto::aead::{self, AesKey};
use crypto::digest::{sha256, sha256_of};
use crypto::encoding::b64url;
use serde_json::{Value, json};
use testkit::fingers::{Condition, seed_of};
use types::time::Timestamp;

use super::answer::SERVICE_VERSION;
use super::wire::{BioRequest, CaptureRequest, Steering};
use super::{Code, Device, Simulator, person_number};
use biometrics::SubType;
use chrono::{Datelike as _, Timelike as _};

/// What is captured: checked against the device.
struct Plan {
    device: Device,
    /// What each entry is called on the wire, and whose position it is.
    fingers: Vec<(String, FingerPosition)>,
    requested_score: String,
    previous_hash: Vec<u8>,
}

/// How long a capture takes and whether it fails by order.
pub(super) struct Pace {
    pub delay_ms: u64,
    pub failure: Option<Code>,
}

const ENVIRONMENTS: [&str; 4] = ["Staging", "Developer", "Pre-Production", "Production"];

impl Simulator {
    /// Delay and ordered failure of a capture; a delay beyond the request's timeout is a timeout.
    pub(super) fn pace(&self, request: &CaptureRequest, method: &str, steering: &Steering) -> Pace {
        let configured = self.behaviour().delays.get(method).copied().unwrap_or(0);
        let delay_ms = steering.delay.unwrap_or(configured);
        let timeout_ms: u64 = request.timeout.0.parse().unwrap_or(10_000);
        let timed_out = if method == "RCAPTURE" { Code::RCAPTURE_TIMEOUT } else { Code::AUTH_TIMEOUT };
        let late = delay_ms > timeout_ms;
        let failure = steering.failure.map(Code).or(late.then_some(timed_out));
        Pace { delay_ms: delay_ms.min(timeout_ms), failure }
    }

    /// The device that a request addresses, when it may capture this way at all.
    pub(super) fn addressed(&self, request: &CaptureRequest, method: &str) -> Result<Device, Code> {
        let registration = method == "RCAPTURE";
        let id = request.bio.first().map_or("", |b| b.device_id.as_str());
        let device = Device::of_id(id).ok_or(Code::DEVICE_NOT_FOUND)?;
        match device {
            Device::Single if registration => Err(Code::RCAPTURE_DEVICE),
            Device::Slap if !registration => Err(Code::AUTH_DEVICE),
            _ => Ok(device),
        }
    }

    /// Captures everything a request asks for; number crunching, to be run off the runtime.
    pub(super) fn capture(
        &self,
        request: &CaptureRequest,
        device: Device,
        steering: &Steering,
    ) -> Result<Vec<Value>, Code> {
        let occupied = self.occupy(device).ok_or(Code::BUSY)?;
        self.check(request, device)?;
        let mut entries = Vec::new();
        for bio in &request.bio {
            let plan = plan(bio, device)?;
            let mut hash = plan.previous_hash.clone();
            for (name, position) in &plan.fingers {
                let capture = steering.capture.unwrap_or(occupied.number);
                let (record, score) = self.press(*position, capture, steering)?;
                hash = sha256_of(&[&hash, &sha256(&record)]).to_vec();
                let entry = self.entry(request, &plan, name, &record, score, &hash);
                entries.push(entry.map_err(|failed| match failed {
                    Failed::NoRecipient => Code::NO_DOMAIN_KEY,
                    Failed::Crypto => Code::UNKNOWN,
                })?);
            }
        }
        Ok(entries)
    }

    fn check(&self, request: &CaptureRequest, device: Device) -> Result<(), Code> {
        let id = &request.transaction_id;
        let sound = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
        if !(4..=50).contains(&id.len()) || !id.bytes().all(sound) {
            return Err(Code::TRANSACTION);
        }
        if !ENVIRONMENTS.contains(&request.env.as_str()) || request.env != self.env {
            return Err(Code::ENV);
        }
        if request.purpose != device.purpose() {
            return Err(Code::PURPOSE);
        }
        let status = self.behaviour().status.get(&device).copied();
        match status.map_or(Code::SUCCESS, |s| s.code()) {
            Code::SUCCESS => Ok(()),
            code => Err(code),
        }
    }

    /// One finger on the glass: an ISO 19794-4:2011 record with a lossless JPEG 2000 image, and its quality.
    fn press(&self, position: FingerPosition, capture: u64, steering: &Steering) -> Result<(Vec<u8>, u8), Code> {
        let behaviour = self.behaviour().clone();
        let person = steering.person.as_deref().map_or(behaviour.person, person_number);
        let forced = steering.score.or(behaviour.score);
        let condition = match steering.condition.as_deref() {
            Some("dry") => Condition::Dry,
            Some("wet") => Condition::Wet,
            Some("poor") => Condition::Poor,
            Some(_) => Condition::Usual,
            // A score that only a poor image has comes with a poor image.
            None if forced.is_some_and(|score| score < 30) => Condition::Poor,
            None => behaviour.condition,
        };
        let finger = self.fingers.finger(seed_of(person, position.code()));
        let pressed = finger.capture_in(capture, condition);
        let image = GreyImage::new(pressed.width, pressed.height, 500, pressed.pixels).map_err(|_| Code::EXTRACTION)?;
        let measured = || finger::extract(&image).map_or(0, |template| template.quality());
        let score = forced.unwrap_or_else(measured);
        let record = record(&image, position, score, (self.now)()).ok_or(Code::EXTRACTION)?;
        Ok((record, score))
    }

    fn entry(
        &self,
        request: &CaptureRequest,
        plan: &Plan,
        name: &str,
        record: &[u8],
        score: u8,
        hash: &[u8],
    ) -> Result<Value, Failed> {
        let timestamp = self.timestamp();
        let mut payload = json!({
            "digitalId": self.signed_digital_id(plan.device)?,
            "deviceCode": plan.device.code(),
            "deviceServiceVersion": SERVICE_VERSION,
            "bioType": "Finger",
            "bioSubType": name,
            "purpose": request.purpose,
            "env": request.env,
            "bioValue": "",
            "transactionId": request.transaction_id,
            "timestamp": timestamp,
            "requestedScore": plan.requested_score,
            "qualityScore": score.to_string(),
        });
        let mut entry = json!({ "specVersion": request.spec_version, "error": Code::SUCCESS.json() });
        match plan.device {
            Device::Slap => payload["bioValue"] = json!(b64url(record)),
            Device::Single => {
                let recipient = self.recipient().ok_or(Failed::NoRecipient)?;
                let key = AesKey::generate(&*self.random);
                let sealed = seal(&key, &timestamp, &request.transaction_id, record)?;
                payload["bioValue"] = json!(b64url(sealed));
                payload["domainUri"] = json!(request.domain_uri.clone().unwrap_or_default());
                let wrapped = recipient.public_key()?.encrypt_oaep(key.expose())?;
                entry["sessionKey"] = json!(b64url(wrapped));
                entry["thumbprint"] = json!(recipient.thumbprint_hex());
            }
        }
        entry["data"] = json!(self.trust.sign(payload.to_string().as_bytes())?);
        entry["hash"] = json!(hex::encode_upper(hash));
        Ok(entry)
    }
}

/// Why an entry could not be signed or encrypted.
enum Failed {
    NoRecipient,
    Crypto,
}

impl From<crypto::Error> for Failed {
    fn from(_: crypto::Error) -> Self {
        Self::Crypto
    }
}

/// Encrypts a biometric value: nonce and associated data follow from timestamp and transaction (ida-crypto B.4).
pub(super) fn seal(key: &AesKey, timestamp: &str, transaction: &str, plain: &[u8]) -> Result<Vec<u8>, crypto::Error> {
    let mixed = mix(timestamp.as_bytes(), transaction.as_bytes());
    let tail = |n: usize| &mixed[mixed.len() - n..];
    aead::seal(key, tail(12), tail(16), plain)
}

/// Exclusive or of both, the shorter one filled up with zeros at its front.
pub(super) fn mix(a: &[u8], b: &[u8]) -> Vec<u8> {
    let length = a.len().max(b.len());
    let at = |text: &[u8], i: usize| (i + text.len()).checked_sub(length).map_or(0, |i| text[i]);
    (0..length).map(|i| at(a, i) ^ at(b, i)).collect()
}

/// The fingers of a part of the hand.
pub(super) fn part(sub_id: &str) -> Option<&'static [FingerPosition]> {
    use FingerPosition::{
        LeftIndex, LeftLittle, LeftMiddle, LeftRing, LeftThumb, RightIndex, RightLittle, RightMiddle, RightRing,
        RightThumb,
    };
    match sub_id {
        "1" => Some(&[LeftIndex, LeftMiddle, LeftRing, LeftLittle]),
        "2" => Some(&[RightIndex, RightMiddle, RightRing, RightLittle]),
        "3" => Some(&[LeftThumb, RightThumb]),
        "0" => Some(&FingerPosition::TEN),
        _ => None,
    }
}

fn plan(bio: &BioRequest, device: Device) -> Result<Plan, Code> {
    match bio.kind.as_str() {
        "Finger" => {}
        "Iris" | "Face" => return Err(Code::NOT_CONNECTED),
        _ => return Err(Code::TYPE),
    }
    if !device.sub_ids().contains(&bio.device_sub_id.0.as_str()) {
        return Err(Code::DEVICE_NOT_FOUND);
    }
    let part = part(&bio.device_sub_id.0).ok_or(Code::DEVICE_NOT_FOUND)?;
    let names =
        |list: &Option<Vec<Option<String>>>| -> Vec<String> { list.iter().flatten().flatten().cloned().collect() };
    let finger = |name: &str| match SubType::parse(name) {
        Some(SubType::Finger(position)) => Some(position),
        _ => None,
    };
    let mut missing = Vec::new();
    for name in names(&bio.exception) {
        let position = finger(&name).ok_or(Code::EXCEPTION)?;
        if !part.contains(&position) {
            return Err(Code::EXCEPTION_GROUP);
        }
        missing.push(position);
    }
    let mut fingers = Vec::new();
    // The person decides which finger to show when none is named: the ones used most.
    let mut shown = [FingerPosition::RightIndex, FingerPosition::LeftIndex].into_iter().chain(FingerPosition::TEN);
    for name in names(&bio.bio_sub_type) {
        let position = match name.as_str() {
            "UNKNOWN" if device == Device::Single => {
                shown.find(|p| fingers.iter().all(|(_, used)| used != p)).ok_or(Code::COUNT)?
            }
            _ => finger(&name).ok_or(Code::SUB_TYPE)?,
        };
        if !part.contains(&position) || missing.contains(&position) {
            return Err(Code::SUB_TYPE_GROUP);
        }
        fingers.push((name, position));
    }
    if fingers.is_empty() && device == Device::Slap {
        let rest = part.iter().filter(|p| !missing.contains(p));
        fingers = rest.map(|p| (SubType::Finger(*p).name().to_owned(), *p)).collect();
    }
    let stated: usize = bio.count.0.parse().map_err(|_| Code::COUNT)?;
    if stated != fingers.len() || fingers.is_empty() {
        return Err(Code::COUNT);
    }
    let previous_hash = match bio.previous_hash.as_deref() {
        None | Some("") => sha256(b"").to_vec(),
        Some(text) => hex::decode(text).ok().filter(|h| h.len() == 32).ok_or(Code::UNKNOWN)?,
    };
    Ok(Plan { device, fingers, requested_score: bio.requested_score.0.clone(), previous_hash })
}

fn record(image: &GreyImage, position: FingerPosition, score: u8, now: Timestamp) -> Option<Vec<u8>> {
    let time = CaptureTime {
        year: u16::try_from(now.year()).ok()?,
        month: now.month() as u8,
        day: now.day() as u8,
        hour: now.hour() as u8,
        minute: now.minute() as u8,
        second: now.second() as u8,
        millisecond: now.timestamp_subsec_millis().min(999) as u16,
    };
    let quality = vec![Quality { score, vendor: 0, algorithm: 0 }];
    let capture = iso19794::Capture { time: Some(time), quality, ..iso19794::Capture::default() };
    let finger = FingerImage {
        capture,
        position,
        number: 0,
        quality: Some(score),
        dpi: (image.ppi(), image.ppi()),
        bit_depth: 8,
        // JPEG 2000 lossless
        compression: 5,
        impression: 0,
        width: u16::try_from(image.width()).ok()?,
        height: u16::try_from(image.height()).ok()?,
        codec: ImageCodec::Jpeg2000,
        data: encode::jp2(image).ok()?,
    };
    FingerImageRecord { edition: FingerEdition::V2011, images: vec![finger] }.write().ok()
}
