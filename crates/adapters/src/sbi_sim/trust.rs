//! Keys and certificates of the simulated devices: a device provider and an FTM provider, each with one key under it.

use chrono::TimeDelta;
use crypto::encoding::{from_pem, to_pem};
use crypto::jws::{self, Options, SigningKey};
use crypto::x509::{Certificate, Issuer, Profile, Request, Subject, SubjectFields, issue, self_signed};
use crypto::{Algorithm, KeyKind, PrivateKey, Random, Zeroizing};
use types::time::Timestamp;

use super::SetupError;

/// A key with its certificate.
struct Identity {
    key: PrivateKey,
    certificate: Certificate,
}

/// What the devices sign with, and what vouches for it.
pub struct Trust {
    device_authority: Certificate,
    chip_authority: Certificate,
    device: Identity,
    chip: Identity,
}

const KEY_LABEL: &str = "PRIVATE KEY";

fn subject(unit: &str, name: &str) -> SubjectFields {
    SubjectFields {
        common_name: name.to_owned(),
        organization_unit: unit.to_owned(),
        organization: "Tessera Simulated".to_owned(),
        location: "Nowhere".to_owned(),
        state: "Nowhere".to_owned(),
        country: "XX".to_owned(),
    }
}

impl Trust {
    /// Makes new keys (four RSA pairs: seconds of processor time), valid for ten years from `now`.
    pub fn generate(now: Timestamp, random: &dyn Random) -> Result<Self, SetupError> {
        let (device_authority, device) = Self::family("Device Provider", "Tessera Simulated Device", now, random)?;
        let (chip_authority, chip) = Self::family("FTM Provider", "Tessera Simulated FTM", now, random)?;
        Ok(Self { device_authority, chip_authority, device, chip })
    }

    fn family(
        unit: &str,
        name: &str,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<(Certificate, Identity), SetupError> {
        let not_before = now - TimeDelta::hours(1);
        let not_after = now + TimeDelta::days(3650);
        let root_key = PrivateKey::generate(KeyKind::Rsa2048)?;
        let root_name = subject(unit, &format!("Tessera Simulated {unit} CA"));
        let request = Request { subject: Subject::Fields(&root_name), profile: Profile::Root, not_before, not_after };
        let root = self_signed(&request, &root_key, random)?;
        let key = PrivateKey::generate(KeyKind::Rsa2048)?;
        let leaf_name = subject(unit, name);
        let profile = Profile::Partner { encipherment: false };
        let request = Request { subject: Subject::Fields(&leaf_name), profile, not_before, not_after };
        let certificate = issue(&request, key.public(), Issuer { certificate: &root, key: &root_key }, random)?;
        Ok((root, Identity { key, certificate }))
    }

    /// Certificate of the device provider: trust domain DEVICE.
    pub fn device_authority(&self) -> &Certificate {
        &self.device_authority
    }

    /// Certificate of the FTM provider: trust domain FTM.
    pub fn chip_authority(&self) -> &Certificate {
        &self.chip_authority
    }

    /// Certificate that signs captures.
    pub fn device(&self) -> &Certificate {
        &self.device.certificate
    }

    /// Certificate that signs the digital id of the L1 device.
    pub fn chip(&self) -> &Certificate {
        &self.chip.certificate
    }

    /// Everything as PEM, to be kept beside the data; the providers' own keys are not part of it.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, SetupError> {
        let mut text = Zeroizing::new(String::new());
        for certificate in [&self.device_authority, &self.chip_authority, self.device(), self.chip()] {
            text.push_str(&certificate.to_pem());
        }
        for identity in [&self.device, &self.chip] {
            text.push_str(&to_pem(KEY_LABEL, &identity.key.to_pkcs8()?));
        }
        Ok(text)
    }

    /// Reads what [`Trust::to_pem`] wrote.
    pub fn from_pem(text: &str) -> Result<Self, SetupError> {
        let certificates: [Certificate; 4] =
            Certificate::all_from_pem(text)?.try_into().map_err(|_| SetupError::Incomplete)?;
        let [device_authority, chip_authority, device, chip] = certificates;
        let keys: [Vec<u8>; 2] = from_pem(KEY_LABEL, text)?.try_into().map_err(|_| SetupError::Incomplete)?;
        let [device_key, chip_key] = keys.map(Zeroizing::new);
        let identity = |key: &[u8], certificate: Certificate| -> Result<Identity, SetupError> {
            let key = PrivateKey::from_pkcs8(key)?;
            if certificate.public_key()? != key.public() {
                return Err(SetupError::Incomplete);
            }
            Ok(Identity { key, certificate })
        };
        Ok(Self {
            device_authority,
            chip_authority,
            device: identity(&device_key, device)?,
            chip: identity(&chip_key, chip)?,
        })
    }

    /// Signs as the device.
    pub(crate) fn sign(&self, payload: &[u8]) -> Result<String, crypto::Error> {
        Self::sign_as(&self.device, payload)
    }

    /// Signs as the chip inside the L1 device.
    pub(crate) fn sign_in_chip(&self, payload: &[u8]) -> Result<String, crypto::Error> {
        Self::sign_as(&self.chip, payload)
    }

    fn sign_as(identity: &Identity, payload: &[u8]) -> Result<String, crypto::Error> {
        let options = Options { typ: Some("JWT"), x5c: &[identity.certificate.der()], ..Options::default() };
        jws::sign(SigningKey::Private(&identity.key, Algorithm::Rs256), payload, &options)
    }
}
