//! Names of keys: what a name is for, MOSIP's identifiers, subjects of certificates.

use chrono::{DateTime, Utc};
use crypto::KeyKind;
use crypto::digest::sha1;
use crypto::encoding::b64url;
use crypto::x509::SubjectFields;
use keymgr_api::KeyRef;

/// What a key may do, from its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Certifies the masters.
    Root,
    /// Signs data and certifies the keys of its application.
    Master,
    /// Signs data only; elliptic, for small signatures.
    Signature(KeyKind),
    /// Encrypts only.
    Base,
}

/// Reference ids of elliptic signing keys (spec ida-crypto A.8.1).
pub(crate) const ED25519_SIGN: &str = "ED25519_SIGN";
pub(crate) const EC_P256_SIGN: &str = "EC_SECP256R1_SIGN";
/// MOSIP's third, on a curve nothing here signs with.
pub(crate) const EC_K256_SIGN: &str = "EC_SECP256K1_SIGN";
/// Reference id of symmetric master keys.
pub(crate) const IDENTITY_CACHE: &str = "IDENTITY_CACHE";

/// The role of a key of ours with this name.
pub(crate) fn role(key: &KeyRef) -> Role {
    match (key.application_id.as_str(), key.reference_id.as_str()) {
        ("ROOT", _) => Role::Root,
        (_, "") | ("KERNEL" | "IDA", "SIGN") => Role::Master,
        (_, ED25519_SIGN) => Role::Signature(KeyKind::Ed25519),
        (_, EC_P256_SIGN) => Role::Signature(KeyKind::EcP256),
        _ => Role::Base,
    }
}

impl Role {
    /// Stored with the key.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Master => "master",
            Self::Signature(_) => "signature",
            Self::Base => "base",
        }
    }

    /// The kind of key pair.
    pub(crate) const fn key_kind(self) -> KeyKind {
        match self {
            Self::Signature(kind) => kind,
            _ => KeyKind::Rsa2048,
        }
    }

    /// Whether the key signs data.
    pub(crate) const fn signs(self) -> bool {
        matches!(self, Self::Master | Self::Signature(_))
    }
}

/// What is stored instead of a role for certificates without a private key.
pub(crate) const FOREIGN: &str = "foreign";

/// MOSIP's unique identifier of a key of ours (spec ida-crypto A.4).
pub(crate) fn uni_ident(key: &KeyRef, generated_at: DateTime<Utc>) -> String {
    identifier(key, &generated_at.format("%m-%d-%Y").to_string())
}

/// The identifier of another domain's certificate, and of a second key made on one day.
pub(crate) fn uni_ident_by_thumbprint(key: &KeyRef, thumbprint: &str) -> String {
    identifier(key, thumbprint)
}

fn identifier(key: &KeyRef, last: &str) -> String {
    hex::encode_upper(sha1(format!("{}_{}_{last}", key.application_id, key.reference_id).as_bytes()))
}

/// The `kid` of a key. Keys of QR codes have a short one, because every byte shows in the symbol.
pub(crate) fn kid(uni_ident: &str, role_name: &str) -> String {
    let hash = crypto::digest::sha256(uni_ident.as_bytes());
    if role_name == "signature" { b64url(&hash[..8]) } else { b64url(hash) }
}

/// Subject of a new certificate, as MOSIP's installer names it: the fields that were asked for, else from root and names.
pub(crate) fn subject(key: &KeyRef, root: &SubjectFields, asked: &SubjectFields) -> SubjectFields {
    let common_name = match role(key) {
        Role::Root => root.common_name.clone(),
        Role::Master if key.reference_id.is_empty() => root.common_name.clone(),
        Role::Master => format!("{}-{}", root.common_name, key.reference_id.to_uppercase()),
        Role::Base | Role::Signature(_) => format!("{}-{}", key.application_id, key.reference_id),
    };
    let organization_unit = match role(key) {
        Role::Root => root.organization_unit.clone(),
        _ => format!("{} ({})", root.organization_unit, key.application_id),
    };
    let or = |asked: &str, default: &str| if asked.trim().is_empty() { default.to_owned() } else { asked.to_owned() };
    SubjectFields {
        common_name: or(&asked.common_name, &common_name),
        organization_unit: or(&asked.organization_unit, &organization_unit),
        organization: or(&asked.organization, &root.organization),
        location: or(&asked.location, &root.location),
        state: or(&asked.state, &root.state),
        country: or(&asked.country, &root.country),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ida-crypto E.2
    #[test]
    fn identifiers_match_the_vector() {
        let at = DateTime::parse_from_rfc3339("2024-01-15T10:00:00Z").unwrap().to_utc();
        let ident = uni_ident(&KeyRef::new("KERNEL", "SIGN"), at);
        assert_eq!(ident, "81DDF71B42F01AE104B4A6DF6342EBD781F24BEF");
        assert_eq!(kid(&ident, "master"), "qMcK9HFOBSXbex_LMgb8n9pEtGhWbcenNlTOaMWHO3k");
        assert_eq!(kid(&ident, "signature"), "qMcK9HFOBSU");
    }

    // KEY-01
    #[test]
    fn names_tell_what_a_key_is_for() {
        assert_eq!(role(&KeyRef::new("ROOT", "")), Role::Root);
        assert_eq!(role(&KeyRef::new("KERNEL", "SIGN")), Role::Master);
        assert_eq!(role(&KeyRef::new("ID_REPO", "SIGN")), Role::Base);
        assert_eq!(role(&KeyRef::new("REGISTRATION", "10001_10003")), Role::Base);
        assert_eq!(role(&KeyRef::new("KERNEL", "ED25519_SIGN")), Role::Signature(KeyKind::Ed25519));
        let root =
            SubjectFields { common_name: "root".into(), organization_unit: "OU".into(), ..SubjectFields::default() };
        let named = |app, reference| subject(&KeyRef::new(app, reference), &root, &SubjectFields::default());
        assert_eq!(named("KERNEL", "SIGN").common_name, "root-SIGN");
        assert_eq!(named("IDA", "PARTNER").common_name, "IDA-PARTNER");
        assert_eq!(
            (named("ROOT", "").organization_unit, named("IDA", "").organization_unit),
            ("OU".into(), "OU (IDA)".into())
        );
    }
}
