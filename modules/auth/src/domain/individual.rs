//! What kind of id a person came with.

use auth_api::AuthError;
use types::{Fault, Uin, Vid};

/// MOSIP's `individualIdType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdType {
    Uin,
    Vid,
    Handle,
}

impl IdType {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uin => "UIN",
            Self::Vid => "VID",
            Self::Handle => "HANDLE",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Uin, Self::Vid, Self::Handle].into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// An id whose form is right. Personal: it has no `Debug`.
pub(crate) struct Individual {
    pub kind: IdType,
    /// Digits, or the handle in lower case.
    pub text: zeroize::Zeroizing<String>,
}

/// Reads id and type. A missing type is found out from the id; an empty one is an error, as in MOSIP.
pub(crate) fn read(id: Option<&str>, kind: Option<&str>, handles: bool) -> Result<Individual, Fault> {
    let Some(id) = id.filter(|id| !id.trim().is_empty()) else {
        return Err(Fault::new(AuthError::Missing, ["individualId"]));
    };
    let kind = match kind {
        Some(name) if name.trim().is_empty() => return Err(Fault::new(AuthError::Missing, ["individualIdType"])),
        Some(name) => IdType::parse(name).ok_or_else(|| Fault::new(AuthError::Invalid, ["individualIdType"]))?,
        None if Uin::parse(id).is_ok() => IdType::Uin,
        None if Vid::parse(id).is_ok() => IdType::Vid,
        None => IdType::Handle,
    };
    let text = match kind {
        IdType::Uin => Uin::parse(id).map(|uin| uin.reveal().to_owned()).map_err(|_| AuthError::InvalidUin),
        IdType::Vid => Vid::parse(id).map(|vid| vid.reveal().to_owned()).map_err(|_| AuthError::InvalidVid),
        IdType::Handle if !handles => return Err(Fault::new(AuthError::IdTypeNotAllowed, ["HANDLE"])),
        IdType::Handle => Ok(id.to_lowercase()),
    };
    let none = std::iter::empty::<String>;
    Ok(Individual { kind, text: text.map_err(|code| Fault::new(code, none()))?.into() })
}

/// All but the last three characters replaced, for notices.
pub(crate) fn masked(id: &str) -> String {
    let hidden = id.chars().count().saturating_sub(3);
    id.chars().enumerate().map(|(i, c)| if i < hidden { 'X' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::checksum::verhoeff_digit;

    // IDA-01
    #[test]
    fn the_kind_of_an_id_is_told_or_found() {
        let number = |start: &str| format!("{start}{}", verhoeff_digit(start).unwrap());
        let (uin, vid) = (number("812945073"), number("581294507318294"));
        let kind = |id: &str, kind: Option<&str>| read(Some(id), kind, true).map(|found| found.kind);
        assert_eq!(kind(&uin, None), Ok(IdType::Uin));
        assert_eq!(kind(&vid, Some("vid")), Ok(IdType::Vid));
        assert_eq!(kind("Ada@Email", None), Ok(IdType::Handle));
        assert_eq!(read(Some("Ada@Email"), None, true).ok().unwrap().text.as_str(), "ada@email");
        let code = |id: Option<&str>, kind: Option<&str>, handles| {
            read(id, kind, handles).err().map(|fault| fault.code.code).unwrap_or_default()
        };
        assert_eq!(code(Some("8129450730"), Some("UIN"), true), "IDA-MLC-002");
        assert_eq!(code(Some("123"), Some("VID"), true), "IDA-MLC-004");
        assert_eq!(code(Some(""), Some("UIN"), true), "IDA-MLC-006");
        assert_eq!(code(Some(&uin), Some(""), true), "IDA-MLC-006");
        assert_eq!(code(Some(&uin), Some("RID"), true), "IDA-MLC-009");
        assert_eq!(code(Some("ada@email"), None, false), "IDA-MLC-015");
        assert_eq!(masked("8129450731"), "XXXXXXX731");
    }
}
