//! MOSIP's request and response wrapper.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `{id, version, requesttime, metadata, request}`. Unknown members are ignored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RequestEnvelope<T> {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub version: Option<String>,
    /// `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`; its rule differs by module and is checked at the edge. IDA spells it `requestTime`.
    #[serde(default, alias = "requestTime")]
    pub requesttime: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    pub request: T,
}

/// One entry of `errors`. Most services call the text `message`; IDA, partner management and the registration
/// processor call it `errorMessage`: the edge renames it on the way out, this type reads both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorItem {
    #[serde(rename = "errorCode")]
    pub error_code: String,
    #[serde(default, alias = "errorMessage")]
    pub message: String,
}

/// `{id, version, responsetime, metadata, response, errors}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResponseEnvelope<T> {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub version: Option<String>,
    #[serde(default, alias = "responseTime")]
    pub responsetime: Option<String>,
    #[serde(default)]
    pub metadata: Option<Value>,
    pub response: Option<T>,
    #[serde(default)]
    pub errors: Option<Vec<ErrorItem>>,
}
