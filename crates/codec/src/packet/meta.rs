//! `packet_meta_info.json`: what the client says about the registration.

use serde_json::{Map, Value};

use super::{Error, META_JSON};

/// The `identity` object of the meta information, with typed ways to its usual parts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetaInfo(pub Map<String, Value>);

impl MetaInfo {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let json = || Error::Json(META_JSON.to_owned());
        let mut document: Map<String, Value> = serde_json::from_slice(bytes).map_err(|_| json())?;
        match document.remove("identity") {
            Some(Value::Object(identity)) => Ok(Self(identity)),
            _ => Err(json()),
        }
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    fn labelled(&self, list: &str, label: &str) -> Option<&str> {
        self.0
            .get(list)?
            .as_array()?
            .iter()
            .find(|entry| entry.get("label").and_then(Value::as_str) == Some(label))?
            .get("value")?
            .as_str()
            .filter(|text| !text.is_empty() && *text != "null")
    }

    /// The registration id.
    pub fn registration_id(&self) -> Option<&str> {
        self.text("registrationId")
    }

    /// When the packet was made, as written (UTC).
    pub fn creation_date(&self) -> Option<&str> {
        self.text("creationDate").or_else(|| self.meta_data("creationDate"))
    }

    /// A value of `metaData`, such as `centerId`, `machineId`, `preRegistrationId`, `langCodes`.
    pub fn meta_data(&self, label: &str) -> Option<&str> {
        self.labelled("metaData", label)
    }

    /// A value of `operationsData`, such as `officerId`, `officerPassword`, `supervisorId`.
    pub fn operations_data(&self, label: &str) -> Option<&str> {
        self.labelled("operationsData", label)
    }

    /// Attributes (`leftThumb` …) the applicant has exceptions for.
    pub fn exceptions(&self) -> Vec<&str> {
        ["applicant", "individualBiometrics"]
            .iter()
            .filter_map(|key| self.0.get("exceptionBiometrics")?.get(*key)?.as_object())
            .flat_map(|attributes| attributes.keys().map(String::as_str))
            .collect()
    }

    /// The file names (without extension) of one label of `hashSequence1` or `hashSequence2`, in order.
    pub fn hash_sequence(&self, list: &str, label: &str) -> Result<Vec<&str>, Error> {
        let json = || Error::Json(format!("{META_JSON} {list}"));
        let Some(entries) = self.0.get(list) else { return Err(json()) };
        let entries = entries.as_array().ok_or_else(json)?;
        let of_label = entries.iter().filter(|entry| entry.get("label").and_then(Value::as_str) == Some(label));
        let mut names = Vec::new();
        for entry in of_label {
            for name in entry.get("value").and_then(Value::as_array).ok_or_else(json)? {
                names.push(name.as_str().ok_or_else(json)?);
            }
        }
        Ok(names)
    }
}
