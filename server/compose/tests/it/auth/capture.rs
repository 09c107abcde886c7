//! A device that captures synthetic fingers, signs and encrypts them.

use std::sync::LazyLock;

use biometrics::{GreyImage, SubType, encode};
use codec::iso19794::{Capture, FingerEdition, FingerImage, FingerImageRecord, FingerPosition, ImageCodec};
use crypto::aead::{self, AesKey};
use crypto::digest::{sha256, sha256_of};
use crypto::encoding::b64url;
use crypto::jws::{self, Options, SigningKey};
use crypto::x509::Certificate;
use crypto::{Algorithm, SystemRandom};
use serde_json::{Value, json};
use testkit::fingers::{Cache, seed_of};

use super::Holder;

static FINGERS: LazyLock<Cache> = LazyLock::new(|| Cache::new(16));

/// One press of a finger as an ISO 19794-4 record with a lossless image.
pub fn finger_record(person: u64, position: FingerPosition, press: u64) -> Vec<u8> {
    let pressed = FINGERS.finger(seed_of(person, position.code())).capture(press);
    let image = GreyImage::new(pressed.width, pressed.height, 500, pressed.pixels).expect("an image");
    let finger = FingerImage {
        capture: Capture::default(),
        position,
        number: 0,
        quality: None,
        dpi: (500, 500),
        bit_depth: 8,
        compression: 5,
        impression: 0,
        width: u16::try_from(image.width()).expect("small"),
        height: u16::try_from(image.height()).expect("small"),
        codec: ImageCodec::Jpeg2000,
        data: encode::jp2(&image).expect("a file"),
    };
    FingerImageRecord { edition: FingerEdition::V2011, images: vec![finger] }.write().expect("a record")
}

/// A device with its chip.
pub struct Device {
    pub device: Holder,
    pub chip: Holder,
}

/// What is captured, and how the surroundings are named.
pub struct Shot<'a> {
    pub kind: &'a str,
    pub sub_type: &'a str,
    pub record: Vec<u8>,
    pub transaction: &'a str,
    pub timestamp: &'a str,
    pub domain: &'a str,
}

/// Signs as a holder does: RS256 with the certificate in the header.
pub fn sign(holder: &Holder, payload: &[u8], detached: bool) -> String {
    let options = Options { x5c: &[holder.certificate.der()], detached, ..Options::default() };
    jws::sign(SigningKey::Private(holder.key, Algorithm::Rs256), payload, &options).expect("a signature")
}

/// Exclusive or, the shorter one filled up at its front.
fn mix(a: &str, b: &str) -> Vec<u8> {
    let width = a.len().max(b.len());
    let pad = |text: &str| [vec![0; width - text.len()], text.as_bytes().to_vec()].concat();
    pad(a).iter().zip(pad(b)).map(|(x, y)| x ^ y).collect()
}

impl Device {
    /// Captures in order; the hashes chain.
    pub fn capture(&self, recipient: &Certificate, shots: &[Shot<'_>]) -> Vec<Value> {
        let mut chain = sha256(b"");
        shots
            .iter()
            .map(|shot| {
                chain = sha256_of(&[&chain, &sha256(&shot.record)]);
                self.one(recipient, shot, &chain)
            })
            .collect()
    }

    fn one(&self, recipient: &Certificate, shot: &Shot<'_>, chain: &[u8; 32]) -> Value {
        let digital_id = json!({
            "serialNo": "7846", "make": "Tessera", "model": "Glass", "type": shot.kind, "deviceSubType": "Single",
            "deviceProvider": "Glassworks", "deviceProviderId": "glassworks", "dateTime": shot.timestamp,
        });
        let key = AesKey::generate(&SystemRandom);
        let mixed = mix(shot.timestamp, shot.transaction);
        let tail = |n: usize| &mixed[mixed.len() - n..];
        let sealed = aead::seal(&key, tail(12), tail(16), &shot.record).expect("sealed");
        let data = json!({
            "digitalId": sign(&self.chip, digital_id.to_string().as_bytes(), false), "deviceCode": "7846",
            "deviceServiceVersion": "0.9.5", "bioType": shot.kind, "bioSubType": shot.sub_type, "purpose": "Auth",
            "env": "Staging", "domainUri": shot.domain, "bioValue": b64url(sealed), "transactionId": shot.transaction,
            "timestamp": shot.timestamp, "requestedScore": "40", "qualityScore": 70,
        });
        let wrapped = recipient.public_key().expect("a key").encrypt_oaep(key.expose()).expect("wrapped");
        json!({
            "data": sign(&self.device, data.to_string().as_bytes(), false), "hash": hex::encode_upper(chain),
            "sessionKey": b64url(wrapped), "specVersion": "0.9.5", "thumbprint": recipient.thumbprint_hex(),
        })
    }
}

/// MOSIP's name of a finger.
pub fn name(position: FingerPosition) -> &'static str {
    SubType::Finger(position).name()
}
