//! The portal's pages and their paths.

use schema::edit::Family;

use crate::data::DataPlace;
use crate::definitions::slug;

/// Where signing in starts.
pub const SIGN_IN: &str = "/admin/signin";

/// A page. Registration ids and case ids are text here: the service checks them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where each registration is.
    Packets,
    /// One registration.
    Packet(String),
    /// Finding the number of a registration again.
    Lost,
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
    /// The country's settings.
    Settings,
    /// One setting, by MOSIP's name.
    Setting(String),
    /// Files of master data.
    Uploads,
    /// One file.
    Upload(String),
    /// What happened.
    Audit,
    /// One audit row: its database and id.
    AuditEntry(String, String),
    /// How the installation is.
    Health,
    /// Where the country's definitions do not fit together.
    CrossCheck,
    /// Identity schemas and forms.
    Schemas,
    /// One version or draft.
    Definition(Family, String),
    /// One field of a draft; a new one where none is named.
    DefinitionField(Family, String, Option<String>),
    /// The question before a draft is published.
    Publish(Family, String),
    /// The queues of background jobs.
    Jobs,
    /// One job that was given up: its database and id.
    Job(String, String),
    /// A page of master data.
    Data(DataPlace),
    /// User name and password.
    SignIn,
    /// A step of signing in: the second factor.
    SecondFactor,
    /// A step of signing in: another password in place of the first one.
    ChoosePassword,
    /// Signing in with a recovery code.
    Recovery,
    /// Showing that it is still the same person, before what cannot be undone.
    Confirm,
    /// One's own account.
    Account,
    /// Recovery codes, shown once.
    Codes,
    /// Members of staff.
    Users,
    /// A new one.
    NewUser,
    /// One of them.
    User(String),
    /// Somebody's first password, shown once.
    FirstPassword(String),
    /// What the development sink has taken; stands outside `/admin` and needs no sign-in.
    Messages,
}

impl Place {
    /// Whether strangers may see it: the steps of signing in, and the messages of the sink.
    #[cfg(any(feature = "ssr", test))]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::SignIn | Self::SecondFactor | Self::ChoosePassword | Self::Recovery | Self::Messages)
    }

    /// The page of a path.
    pub fn parse(path: &str) -> Option<Self> {
        if let Some(place) = DataPlace::parse(path) {
            return Some(Self::Data(place));
        }
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let place = match (parts.next()?, parts.next(), parts.next()) {
            ("mocksmtp", None, _) => Self::Messages,
            ("admin", None | Some("pipeline"), None) => Self::Packets,
            ("admin", Some("lost"), None) => Self::Lost,
            ("admin", Some("signin"), None) => Self::SignIn,
            ("admin", Some("signin"), Some("second")) => Self::SecondFactor,
            ("admin", Some("signin"), Some("password")) => Self::ChoosePassword,
            ("admin", Some("signin"), Some("recovery")) => Self::Recovery,
            ("admin", Some("confirm"), None) => Self::Confirm,
            ("admin", Some("account"), None) => Self::Account,
            ("admin", Some("account"), Some("codes")) => Self::Codes,
            ("admin", Some("users"), None) => Self::Users,
            ("admin", Some("users"), Some("new")) => Self::NewUser,
            ("admin", Some("users"), Some("of")) => {
                let user = parts.next().filter(|user| is_user(user))?.to_owned();
                match parts.next() {
                    None => Self::User(user),
                    Some("password") => Self::FirstPassword(user),
                    Some(_) => return None,
                }
            }
            ("admin", Some("adjudication"), None) => Self::Cases,
            ("admin", Some("keys"), None) => Self::Keys,
            ("admin", Some("trust"), None) => Self::Trust,
            ("admin", Some("settings"), None) => Self::Settings,
            ("admin", Some("settings"), Some(name)) if is_name(name) => Self::Setting(name.to_owned()),
            ("admin", Some("uploads"), None) => Self::Uploads,
            ("admin", Some("uploads"), Some(id)) if is_id(id) => Self::Upload(id.to_owned()),
            ("admin", Some("audit"), None) => Self::Audit,
            ("admin", Some("audit"), Some(source)) if is_name(source) => {
                let id = parts.next().filter(|id| is_id(id))?;
                Self::AuditEntry(source.to_owned(), id.to_owned())
            }
            ("admin", Some("health"), None) => Self::Health,
            ("admin", Some("cross-check"), None) => Self::CrossCheck,
            ("admin", Some("schemas"), None) => Self::Schemas,
            ("admin", Some("schemas"), Some(family)) => {
                let family = crate::definitions::family(family)?;
                let id = parts.next().filter(|id| is_id(id))?.to_owned();
                match parts.next() {
                    None => Self::Definition(family, id),
                    Some("publish") => Self::Publish(family, id),
                    Some("field") => match parts.next() {
                        None => Self::DefinitionField(family, id, None),
                        Some(field) if is_name(field) => Self::DefinitionField(family, id, Some(field.to_owned())),
                        Some(_) => return None,
                    },
                    Some(_) => return None,
                }
            }
            ("admin", Some("jobs"), None) => Self::Jobs,
            ("admin", Some("jobs"), Some(database)) if is_name(database) => {
                let id = parts.next().filter(|id| is_id(id))?;
                Self::Job(database.to_owned(), id.to_owned())
            }
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
            Self::Lost => "/admin/lost".to_owned(),
            Self::Cases => "/admin/adjudication".to_owned(),
            Self::Case(id) => format!("/admin/adjudication/{id}"),
            Self::Keys => "/admin/keys".to_owned(),
            Self::Key(application, reference) if reference.is_empty() => format!("/admin/keys/{application}"),
            Self::Key(application, reference) => format!("/admin/keys/{application}/{reference}"),
            Self::Trust => "/admin/trust".to_owned(),
            Self::Settings => "/admin/settings".to_owned(),
            Self::Setting(name) => format!("/admin/settings/{name}"),
            Self::Uploads => "/admin/uploads".to_owned(),
            Self::Upload(id) => format!("/admin/uploads/{id}"),
            Self::Audit => "/admin/audit".to_owned(),
            Self::AuditEntry(source, id) => format!("/admin/audit/{source}/{id}"),
            Self::Health => "/admin/health".to_owned(),
            Self::CrossCheck => "/admin/cross-check".to_owned(),
            Self::Schemas => "/admin/schemas".to_owned(),
            Self::Definition(family, id) => format!("/admin/schemas/{}/{id}", slug(*family)),
            Self::DefinitionField(family, id, None) => format!("/admin/schemas/{}/{id}/field", slug(*family)),
            Self::DefinitionField(family, id, Some(field)) => {
                format!("/admin/schemas/{}/{id}/field/{field}", slug(*family))
            }
            Self::Publish(family, id) => format!("/admin/schemas/{}/{id}/publish", slug(*family)),
            Self::Jobs => "/admin/jobs".to_owned(),
            Self::Job(database, id) => format!("/admin/jobs/{database}/{id}"),
            Self::Data(place) => place.path(),
            Self::SignIn => SIGN_IN.to_owned(),
            Self::SecondFactor => format!("{SIGN_IN}/second"),
            Self::ChoosePassword => format!("{SIGN_IN}/password"),
            Self::Recovery => format!("{SIGN_IN}/recovery"),
            Self::Confirm => "/admin/confirm".to_owned(),
            Self::Account => "/admin/account".to_owned(),
            Self::Codes => "/admin/account/codes".to_owned(),
            Self::Users => "/admin/users".to_owned(),
            Self::NewUser => "/admin/users/new".to_owned(),
            Self::User(user) => format!("/admin/users/of/{user}"),
            Self::FirstPassword(user) => format!("/admin/users/of/{user}/password"),
            Self::Messages => "/mocksmtp".to_owned(),
        }
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What user names are made of; the service checks the rest.
fn is_user(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@'))
}

fn is_id(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// What application and reference ids are made of; an empty reference is a master's.
fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// A value as it may stand in an address: all but unreserved letters percent-encoded.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A page to come back to after signing in: one of this portal, with its query; anything else leads to the first page.
#[cfg(any(feature = "ssr", test))]
pub fn back_to(wanted: &str) -> String {
    let path = wanted.split(['?', '#']).next().unwrap_or_default();
    let known = matches!(Place::parse(path), Some(place) if !place.is_open() && place != Place::Confirm);
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
            Place::Lost,
            Place::Cases,
            Place::Case("019ab3c4-0000-7000-8000-000000000001".to_owned()),
            Place::Keys,
            Place::Key("KERNEL".to_owned(), "SIGN".to_owned()),
            Place::Key("ID_REPO".to_owned(), String::new()),
            Place::Trust,
            Place::Settings,
            Place::Setting("mosip.mandatory-languages".to_owned()),
            Place::Uploads,
            Place::Upload("019ab3c4-0000-7000-8000-000000000002".to_owned()),
            Place::Audit,
            Place::AuditEntry("operations".to_owned(), "019ab3c4-0000-7000-8000-000000000001".to_owned()),
            Place::Health,
            Place::CrossCheck,
            Place::Schemas,
            Place::Definition(Family::Schema, "019ab3c4-0000-7000-8000-000000000003".to_owned()),
            Place::DefinitionField(Family::Form, "019ab3c4".to_owned(), Some("fullName".to_owned())),
            Place::DefinitionField(Family::Schema, "019ab3c4".to_owned(), None),
            Place::Publish(Family::Form, "019ab3c4".to_owned()),
            Place::Jobs,
            Place::Job("identity".to_owned(), "019ab3c4-0000-7000-8000-000000000001".to_owned()),
            Place::SignIn,
            Place::SecondFactor,
            Place::ChoosePassword,
            Place::Recovery,
            Place::Confirm,
            Place::Account,
            Place::Codes,
            Place::Users,
            Place::NewUser,
            Place::User("new".to_owned()),
            Place::FirstPassword("a.coast@example.org".to_owned()),
            Place::Messages,
        ] {
            assert_eq!(Place::parse(&place.path()), Some(place));
        }
        assert_eq!(Place::parse("/admin/pipeline"), Some(Place::Packets));
        for path in [
            "/",
            "/admin/x",
            "/admin/users/of",
            "/admin/users/of/a%20b",
            "/admin/users/x",
            "/admin/pipeline/x",
            "/admin/pipeline/1/x",
            "/admin/adjudication/a.b",
            "/mocksmtp/x",
        ] {
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
            "/admin/signin/second",
            "/admin/confirm",
            "/mocksmtp",
            "/admin\r\nx",
            "/prereg",
        ] {
            assert_eq!(back_to(wanted), "/admin", "{wanted:?}");
        }
    }
}
