//! Issuing certificates and writing certificate requests.

use chrono::{DateTime, Utc};
use rcgen::string::{BmpString, Ia5String, PrintableString, TeletexString, UniversalString};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue, IsCa, KeyIdMethod, KeyUsagePurpose,
    SerialNumber,
};
use time::OffsetDateTime;

use super::Certificate;
use super::name::{Name, SubjectFields};
use crate::digest::sha1;
use crate::encoding::to_pem;
use crate::random::{Random, bytes};
use crate::{Error, PrivateKey, PublicKey, Result};

/// What a certificate may be used for (spec ida-crypto A.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// The self-signed root: authority over two levels.
    Root,
    /// A module's master key: authority over one level, signs data.
    Master,
    /// A base key: encryption only.
    Encryption,
    /// A signing key that is no authority (EC and Ed25519 keys for QR codes).
    Signature,
    /// A partner's certificate signed again by the platform; AUTH partners also receive encrypted data.
    Partner {
        /// Whether key encipherment is added.
        encipherment: bool,
    },
}

/// Whom a certificate names.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// New fields, encoded in the order C, ST, L, O, OU, CN.
    Fields(&'a SubjectFields),
    /// The name of an existing certificate.
    Existing(&'a Name),
}

/// What to certify.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub subject: Subject<'a>,
    pub profile: Profile,
    pub not_before: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
}

/// Who signs: a certificate and its private key.
#[derive(Debug, Clone, Copy)]
pub struct Issuer<'a> {
    pub certificate: &'a Certificate,
    pub key: &'a PrivateKey,
}

/// Makes a certificate that signs itself.
pub fn self_signed(request: &Request<'_>, key: &PrivateKey, random: &dyn Random) -> Result<Certificate> {
    let params = parameters(request, key.public(), random)?;
    let made = params.self_signed(key).map_err(|error| unsigned(&error, "cannot be encoded"))?;
    Certificate::from_der(made.der())
}

/// Certifies a public key.
pub fn issue(request: &Request<'_>, key: &PublicKey, issuer: Issuer<'_>, random: &dyn Random) -> Result<Certificate> {
    if issuer.certificate.public_key()? != issuer.key.public() {
        return Err(Error::Certificate("of the issuer does not belong to its key"));
    }
    let mut params = parameters(request, key, random)?;
    params.use_authority_key_identifier_extension = true;
    let mut issuer_params = CertificateParams::default();
    issuer_params.distinguished_name = existing(issuer.certificate.subject())?;
    issuer_params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(issuer.key.public()));
    let signer = rcgen::Issuer::from_params(&issuer_params, issuer.key);
    let made = params.signed_by(key, &signer).map_err(|error| unsigned(&error, "cannot be encoded"))?;
    let certificate = Certificate::from_der(made.der())?;
    if certificate.issuer() != issuer.certificate.subject() {
        return Err(Error::Certificate("name of the issuer cannot be repeated exactly"));
    }
    Ok(certificate)
}

/// Writes a certificate request (PKCS#10, PEM) for a key pair.
pub fn request(subject: Subject<'_>, key: &PrivateKey) -> Result<String> {
    let mut params = CertificateParams::default();
    params.distinguished_name = name(subject)?;
    let made = params.serialize_request(key).map_err(|error| unsigned(&error, "request cannot be encoded"))?;
    Ok(to_pem("CERTIFICATE REQUEST", made.der()))
}

/// Why nothing was issued: a token that did not sign, or a value that has no encoding.
fn unsigned(error: &rcgen::Error, what: &'static str) -> Error {
    if matches!(error, rcgen::Error::RemoteKeyError) { Error::Token } else { Error::Certificate(what) }
}

fn parameters(request: &Request<'_>, key: &PublicKey, random: &dyn Random) -> Result<CertificateParams> {
    use KeyUsagePurpose::{DigitalSignature, KeyCertSign, KeyEncipherment};
    let (is_ca, key_usages) = match request.profile {
        Profile::Root => (IsCa::Ca(BasicConstraints::Constrained(2)), vec![DigitalSignature, KeyCertSign]),
        Profile::Master => (IsCa::Ca(BasicConstraints::Constrained(1)), vec![DigitalSignature, KeyCertSign]),
        Profile::Encryption => (IsCa::ExplicitNoCa, vec![KeyEncipherment]),
        Profile::Signature => (IsCa::ExplicitNoCa, vec![DigitalSignature]),
        Profile::Partner { encipherment: false } => {
            (IsCa::Ca(BasicConstraints::Unconstrained), vec![DigitalSignature, KeyCertSign])
        }
        Profile::Partner { encipherment: true } => {
            (IsCa::Ca(BasicConstraints::Unconstrained), vec![DigitalSignature, KeyCertSign, KeyEncipherment])
        }
    };
    // A random positive long, as MOSIP's; never zero.
    let serial = (u64::from_be_bytes(bytes(random)) >> 1).max(1);
    let mut params = CertificateParams::default();
    params.not_before = date(request.not_before)?;
    params.not_after = date(request.not_after)?;
    params.serial_number = Some(SerialNumber::from(serial));
    params.distinguished_name = name(request.subject)?;
    params.is_ca = is_ca;
    params.key_usages = key_usages;
    params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(key));
    Ok(params)
}

/// RFC 5280's first method: SHA-1 of the public key bits.
fn key_identifier(key: &PublicKey) -> Vec<u8> {
    sha1(key.raw()).to_vec()
}

fn date(time: DateTime<Utc>) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(time.timestamp()).map_err(|_| Error::Certificate("date is out of range"))
}

fn name(subject: Subject<'_>) -> Result<DistinguishedName> {
    match subject {
        Subject::Fields(fields) => fresh(fields),
        Subject::Existing(name) => existing(name),
    }
}

fn fresh(fields: &SubjectFields) -> Result<DistinguishedName> {
    let mut name = DistinguishedName::new();
    if !fields.country.is_empty() {
        let country = PrintableString::try_from(fields.country.as_str());
        name.push(
            DnType::CountryName,
            DnValue::PrintableString(country.map_err(|_| Error::Certificate("country is not printable"))?),
        );
    }
    for (kind, text) in [
        (DnType::StateOrProvinceName, &fields.state),
        (DnType::LocalityName, &fields.location),
        (DnType::OrganizationName, &fields.organization),
        (DnType::OrganizationalUnitName, &fields.organization_unit),
        (DnType::CommonName, &fields.common_name),
    ] {
        if !text.is_empty() {
            name.push(kind, text.as_str());
        }
    }
    Ok(name)
}

/// Repeats an existing name attribute by attribute with the same string types.
fn existing(source: &Name) -> Result<DistinguishedName> {
    let unsupported = Error::Certificate("name has a form that cannot be repeated");
    let mut name = DistinguishedName::new();
    if source.is_multi_valued() {
        return Err(unsupported);
    }
    for attribute in source.attributes() {
        let kind = DnType::from_oid(&attribute.oid);
        let text = attribute.text.as_deref().ok_or(unsupported.clone())?;
        let value = match attribute.tag {
            12 => Ok(DnValue::Utf8String(text.to_owned())),
            19 => PrintableString::try_from(text).map(DnValue::PrintableString),
            20 => TeletexString::try_from(text).map(DnValue::TeletexString),
            22 => Ia5String::try_from(text).map(DnValue::Ia5String),
            28 => UniversalString::try_from(text).map(DnValue::UniversalString),
            30 => BmpString::try_from(text).map(DnValue::BmpString),
            _ => return Err(unsupported),
        };
        if name.get(&kind).is_some() {
            return Err(unsupported); // rcgen keeps one value per type
        }
        name.push(kind, value.map_err(|_| unsupported.clone())?);
    }
    Ok(name)
}
