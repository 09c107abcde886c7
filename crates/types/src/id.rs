//! Identifiers. Those that name a person have no `Display` and no `Serialize`, print masked, compare in
//! constant time and leave memory when dropped; `Wire` and `reveal()` are the two ways out.

use crate::checksum::verhoeff_valid;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, marker::PhantomData, str::FromStr};
use subtle::ConstantTimeEq;
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroize;

/// Why a text is not an identifier of the expected kind. It never quotes the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdError {
    #[error("{0} is empty")]
    Empty(&'static str),
    #[error("{kind} must have {expected} digits")]
    Length { kind: &'static str, expected: &'static str },
    #[error("{0} must consist of digits")]
    NotDigits(&'static str),
    #[error("{0} must not start with 0 or 1")]
    Start(&'static str),
    #[error("the check digit of the {0} is wrong")]
    Checksum(&'static str),
    #[error("the time in the {0} is not a calendar time")]
    Time(&'static str),
}

fn digits(kind: &'static str, text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty(kind));
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(IdError::NotDigits(kind));
    }
    Ok(())
}

fn checked(kind: &'static str, text: &str, length: usize, expected: &'static str) -> Result<(), IdError> {
    digits(kind, text)?;
    if text.len() != length {
        return Err(IdError::Length { kind, expected });
    }
    if text.starts_with(['0', '1']) {
        return Err(IdError::Start(kind));
    }
    if !verhoeff_valid(text) {
        return Err(IdError::Checksum(kind));
    }
    Ok(())
}

fn check_uin(text: &str) -> Result<(), IdError> {
    checked("UIN", text, 10, "10")
}
fn check_vid(text: &str) -> Result<(), IdError> {
    checked("VID", text, 16, "16")
}
fn check_prid(text: &str) -> Result<(), IdError> {
    checked("pre-registration id", text, 14, "14")
}
/// 29 digits: centre (5), machine (5), sequence (5), UTC time `yyyyMMddHHmmss` (14).
fn check_rid(text: &str) -> Result<(), IdError> {
    digits("registration id", text)?;
    if text.len() != 29 {
        return Err(IdError::Length { kind: "registration id", expected: "29" });
    }
    chrono::NaiveDateTime::parse_from_str(&text[15..], "%Y%m%d%H%M%S")
        .map(|_| ())
        .map_err(|_| IdError::Time("registration id"))
}

macro_rules! personal_id {
    ($(#[$meta:meta])* $name:ident, $check:ident) => {
        $(#[$meta])*
        #[derive(Clone, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Reads and checks an identifier; surrounding blanks are not forgiven.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                $check(text)?;
                Ok(Self(text.to_owned()))
            }

            /// The digits, for the places where they must leave (wire, encryption, the person's own page).
            #[must_use]
            pub fn reveal(&self) -> &str {
                &self.0
            }

            /// All but the last three digits replaced, for a page that only reminds.
            #[must_use]
            pub fn masked(&self) -> String {
                let keep = self.0.len().saturating_sub(3);
                format!("{}{}", "X".repeat(keep), &self.0[keep..])
            }
        }
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
            }
        }
        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}(…)", stringify!($name))
            }
        }
        impl Drop for $name {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }
        impl Serialize for Wire<$name> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.reveal())
            }
        }
        impl<'de> Deserialize<'de> for Wire<$name> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                $name::parse(&text).map(Wire).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// An identifier on the wire: the only form that serialises.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wire<T>(pub T);

personal_id!(
    /// Unique identification number: 9 digits and a Verhoeff digit.
    Uin, check_uin
);
personal_id!(
    /// Virtual id: 15 digits and a Verhoeff digit.
    Vid, check_vid
);
personal_id!(
    /// Pre-registration id: 13 digits and a Verhoeff digit.
    Prid, check_prid
);
personal_id!(
    /// Registration (application) id: 29 digits of centre, machine, sequence and time.
    Rid, check_rid
);

impl Rid {
    /// The registration centre's five digits.
    #[must_use]
    pub fn center(&self) -> &str {
        &self.0[..5]
    }
    /// The registration machine's five digits.
    #[must_use]
    pub fn machine(&self) -> &str {
        &self.0[5..10]
    }
}

/// A surrogate key: a UUID whose kind the compiler knows. New ones come from `db::Random`.
pub struct Id<Kind>(Uuid, PhantomData<fn() -> Kind>);

impl<K> Id<K> {
    /// Wraps a UUID.
    #[must_use]
    pub fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }
    /// The UUID inside.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        self.0
    }
}
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checksum::verhoeff_digit;

    fn uin() -> String {
        format!("812945073{}", verhoeff_digit("812945073").unwrap())
    }

    #[test]
    fn personal_numbers_are_checked_and_never_print() {
        let text = uin();
        let uin = Uin::parse(&text).unwrap();
        assert_eq!(format!("{uin:?}"), "Uin(…)");
        assert_eq!(uin.reveal(), text);
        assert!(uin.masked().starts_with("XXXXXXX"));
        assert_eq!(serde_json::to_string(&Wire(uin.clone())).unwrap(), format!("\"{text}\""));
        assert_eq!(Uin::parse("8129450731").is_err(), text != "8129450731");
        assert_eq!(Uin::parse("").unwrap_err(), IdError::Empty("UIN"));
        assert_eq!(Uin::parse("81294507a1").unwrap_err(), IdError::NotDigits("UIN"));
        assert_eq!(Uin::parse("0129450731").unwrap_err(), IdError::Start("UIN"));
        assert!(serde_json::from_str::<Wire<Uin>>("\"123\"").is_err());
    }

    #[test]
    fn a_registration_id_names_centre_machine_and_time() {
        let rid = Rid::parse("10001100010000120261123101502").unwrap();
        assert_eq!((rid.center(), rid.machine()), ("10001", "10001"));
        assert_eq!(Rid::parse("10001100010000120261323101502").unwrap_err(), IdError::Time("registration id"));
        assert!(Rid::parse("1000110001").is_err());
    }
}
