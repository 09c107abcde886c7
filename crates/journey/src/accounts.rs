//! Whom the journey signs in as: the demo country's sign-ins, or those of a staff file.

use std::path::Path;

use serde::Deserialize;

use crate::http::SignIn;
use crate::{Error, Result};

/// The sign-ins of one installation.
#[derive(Debug, Clone)]
pub struct Accounts {
    /// Registers the machine and maps the staff: a zone's or the whole country's administrator.
    pub admin: SignIn,
    /// Registers people.
    pub operator: SignIn,
    /// Approves packets.
    pub supervisor: SignIn,
    /// The residents' service: numbers, cards, virtual ids, histories.
    pub resident: SignIn,
    /// Administers partners and policies.
    pub partner: SignIn,
    /// The registration centre, where the file names one.
    pub center: Option<String>,
}

fn user(name: &str, password: &str, app: &str) -> SignIn {
    SignIn::User { name: name.to_owned(), password: password.to_owned(), app: app.to_owned() }
}

fn client(id: &str, secret: &str, app: &str) -> SignIn {
    SignIn::Client { id: id.to_owned(), secret: secret.to_owned(), app: app.to_owned() }
}

impl Accounts {
    /// The sign-ins of the demo country, which are published and refused in production.
    pub fn demo() -> Self {
        Self {
            admin: user("admin", "demo-admin-2026", "admin"),
            operator: user("operator", "demo-operator-2026", "registrationclient"),
            supervisor: user("supervisor", "demo-supervisor-2026", "registrationclient"),
            resident: client("mosip-resident-client", "demo-resident-client", "resident"),
            partner: client("mosip-pms-client", "demo-pms-client", "partner"),
            center: None,
        }
    }

    /// Chooses by role from a file in the form that `tessera import-staff` takes.
    ///
    /// # Errors
    /// When it cannot be read, or nobody in it has a role that is needed.
    pub fn from_file(path: &Path) -> Result<Self> {
        Self::from_json(&std::fs::read(path)?)
    }

    fn from_json(json: &[u8]) -> Result<Self> {
        let file: StaffFile = serde_json::from_slice(json)?;
        let missing = |what: &str| Error::new(format!("the staff file has no {what}"));
        let sign_in = |user: &StaffUser| {
            let password = user.password.as_deref().or(file.default_password.as_deref()).unwrap_or_default();
            self::user(&user.name, password, user.app_ids.first().map_or("admin", String::as_str))
        };
        let with = |roles: &[&str]| file.users.iter().find(|user| roles.iter().all(|role| user.has(role)));
        let client_with = |roles: &[&str], what: &str| {
            let found = file.clients.iter().find(|one| roles.iter().all(|role| one.roles.iter().any(|r| r == role)));
            let found = found.ok_or_else(|| missing(what))?;
            Ok::<_, Error>(client(&found.id, &found.secret, found.app_ids.first().map_or("admin", String::as_str)))
        };
        // an administrator needs a zone: the file's, or the one master data gives the demo's
        let admin = file.users.iter().find(|user| user.has("ZONAL_ADMIN") && user.zone.is_some());
        let admin = admin.or_else(|| with(&["ZONAL_ADMIN"])).or_else(|| with(&["GLOBAL_ADMIN"]));
        let supervisor = with(&["REGISTRATION_SUPERVISOR"]).ok_or_else(|| missing("registration supervisor"))?;
        let operator = with(&["REGISTRATION_OFFICER"])
            .or_else(|| {
                file.users.iter().find(|user| user.has("REGISTRATION_SUPERVISOR") && user.name != supervisor.name)
            })
            .unwrap_or(supervisor);
        Ok(Self {
            admin: sign_in(admin.ok_or_else(|| missing("administrator"))?),
            operator: sign_in(operator),
            supervisor: sign_in(supervisor),
            resident: client_with(&["RESIDENT", "CREDENTIAL_REQUEST"], "residents' client")?,
            partner: client_with(&["PARTNER_ADMIN"], "partner administrators' client")?,
            center: file.booking_centre.clone(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StaffFile {
    #[serde(default)]
    default_password: Option<String>,
    #[serde(default)]
    booking_centre: Option<String>,
    #[serde(default)]
    clients: Vec<StaffClient>,
    #[serde(default)]
    users: Vec<StaffUser>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StaffClient {
    id: String,
    secret: String,
    #[serde(default)]
    app_ids: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StaffUser {
    name: String,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    app_ids: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    zone: Option<String>,
}

impl StaffUser {
    fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(sign_in: &SignIn) -> &str {
        match sign_in {
            SignIn::Client { id, .. } => id,
            SignIn::User { name, .. } => name,
        }
    }

    #[test]
    fn the_demo_staff_file_gives_the_demo_accounts() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/compose/demo/staff.json");
        let (read, known) = (Accounts::from_file(&path).unwrap(), Accounts::demo());
        for (a, b) in [
            (&read.admin, &known.admin),
            (&read.operator, &known.operator),
            (&read.supervisor, &known.supervisor),
            (&read.resident, &known.resident),
            (&read.partner, &known.partner),
        ] {
            assert_eq!(format!("{a:?}"), format!("{b:?}"));
        }
    }

    #[test]
    fn roles_choose_where_names_do_not_help() {
        let json = br#"{"defaultPassword": "p", "bookingCentre": "7",
            "clients": [{"id": "r", "secret": "s", "appIds": ["resident"], "roles": ["RESIDENT", "CREDENTIAL_REQUEST"]},
                        {"id": "m", "secret": "s", "appIds": ["partner"], "roles": ["PARTNER_ADMIN"]}],
            "users": [{"name": "z", "roles": ["GLOBAL_ADMIN", "ZONAL_ADMIN", "REGISTRATION_SUPERVISOR"], "zone": "N"},
                      {"name": "y", "roles": ["REGISTRATION_SUPERVISOR"]}]}"#;
        let read = Accounts::from_json(json).unwrap();
        assert_eq!([&read.admin, &read.operator, &read.supervisor].map(name), ["z", "y", "z"]);
        assert_eq!(read.center.as_deref(), Some("7"));
        assert!(Accounts::from_json(b"{}").is_err());
    }
}
