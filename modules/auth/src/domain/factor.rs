//! What a person authenticates with.

use auth_api::wire::PlainRequest;
use biometrics::Modality;

/// One factor of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Factor {
    Otp,
    Demo,
    Bio(Modality),
    /// Static PIN.
    Pin,
    Password,
    /// Key-bound token of a wallet.
    Token,
}

impl Factor {
    /// MOSIP's `authType` and `authSubType` of a policy.
    pub const fn policy_name(self) -> (&'static str, &'static str) {
        match self {
            Self::Otp => ("otp", ""),
            Self::Demo => ("demo", ""),
            Self::Bio(Modality::Finger) => ("bio", "FINGER"),
            Self::Bio(Modality::Iris) => ("bio", "IRIS"),
            Self::Bio(_) => ("bio", "FACE"),
            Self::Pin => ("pin", ""),
            Self::Password => ("pwd", ""),
            Self::Token => ("kbt", ""),
        }
    }

    /// How errors and locks call it: `otp`, `bio-FINGER`.
    pub fn label(self) -> String {
        match self.policy_name() {
            (main, "") => main.to_owned(),
            (main, sub) => format!("{main}-{sub}"),
        }
    }

    /// Its code in the history.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Otp => "OTP-AUTH",
            Self::Demo => "DEMO-AUTH",
            Self::Bio(Modality::Finger) => "FINGERPRINT-AUTH",
            Self::Bio(Modality::Iris) => "IRIS-AUTH",
            Self::Bio(_) => "FACE-AUTH",
            Self::Pin => "STATIC-PIN-AUTH",
            Self::Password => "PASSWORD-AUTH",
            Self::Token => "TOKEN-AUTH",
        }
    }
}

fn present(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.is_empty())
}

/// The factors of a request in the order they are looked at; those of captures are added by their modality.
pub(crate) fn of_request(plain: &PlainRequest, captures: impl Iterator<Item = Option<Modality>>) -> Vec<Factor> {
    let mut factors = Vec::new();
    if present(plain.otp.as_ref()) {
        factors.push(Factor::Otp);
    }
    let said = |value: &serde_json::Value| match value {
        serde_json::Value::Null => false,
        serde_json::Value::String(text) => !text.is_empty(),
        serde_json::Value::Array(list) => !list.is_empty(),
        _ => true,
    };
    if plain.demographics.as_ref().is_some_and(|map| map.iter().any(|(name, value)| name != "metadata" && said(value)))
    {
        factors.push(Factor::Demo);
    }
    for modality in captures.flatten() {
        if !factors.contains(&Factor::Bio(modality)) {
            factors.push(Factor::Bio(modality));
        }
    }
    if present(plain.static_pin.as_ref()) {
        factors.push(Factor::Pin);
    }
    if plain.key_binded_tokens.as_ref().is_some_and(|list| !list.is_empty()) {
        factors.push(Factor::Token);
    }
    if present(plain.password.as_ref()) {
        factors.push(Factor::Password);
    }
    factors
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // IDA-03: empty members count as absent (spec C.1)
    #[test]
    fn empty_members_are_no_factors() {
        let plain = |value| serde_json::from_value::<PlainRequest>(value).unwrap();
        let empty =
            plain(json!({"otp": "", "staticPin": "", "demographics": {"name": [], "age": "", "metadata": {"a": 1}}}));
        assert_eq!(of_request(&empty, std::iter::empty()), []);
        assert_eq!(of_request(&plain(json!({"demographics": null, "biometrics": []})), std::iter::empty()), []);
        let both = plain(json!({"otp": "111111", "demographics": {"dob": "1991/03/14"}}));
        let fingers = [Some(Modality::Finger), Some(Modality::Finger), None];
        assert_eq!(of_request(&both, fingers.into_iter()), [Factor::Otp, Factor::Demo, Factor::Bio(Modality::Finger)]);
        assert_eq!(Factor::Bio(Modality::Finger).label(), "bio-FINGER");
    }
}
