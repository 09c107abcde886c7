//! What a partner's policy allows and demands (spec ida-crypto B.7, Policies).

use auth_api::AuthError;
use serde_json::Value;
use types::Fault;

use super::factor::Factor;

/// A policy's document, read leniently: members of other shapes allow nothing.
pub(crate) struct Policy<'a>(&'a Value);

impl<'a> Policy<'a> {
    pub fn new(document: &'a Value) -> Self {
        Self(document)
    }

    fn types(&self) -> impl Iterator<Item = (&'a str, &'a str, bool)> + use<'a> {
        let text = |entry: &'a Value, name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().trim();
        self.0.get("allowedAuthTypes").and_then(Value::as_array).into_iter().flatten().map(move |entry| {
            let mandatory = entry.get("mandatory").and_then(Value::as_bool).unwrap_or_default();
            (text(entry, "authType"), text(entry, "authSubType"), mandatory)
        })
    }

    /// Whether a service or factor is named; an entry without sub-type stands for all of them.
    pub fn allows(&self, main: &str, sub: &str) -> bool {
        self.types().any(|(m, s, _)| {
            m.eq_ignore_ascii_case(main) && (s.is_empty() || sub.is_empty() || s.eq_ignore_ascii_case(sub))
        })
    }

    /// Holds the factors of a request against the policy.
    pub fn check(&self, factors: &[Factor]) -> Result<(), Fault> {
        for factor in factors {
            let (main, sub) = factor.policy_name();
            if !self.allows(main, sub) {
                return Err(Fault::new(AuthError::TypeNotAllowed, [factor.label()]));
            }
        }
        for (main, sub, _) in self.types().filter(|(.., mandatory)| *mandatory) {
            let is_factor =
                ["otp", "demo", "bio", "pin", "pwd", "kbt"].iter().any(|name| name.eq_ignore_ascii_case(main));
            let given = factors.iter().any(|factor| {
                let (m, s) = factor.policy_name();
                m.eq_ignore_ascii_case(main) && (sub.is_empty() || s.eq_ignore_ascii_case(sub))
            });
            if is_factor && !given {
                let name = if sub.is_empty() { main.to_owned() } else { format!("{main}-{sub}") };
                return Err(Fault::new(AuthError::TypeMandatory, [name]));
            }
        }
        Ok(())
    }

    /// Attributes that e-KYC may hand out.
    pub fn attributes(&self) -> Vec<&'a str> {
        let entries = self.0.get("allowedKycAttributes").and_then(Value::as_array).into_iter().flatten();
        entries.filter_map(|entry| entry.get("attributeName").and_then(Value::as_str)).collect()
    }

    /// Languages of e-KYC; none named means all.
    pub fn languages(&self) -> Vec<&'a str> {
        self.0.get("kycLanguages").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// `random`, `partner` or `policy`.
    pub fn token_type(&self) -> &'a str {
        self.0.get("authTokenType").and_then(Value::as_str).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biometrics::Modality;
    use serde_json::json;

    // IDA-04
    #[test]
    fn factors_are_allowed_and_demanded() {
        let document = json!({"allowedAuthTypes": [
            {"authType": "bio", "authSubType": "FINGER", "mandatory": false}, {"authType": "Demo", "mandatory": true},
            {"authType": "kyc", "authSubType": "", "mandatory": true}, {"authType": "otp-request", "mandatory": false}]});
        let policy = Policy::new(&document);
        assert!(policy.allows("kyc", "") && policy.allows("otp-request", "") && !policy.allows("otp", ""));
        let code = |factors: &[Factor]| policy.check(factors).err().map(|fault| (fault.code.code, fault.message));
        assert_eq!(code(&[Factor::Demo, Factor::Bio(Modality::Finger)]), None);
        let refused = |code: &'static str, text: &str| Some((code, text.to_owned()));
        assert_eq!(
            code(&[Factor::Demo, Factor::Bio(Modality::Iris)]),
            refused("IDA-MPA-006", "bio-IRIS Authentication usage not allowed as per policy")
        );
        assert_eq!(
            code(&[Factor::Bio(Modality::Finger)]),
            refused("IDA-MPA-015", "Demo-authentiation usage is mandatory as per policy")
        );
        assert!(!Policy::new(&json!({"allowedAuthTypes": "all"})).allows("demo", ""));
    }
}
