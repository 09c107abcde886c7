//! Codes of SBI 0.9.5 and of MOSIP's mock, with their texts.

use serde_json::{Value, json};
use thiserror::Error;

/// A code on the wire; 0 is success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub u16);

impl Code {
    pub(crate) const SUCCESS: Self = Self(0);
    pub(crate) const NOT_REGISTERED: Self = Self(100);
    pub(crate) const EXTRACTION: Self = Self(102);
    pub(crate) const DEVICE_NOT_FOUND: Self = Self(106);
    pub(crate) const NO_DOMAIN_KEY: Self = Self(108);
    pub(crate) const NOT_READY: Self = Self(110);
    pub(crate) const BUSY: Self = Self(111);
    pub(crate) const TRANSACTION: Self = Self(112);
    pub(crate) const COUNT: Self = Self(113);
    pub(crate) const TYPE: Self = Self(114);
    pub(crate) const ENV: Self = Self(115);
    pub(crate) const EXCEPTION: Self = Self(117);
    pub(crate) const EXCEPTION_GROUP: Self = Self(118);
    pub(crate) const SUB_TYPE: Self = Self(119);
    pub(crate) const PURPOSE: Self = Self(121);
    pub(crate) const SUB_TYPE_GROUP: Self = Self(122);
    pub(crate) const NO_DEVICE: Self = Self(202);
    pub(crate) const URL: Self = Self(500);
    pub(crate) const DISCOVERY: Self = Self(501);
    pub(crate) const DISCOVERY_TYPE: Self = Self(502);
    pub(crate) const NOT_CONNECTED: Self = Self(503);
    pub(crate) const ADMIN_STATUS: Self = Self(504);
    pub(crate) const ADMIN_SCORE: Self = Self(505);
    pub(crate) const ADMIN_DELAY: Self = Self(506);
    pub(crate) const ADMIN_METHOD: Self = Self(507);
    pub(crate) const ADMIN_PROFILE: Self = Self(551);
    pub(crate) const STREAM_PURPOSE: Self = Self(601);
    pub(crate) const RCAPTURE_TIMEOUT: Self = Self(701);
    pub(crate) const RCAPTURE_DEVICE: Self = Self(709);
    pub(crate) const AUTH_TIMEOUT: Self = Self(801);
    pub(crate) const AUTH_DEVICE: Self = Self(809);
    pub(crate) const UNKNOWN: Self = Self(999);

    /// The text that goes with the code.
    pub fn text(self) -> &'static str {
        match self.0 {
            0 => "Success",
            100 => "Device not registered",
            101 => "Unable to detect a biometric object",
            102 => "Technical error during extraction.",
            103 => "Device tamper detected",
            104 => "Unable to connect to the management server",
            105 => "Image orientation error",
            106 => "Device not found",
            107 => "Device public key expired",
            108 => "Domain public key missing",
            109 => "Requested number of biometric (Finger/IRIS) not supported",
            110 => "Device is not ready",
            111 => "Device is Busy",
            112 => "Invalid Transaction ID",
            113 => "Count does not fit the device type",
            114 => "Biometric type is none of Finger, Iris, Face",
            115 => {
                "Environment is none of Staging, Developer, Pre-Production, Production, or another than the device's"
            }
            117 => "Exception is no biometric subtype",
            118 => "Exception does not belong to the part that is captured",
            119 => "Biometric subtype is unknown",
            121 => "Purpose is neither Registration nor Auth, or another than the device's",
            122 => "Biometric subtype does not belong to the part that is captured",
            202 => "No Device Connected.",
            500 => "Invalid URL",
            501 => "Type is missing in the discovery request",
            502 => "Type is none of Biometric Device, Finger, Face, Iris",
            503 => "Devices are not connected",
            504 => "Status is none of Ready, Busy, Not Ready, Not Registered",
            505 => "Quality score is not between 0 and 100",
            506 => "Delay is not a number of milliseconds",
            507 => "Method is none of MOSIPDISC, MOSIPDINFO, CAPTURE, STREAM, RCAPTURE",
            551 => "Profile is missing",
            601 => "A live stream is not given by devices for authentication",
            701 => "Capture failed because the time ran out",
            709 => "This device does not capture for registration",
            801 => "Capture failed because the time ran out",
            809 => "This device does not capture for authentication",
            _ => "Unknown Error",
        }
    }

    pub(crate) fn json(self) -> Value {
        json!({ "errorCode": self.0.to_string(), "errorInfo": self.text() })
    }
}

/// Why simulated devices could not be set up.
#[derive(Debug, Error)]
pub enum SetupError {
    /// Simulated devices exist outside production only.
    #[error("there are no simulated devices in the environment {0:?}")]
    Environment(String),
    /// A key or certificate could not be made or read.
    #[error("the devices' keys: {0}")]
    Keys(#[from] crypto::Error),
    /// The stored keys are not what [`super::Trust::to_pem`] wrote.
    #[error("the devices' keys are incomplete")]
    Incomplete,
}
