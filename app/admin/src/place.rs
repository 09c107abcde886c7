//! The portal's pages and their paths.

use crate::data::DataPlace;

/// Where signing in starts.
pub const SIGN_IN: &str = "/admin/signin";

/// A page. Registration ids and case ids are text here: the service checks them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where each registration is.
    Packets,
    /// One registration.
    Packet(String),
    /// Cases that wait for a decision.
    Cases,
    /// One case.
    Case(String),
    /// Keys and their validity.
    Keys,
    /// The keys of one name: application and reference.
    Key(String, String),
    /// Authorities that partners' and devices' certificates must lead to.
    Trust,
    /// A page of master data.
    Data(DataPlace),
    /// User name and password.
    SignIn,
    /// What the development sink has taken; stands outside `/admin` and needs no sign-in.
    Messages,
}

impl Place {
    /// The page of a path.
    pub fn parse(path: &str) -> Option<Self> {
        if let Some(place) = DataPlace::parse(path) {
            return Some(Self::Data(place));
        }
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let place = match (parts.next()?, parts.next(), parts.next()) {
            ("mocksmtp", None, _) => Self::Messages,
            ("admin", None | Some("pipeline"), None) => Self::Packets,
            ("admin", Some("signin"), None) => Self::SignIn,
            ("admin", Some("adjudication"), None) => Self::Cases,
            ("admin", Some("keys"), None) => Self::Keys,
            ("admin", Some("trust"), None) => Self::Trust,
            ("admin", Some("keys"), Some(application)) if is_name(application) => {
                let reference = parts.next().unwrap_or_default();
                if !is_name(reference) {
                    return None;
                }
                Self::Key(application.to_owned(), reference.to_owned())
            }
            ("admin", Some("pipeline"), Some(rid)) if is_number(rid) => Self::Packet(rid.to_owned()),
            ("admin", Some("adjudication"), Some(id)) if is_id(id) => Self::Case(id.to_owned()),
            _ => return None,
        };
        parts.next().is_none().then_some(place)
    }

    /// Its path.
    pub fn path(&self) -> String {
        match self {
            Self::Packets => "/admin".to_owned(),
            Self::Packet(rid) => format!("/admin/pipeline/{rid}"),
            Self::Cases => "/admin/adjudication".to_owned(),
            Self::Case(id) => format!("/admin/adjudication/{id}"),
            Self::Keys => "/admin/keys".to_owned(),
            Self::Key(application, reference) if reference.is_empty() => format!("/admin/keys/{application}"),
            Self::Key(application, reference) => format!("/admin/keys/{application}/{reference}"),
            Self::Trust => "/admin/trust".to_owned(),
            Self::Data(place) => place.path(),
            Self::SignIn => SIGN_IN.to_owned(),
            Self::Messages => "/mocksmtp".to_owned(),
        }
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_id(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// What application and reference ids are made of; an empty reference is a master's.
fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// A page to come back to after signing in: one of this portal, with its query; anything else leads to the first page.
#[cfg(any(feature = "ssr", test))]
pub fn back_to(wanted: &str) -> String {
    let path = wanted.split(['?', '#']).next().unwrap_or_default();
    let known = matches!(Place::parse(path), Some(place) if !matches!(place, Place::SignIn | Place::Messages));
    let clean = wanted.starts_with("/admin") && wanted.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if known && clean { wanted.to_owned() } else { Place::Packets.path() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_places_are_each_others_inverse() {
        for place in [
            Place::Packets,
            Place::Packet("10001100770000120261123093000".to_owned()),
            Place::Cases,
            Place::Case("019ab3c4-0000-7000-8000-000000000001".to_owned()),
            Place::Keys,
            Place::Key("KERNEL".to_owned(), "SIGN".to_owned()),
            Place::Key("ID_REPO".to_owned(), String::new()),
            Place::Trust,
            Place::SignIn,
            Place::Messages,
        ] {
            assert_eq!(Place::parse(&place.path()), Some(place));
        }
        assert_eq!(Place::parse("/admin/pipeline"), Some(Place::Packets));
        for path in
            ["/", "/admin/x", "/admin/pipeline/x", "/admin/pipeline/1/x", "/admin/adjudication/a.b", "/mocksmtp/x"]
        {
            assert_eq!(Place::parse(path), None, "{path}");
        }
    }

    #[test]
    fn signing_in_leads_back_inside_this_portal_only() {
        assert_eq!(back_to("/admin/adjudication?x=1"), "/admin/adjudication?x=1");
        for wanted in [
            "",
            "/",
            "//evil.example",
            "https://evil.example/admin",
            "/admin/../x",
            "/admin/signin",
            "/mocksmtp",
            "/admin\r\nx",
            "/prereg",
        ] {
            assert_eq!(back_to(wanted), "/admin", "{wanted:?}");
        }
    }
}
