//! The map of claim 169: a person's attributes under small integer keys.

use std::collections::BTreeMap;
use std::fmt;

use ciborium::Value;

use super::key;

/// Which biometric an entry of keys 50 to 65 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BiometricKey {
    RightThumb,
    RightPointer,
    RightMiddle,
    RightRing,
    RightLittle,
    LeftThumb,
    LeftPointer,
    LeftMiddle,
    LeftRing,
    LeftLittle,
    RightIris,
    LeftIris,
    Face,
    RightPalm,
    LeftPalm,
    Voice,
}

impl BiometricKey {
    /// All, in the order of their keys 50 to 65.
    pub const ALL: [Self; 16] = [
        Self::RightThumb,
        Self::RightPointer,
        Self::RightMiddle,
        Self::RightRing,
        Self::RightLittle,
        Self::LeftThumb,
        Self::LeftPointer,
        Self::LeftMiddle,
        Self::LeftRing,
        Self::LeftLittle,
        Self::RightIris,
        Self::LeftIris,
        Self::Face,
        Self::RightPalm,
        Self::LeftPalm,
        Self::Voice,
    ];

    fn from_key(number: i64) -> Option<Self> {
        Self::ALL.into_iter().zip(50..).find(|(_, known)| *known == number).map(|(biometric, _)| biometric)
    }

    fn number(self) -> i64 {
        Self::ALL.into_iter().zip(50..).find(|(known, _)| *known == self).map_or(50, |(_, number)| number)
    }
}

/// One biometric sample or template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Biometric {
    pub data: Vec<u8>,
    /// 0 image, 1 template, 2 sound, 3 bio hash.
    pub format: Option<i64>,
    /// Of an image 0 PNG, 1 JPEG, 2 JPEG 2000, 3 AVIF, 4 WebP, 5 TIFF, 6 WSQ; of a template 0 ANSI 378, 1 ISO 19794-2.
    pub sub_format: Option<i64>,
    pub issuer: Option<String>,
}

/// A person's attributes; all optional. Two are numbers with few values: an unknown value is read as absent.
#[derive(Clone, PartialEq, Default)]
pub struct Identity {
    pub id: Option<String>,
    pub version: Option<String>,
    /// ISO 639-3.
    pub language: Option<String>,
    pub full_name: Option<String>,
    pub first_name: Option<String>,
    pub middle_name: Option<String>,
    pub last_name: Option<String>,
    /// `YYYYMMDD`.
    pub date_of_birth: Option<String>,
    /// 1 male, 2 female, 3 others.
    pub gender: Option<i64>,
    /// Lines separated by line feeds.
    pub address: Option<String>,
    pub email: Option<String>,
    /// E.123 international.
    pub phone: Option<String>,
    pub nationality: Option<String>,
    /// 1 unmarried, 2 married, 3 divorced.
    pub marital_status: Option<i64>,
    pub guardian: Option<String>,
    pub photo: Option<Vec<u8>>,
    /// 1 JPEG, 2 JPEG 2000, 3 AVIF, 4 WebP.
    pub photo_format: Option<i64>,
    /// 0 unknown, 1 to 5 right thumb to little, 6 to 10 left.
    pub best_quality_fingers: Vec<i64>,
    pub secondary_full_name: Option<String>,
    pub secondary_language: Option<String>,
    pub location_code: Option<String>,
    pub legal_status: Option<String>,
    pub country_of_issuance: Option<String>,
    pub biometrics: BTreeMap<BiometricKey, Vec<Biometric>>,
    /// Attributes with keys this version does not know, kept as they are.
    pub unknown: BTreeMap<i64, Value>,
}

// What is in here names a person.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

/// Where one attribute lives: its key and its field.
enum Slot<'a> {
    Text(&'a mut Option<String>),
    Number(&'a mut Option<i64>, std::ops::RangeInclusive<i64>),
}

impl Identity {
    fn slots(&mut self) -> [(i64, Slot<'_>); 21] {
        use Slot::{Number, Text};
        [
            (1, Text(&mut self.id)),
            (2, Text(&mut self.version)),
            (3, Text(&mut self.language)),
            (4, Text(&mut self.full_name)),
            (5, Text(&mut self.first_name)),
            (6, Text(&mut self.middle_name)),
            (7, Text(&mut self.last_name)),
            (8, Text(&mut self.date_of_birth)),
            (9, Number(&mut self.gender, 1..=3)),
            (10, Text(&mut self.address)),
            (11, Text(&mut self.email)),
            (12, Text(&mut self.phone)),
            (13, Text(&mut self.nationality)),
            (14, Number(&mut self.marital_status, 1..=3)),
            (15, Text(&mut self.guardian)),
            (17, Number(&mut self.photo_format, 1..=4)),
            (19, Text(&mut self.secondary_full_name)),
            (20, Text(&mut self.secondary_language)),
            (21, Text(&mut self.location_code)),
            (22, Text(&mut self.legal_status)),
            (23, Text(&mut self.country_of_issuance)),
        ]
    }

    pub(super) fn to_cbor(&self) -> Value {
        let mut map: BTreeMap<i64, Value> = self.unknown.clone();
        let mut copy = self.clone();
        for (number, slot) in copy.slots() {
            let value = match slot {
                Slot::Text(text) => text.take().map(Value::Text),
                Slot::Number(value, _) => value.take().map(|value| Value::Integer(value.into())),
            };
            if let Some(value) = value {
                map.insert(number, value);
            }
        }
        if let Some(photo) = &self.photo {
            map.insert(16, Value::Bytes(photo.clone()));
        }
        if !self.best_quality_fingers.is_empty() {
            let fingers = self.best_quality_fingers.iter().map(|finger| Value::Integer((*finger).into()));
            map.insert(18, Value::Array(fingers.collect()));
        }
        for (biometric, entries) in &self.biometrics {
            map.insert(biometric.number(), Value::Array(entries.iter().map(Biometric::to_cbor).collect()));
        }
        Value::Map(map.into_iter().map(|(number, value)| (key(number), value)).collect())
    }

    /// Reads the map leniently: what does not have the type its key asks for is left out, as a reader must not refuse a
    /// person's whole card for one odd attribute that the signature covers anyway.
    pub(super) fn from_cbor(entries: &[(Value, Value)]) -> Self {
        let mut identity = Self::default();
        for (name, value) in entries {
            if let Some(number) = integer(name) {
                identity.set(number, value);
            }
        }
        identity
    }

    fn set(&mut self, number: i64, value: &Value) {
        if let Some(biometric) = BiometricKey::from_key(number) {
            let list = match value {
                Value::Array(items) => items.iter().filter_map(Biometric::from_cbor).collect(),
                single => Biometric::from_cbor(single).into_iter().collect::<Vec<_>>(),
            };
            if !list.is_empty() {
                self.biometrics.insert(biometric, list);
            }
            return;
        }
        match number {
            16 => {
                self.photo = match value {
                    Value::Bytes(bytes) => Some(bytes.clone()),
                    Value::Text(text) => hex::decode(text).ok(),
                    _ => None,
                }
            }
            18 => {
                let fingers = value.as_array().into_iter().flatten().filter_map(integer);
                self.best_quality_fingers = fingers.filter(|finger| (0..=10).contains(finger)).collect();
            }
            _ => {
                let known = match self.slots().into_iter().find(|(known, _)| *known == number) {
                    Some((_, Slot::Text(slot))) => {
                        *slot = value.as_text().map(str::to_owned);
                        true
                    }
                    Some((_, Slot::Number(slot, range))) => {
                        *slot = integer(value).filter(|value| range.contains(value));
                        true
                    }
                    None => false,
                };
                if !known {
                    self.unknown.insert(number, value.clone());
                }
            }
        }
    }
}

impl Biometric {
    fn to_cbor(&self) -> Value {
        let number = |value: Option<i64>| value.map(|value| Value::Integer(value.into()));
        let parts = [
            (0, Some(Value::Bytes(self.data.clone()))),
            (1, number(self.format)),
            (2, number(self.sub_format)),
            (3, self.issuer.clone().map(Value::Text)),
        ];
        Value::Map(parts.into_iter().filter_map(|(number, value)| Some((key(number), value?))).collect())
    }

    fn from_cbor(value: &Value) -> Option<Self> {
        let entries = value.as_map()?;
        let of = |number| entries.iter().find(|(name, _)| integer(name) == Some(number)).map(|(_, value)| value);
        let data = match of(0)? {
            Value::Bytes(bytes) => bytes.clone(),
            Value::Text(text) => hex::decode(text).ok()?,
            _ => return None,
        };
        let issuer = of(3).and_then(Value::as_text).map(str::to_owned);
        Some(Self { data, format: of(1).and_then(integer), sub_format: of(2).and_then(integer), issuer })
    }
}

/// An integer, also one written as decimal text.
fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => i64::try_from(i128::from(*number)).ok(),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}
