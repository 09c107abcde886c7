//! Why a step of the journey failed.

/// What a step gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a step failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server answered with an error of its catalogue.
    #[error("{what}: {code} {message} (HTTP {status})")]
    Refused { what: String, status: u16, code: String, message: String },
    /// Nobody answered for as long as the journey waits.
    #[error("{what}: no answer for {secs} s: {cause}")]
    Unreachable { what: String, secs: u64, cause: String },
    /// The server answered, but not what the step needs; or something here is wrong.
    #[error("{0}")]
    Unexpected(String),
}

impl Error {
    /// An error in words.
    pub fn new(text: impl Into<String>) -> Self {
        Self::Unexpected(text.into())
    }

    /// The server's error code, where it gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether the server gave this code.
    pub fn is(&self, code: &str) -> bool {
        self.code() == Some(code)
    }
}

macro_rules! from {
    ($($cause:ty: $what:literal),+ $(,)?) => {
        $(impl From<$cause> for Error {
            fn from(error: $cause) -> Self {
                Self::Unexpected(format!(concat!($what, ": {}"), error))
            }
        })+
    };
}
from! {
    crypto::Error: "cryptography",
    std::io::Error: "file",
    serde_json::Error: "JSON",
    reqwest::Error: "HTTP",
    tokio::task::JoinError: "background work",
    codec::packet::Error: "packet",
    zip::result::ZipError: "zip",
}
