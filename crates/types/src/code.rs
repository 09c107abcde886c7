//! Short codes that name things, not people: they print freely.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A code that does not have the form its kind demands.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind} is not valid: {reason}")]
pub struct CodeError {
    /// Which kind of code was expected.
    pub kind: &'static str,
    /// What is wrong with it.
    pub reason: &'static str,
}

macro_rules! short_code {
    ($(#[$meta:meta])* $name:ident, $max:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads a code: 1 to the kind's maximum characters of `[A-Za-z0-9._-]`.
            pub fn parse(text: &str) -> Result<Self, CodeError> {
                let fits = (1..=$max).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(CodeError { kind: stringify!($name), reason: "wrong length or characters" })
                }
            }

            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $name {
            type Error = CodeError;
            fn try_from(text: String) -> Result<Self, CodeError> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0
            }
        }
    };
}

short_code!(
    /// A registration centre's id (MOSIP: 5 digits by default, up to 10 characters).
    CenterId,
    10
);
short_code!(
    /// A registration machine's id (MOSIP: 5 digits by default, up to 10 characters).
    MachineId,
    10
);
short_code!(
    /// A partner's id, chosen at registration.
    PartnerId,
    36
);

/// A data language: three lower-case letters of ISO 639-2/T (`eng`, `fra`, `ara`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LangCode([u8; 3]);

impl LangCode {
    /// English, the language of last resort.
    pub const ENG: Self = Self(*b"eng");

    /// Reads a code of exactly three ASCII letters; upper case is folded.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        match text.as_bytes() {
            [a, b, c] if text.bytes().all(|x| x.is_ascii_alphabetic()) => {
                Ok(Self([a.to_ascii_lowercase(), b.to_ascii_lowercase(), c.to_ascii_lowercase()]))
            }
            _ => Err(CodeError { kind: "language code", reason: "three letters of ISO 639-2 are expected" }),
        }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("und")
    }

    /// Whether the language is written from right to left.
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        matches!(&self.0, b"ara" | b"heb" | b"fas" | b"urd" | b"pus" | b"uig" | b"kur" | b"snd" | b"yid")
    }
}

impl fmt::Display for LangCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for LangCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl FromStr for LangCode {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}
impl TryFrom<String> for LangCode {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}
impl From<LangCode> for String {
    fn from(code: LangCode) -> String {
        code.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_checked() {
        assert_eq!(CenterId::parse("10003").unwrap().to_string(), "10003");
        assert!(CenterId::parse("").is_err());
        assert!(CenterId::parse("10003'; --").is_err());
        assert_eq!(LangCode::parse("ENG").unwrap(), LangCode::ENG);
        assert!(LangCode::parse("en").is_err());
        assert!(LangCode::parse("ara").unwrap().is_rtl());
        assert!(serde_json::from_str::<LangCode>("\"engl\"").is_err());
    }
}
