//! Requests as they arrive; unknown members are passed over, as real devices do.

use serde::Deserialize;

/// Body of CAPTURE and RCAPTURE.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CaptureRequest {
    pub env: String,
    pub purpose: String,
    #[serde(default = "spec_version")]
    pub spec_version: String,
    #[serde(default)]
    pub timeout: Text,
    pub domain_uri: Option<String>,
    pub transaction_id: String,
    pub bio: Vec<BioRequest>,
}

/// One part to capture.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BioRequest {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub count: Text,
    #[serde(default)]
    pub bio_sub_type: Option<Vec<Option<String>>>,
    #[serde(default)]
    pub exception: Option<Vec<Option<String>>>,
    #[serde(default)]
    pub requested_score: Text,
    #[serde(default)]
    pub device_id: String,
    #[serde(default)]
    pub device_sub_id: Text,
    #[serde(default)]
    pub previous_hash: Option<String>,
}

/// Text, also where a client sends a number.
#[derive(Debug, Default, Clone)]
pub(crate) struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) => number.to_string(),
            _ => String::new(),
        }))
    }
}

fn spec_version() -> String {
    super::answer::SPEC_VERSION.to_owned()
}

/// Body of MOSIPDISC.
#[derive(Debug, Deserialize)]
pub(crate) struct DiscoverRequest {
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// Body of STREAM.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StreamRequest {
    #[serde(default)]
    pub device_id: String,
    #[serde(default)]
    pub device_sub_id: Text,
    #[serde(default)]
    pub timeout: Text,
}

/// Body of the admin requests, the union of all four.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdminRequest {
    pub device_status: Option<String>,
    pub quality_score: Option<Text>,
    pub delay: Option<Text>,
    pub method: Option<Vec<String>>,
    pub profile_id: Option<String>,
}

/// What a query says about one capture.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Steering {
    pub person: Option<String>,
    pub capture: Option<u64>,
    pub condition: Option<String>,
    pub score: Option<u8>,
    pub delay: Option<u64>,
    pub failure: Option<u16>,
}
