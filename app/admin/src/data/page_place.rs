//! The addresses of master data.

/// A page of master data. Entities and codes are text here: the server knows which exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataPlace {
    /// Every entity in groups.
    Home,
    /// Which documents prove what.
    Documents,
    /// Centres on a map.
    Map,
    /// The entries of an entity.
    List(String),
    /// A new entry.
    New(String),
    /// One entry.
    Entry(String, String),
    /// Changing one entry.
    Edit(String, String),
}

impl DataPlace {
    /// The page of a path.
    pub fn parse(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        Some(match parts.as_slice() {
            ["admin", "data"] => Self::Home,
            ["admin", "data", "validdocuments"] => Self::Documents,
            ["admin", "centres-map"] => Self::Map,
            ["admin", "data", slug] if is_slug(slug) => Self::List((*slug).to_owned()),
            ["admin", "data", slug, "new"] if is_slug(slug) => Self::New((*slug).to_owned()),
            ["admin", "data", slug, code] if is_slug(slug) => Self::Entry((*slug).to_owned(), decoded(code)),
            ["admin", "data", slug, code, "edit"] if is_slug(slug) => Self::Edit((*slug).to_owned(), decoded(code)),
            _ => return None,
        })
    }

    /// Its path.
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/admin/data".to_owned(),
            Self::Documents => "/admin/data/validdocuments".to_owned(),
            Self::Map => "/admin/centres-map".to_owned(),
            Self::List(slug) => format!("/admin/data/{slug}"),
            Self::New(slug) => format!("/admin/data/{slug}/new"),
            Self::Entry(slug, code) => format!("/admin/data/{slug}/{}", encoded(code)),
            Self::Edit(slug, code) => format!("/admin/data/{slug}/{}/edit", encoded(code)),
        }
    }
}

fn is_slug(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Percent-encodes all but unreserved characters: codes may be words of any script.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// The text of a percent-encoded part of an address.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_places_are_each_others_inverse() {
        for place in [
            DataPlace::Home,
            DataPlace::Documents,
            DataPlace::Map,
            DataPlace::List("machines".to_owned()),
            DataPlace::New("machines".to_owned()),
            DataPlace::Entry("blocklistedwords".to_owned(), "سيئ".to_owned()),
            DataPlace::Edit("zoneuser".to_owned(), "a/b%2F c".to_owned()),
        ] {
            assert_eq!(DataPlace::parse(&place.path()), Some(place));
        }
        for path in ["/admin/data/a.b", "/admin/data/machines/1/x", "/admin/data/machines/1/edit/x", "/data"] {
            assert_eq!(DataPlace::parse(path), None, "{path}");
        }
    }
}
