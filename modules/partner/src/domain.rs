//! Pure rules: partner types, forms of inputs, policy documents, validity.

use partner_api::PartnerError;
use serde_json::Value;
use types::{Failure, Fault};

/// MOSIP's partner types, and whether each needs a policy group.
const TYPES: &[(&str, bool)] = &[
    ("Auth_Partner", true),
    ("Credential_Partner", true),
    ("Online_Verification_Partner", true),
    ("ABIS_Partner", true),
    ("MISP_Partner", true),
    ("Manual_Adjudication", true),
    ("Internal_Partner", false),
    ("Device_Provider", false),
    ("FTM_Provider", false),
    ("SDK_Partner", false),
    ("Print_Partner", false),
];

/// Types of policies.
const POLICY_TYPES: &[&str] = &["Auth", "DataShare", "CredentialIssuance", "MISP"];

/// Days an API key is valid.
pub(crate) const API_KEY_DAYS: i64 = 90;
/// Days a licence is valid.
pub(crate) const LICENCE_DAYS: i64 = 90;
/// Days a policy is valid.
pub(crate) const POLICY_DAYS: i64 = 180;
/// Characters of a licence key.
pub(crate) const LICENCE_LENGTH: usize = 50;

/// A partner type by name in any case, and whether it needs a policy group.
pub(crate) fn partner_type(name: &str) -> Result<(&'static str, bool), Failure> {
    TYPES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .copied()
        .ok_or_else(|| PartnerError::UnknownType.into())
}

/// A policy type by its name.
pub(crate) fn policy_type(name: &str) -> Result<&'static str, Failure> {
    POLICY_TYPES.iter().find(|known| **known == name).copied().ok_or_else(|| PartnerError::PolicyType.into())
}

/// Whether a mail address has the usual form: one `@`, a dot in the domain, no blanks.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    !local.is_empty()
        && text.len() <= 254
        && !text.contains(char::is_whitespace)
        && !domain.contains('@')
        && domain.split('.').count() >= 2
        && domain.split('.').all(|label| !label.is_empty())
}

/// Checks a policy's document against its type's rules; the messages name the member.
pub(crate) fn check_document(kind: &str, document: &Value) -> Result<(), Failure> {
    let refuse = |what: &str| Failure::from(Fault::new(PartnerError::PolicyDocument, [what]));
    let Some(members) = document.as_object() else { return Err(refuse("policies must be an object")) };
    let allowed: &[&str] = match kind {
        "Auth" => &["authTokenType", "allowedAuthTypes", "allowedKycAttributes", "kycLanguages"],
        "MISP" => &[
            "allowAuthRequestDelegation",
            "allowKycRequestDelegation",
            "allowKeyBindingDelegation",
            "trustBindedAuthVerificationToken",
            "allowVciRequestDelegation",
        ],
        _ => &["dataSharePolicies", "shareableAttributes"],
    };
    if let Some(unknown) = members.keys().find(|k| !allowed.contains(&k.as_str())) {
        return Err(refuse(&format!("{unknown} is not known")));
    }
    match kind {
        "Auth" => {
            let token = document["authTokenType"].as_str().unwrap_or_default();
            if !["random", "partner", "policy"].iter().any(|t| t.eq_ignore_ascii_case(token)) {
                return Err(refuse("authTokenType is random, partner or policy"));
            }
            let types = document["allowedAuthTypes"].as_array().ok_or_else(|| refuse("allowedAuthTypes is missing"))?;
            if types.iter().any(|t| t["authType"].as_str().is_none_or(str::is_empty) || !t["mandatory"].is_boolean()) {
                return Err(refuse("allowedAuthTypes: each has authType and mandatory"));
            }
            let attributes =
                document["allowedKycAttributes"].as_array().ok_or_else(|| refuse("allowedKycAttributes is missing"))?;
            if attributes.iter().any(|a| a["attributeName"].as_str().is_none_or(str::is_empty)) {
                return Err(refuse("allowedKycAttributes: each has attributeName"));
            }
        }
        "MISP" => {
            for required in &allowed[..3] {
                if !document[required].is_boolean() {
                    return Err(refuse(&format!("{required} is missing")));
                }
            }
        }
        _ => {
            for required in allowed {
                if document[required].is_null() {
                    return Err(refuse(&format!("{required} is missing")));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // PMS: policy documents follow their type's schema
    #[test]
    fn policy_documents_are_checked() {
        let good = json!({"authTokenType": "partner", "allowedAuthTypes": [{"authType": "otp", "mandatory": false}], "allowedKycAttributes": []});
        assert!(check_document("Auth", &good).is_ok());
        let mut bad = good.clone();
        bad["extra"] = json!(1);
        assert!(check_document("Auth", &bad).unwrap_err().to_string().contains("extra is not known"));
        for member in ["authTokenType", "allowedAuthTypes", "allowedKycAttributes"] {
            let mut bad = good.clone();
            bad.as_object_mut().unwrap().remove(member);
            assert!(check_document("Auth", &bad).unwrap_err().to_string().contains(member));
        }
        assert!(check_document("MISP", &json!({"allowAuthRequestDelegation": true})).is_err());
        assert!(check_document("Auth", &json!([])).is_err());
    }

    #[test]
    fn types_and_addresses() {
        assert_eq!(partner_type("AUTH_PARTNER").unwrap(), ("Auth_Partner", true));
        assert!(partner_type("Friend").is_err());
        assert!(
            is_email("a@b.example")
                && !is_email("a@b")
                && !is_email("a b@c.d")
                && !is_email("@c.d")
                && !is_email("a@@b.c")
        );
    }
}
