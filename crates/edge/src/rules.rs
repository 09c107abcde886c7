//! How the modules' envelopes differ: which members are checked, echoed or fixed, and how errors are spelt.

use crate::call::EnvelopeHead;
use types::{EndpointInfo, Failure, Timestamp};

/// Why a body could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadBody {
    /// No JSON, or none where one is demanded.
    Syntax,
    /// Longer than the endpoint allows.
    TooLarge,
    /// A member has the wrong type or is missing; the path is relative to `request`, comma-joined as MOSIP does.
    Member { path: String, missing: bool },
}

/// Where the reply's `id` comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyId {
    /// The request's, or null.
    Echo,
    /// The endpoint's own.
    Endpoint,
    /// A constant.
    Fixed(&'static str),
}

/// Where the reply's `version` comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyVersion {
    /// The request's, or null.
    Echo,
    /// A constant.
    Fixed(&'static str),
}

/// The customs of one module's envelope.
#[derive(Clone, Copy)]
pub struct Rules {
    pub reply_id: ReplyId,
    pub reply_version: ReplyVersion,
    /// `message` or `errorMessage`.
    pub error_text_key: &'static str,
    /// `responsetime` or `responseTime`.
    pub time_key: &'static str,
    /// Whether a success answers `errors: []` instead of `errors: null`.
    pub empty_errors: bool,
    /// Checks id, version and time before the body is looked at.
    pub check: fn(&EnvelopeHead, &EndpointInfo, Timestamp) -> Result<(), Failure>,
    /// The module's error for a body that cannot be read.
    pub bad_body: fn(&BadBody) -> Failure,
    /// Largest body in bytes.
    pub max_body: usize,
    /// Whether the request may stand alone, without the wrapper around it.
    pub bare: bool,
}

/// Kernel services' check: nothing is demanded of the wrapper.
pub fn unchecked(_: &EnvelopeHead, _: &EndpointInfo, _: Timestamp) -> Result<(), Failure> {
    Ok(())
}

types::catalogue! {
    /// Faults of the edge itself, where a module has no code of its own.
    pub enum EdgeError {
        /// The body is not the JSON this endpoint expects.
        BadBody = "TES-EDG-001", "The request body is not the JSON this endpoint expects: {0}", 400;
        /// The body is longer than allowed.
        TooLarge = "TES-EDG-002", "The request body is larger than {0} bytes", 413;
        /// Nothing answers at this path.
        NotFound = "TES-EDG-404", "Nothing answers at this path", 404;
        /// The path exists, the method does not.
        MethodNotAllowed = "TES-EDG-405", "This path does not offer that method", 405;
        /// A handler panicked.
        Internal = "TES-EDG-500", "Something failed inside; the request id helps the operator to find it", 500 retry;
    }
}

/// The edge's own wording for an unreadable body.
#[must_use]
pub fn plain_bad_body(bad: &BadBody) -> Failure {
    match bad {
        BadBody::Syntax => Failure::with(EdgeError::BadBody, ["no valid JSON"]),
        BadBody::TooLarge => Failure::with(EdgeError::TooLarge, ["the allowed"]),
        BadBody::Member { path, missing: true } => Failure::with(EdgeError::BadBody, [format!("{path} is missing")]),
        BadBody::Member { path, missing: false } => {
            Failure::with(EdgeError::BadBody, [format!("{path} has the wrong type")])
        }
    }
}

impl Rules {
    /// MOSIP's kernel services: id and version echoed, nothing checked.
    #[must_use]
    pub const fn kernel() -> Self {
        Self {
            reply_id: ReplyId::Echo,
            reply_version: ReplyVersion::Echo,
            error_text_key: "message",
            time_key: "responsetime",
            empty_errors: false,
            check: unchecked,
            bad_body: plain_bad_body,
            max_body: 16 << 20,
            bare: false,
        }
    }

    /// The same with the module's own error for unreadable bodies.
    #[must_use]
    pub const fn bad_body(mut self, bad_body: fn(&BadBody) -> Failure) -> Self {
        self.bad_body = bad_body;
        self
    }
}
