//! Deployment settings: TOML file, then environment (`TESSERA_…`), then the command line. Unknown keys are an error.
//! Policy (schemas, templates, MOSIP properties) is not here: it lives in rows, see masterdata.

use serde::Deserialize;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use thiserror::Error;

/// What the installation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Simulated parts, message sink and demo accounts are allowed.
    #[default]
    Development,
    /// Simulated parts and default secrets are refused.
    Production,
}

/// Where private keys are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keystore {
    /// Encrypted files in the data directory.
    #[default]
    File,
    /// Root and masters in a PKCS#11 token, the rest in files that the token opens.
    Pkcs11,
}

/// The outside OpenID provider that staff may sign in with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInProvider {
    /// What the button says.
    pub name: String,
    /// Exactly as the provider writes it in its tokens.
    pub issuer: String,
    pub client_id: String,
    /// A file that holds the client's secret; `TESSERA_PROVIDER_SECRET` otherwise.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    /// Asked for beside `openid`.
    #[serde(default = "profile_and_email")]
    pub scopes: Vec<String>,
    /// Where roles stand in the claims, names joined by dots.
    #[serde(default = "realm_roles")]
    pub roles_claim: String,
    /// The provider's roles or groups to MOSIP's. Without any, MOSIP's names are taken as they are.
    #[serde(default)]
    pub roles: BTreeMap<String, Vec<String>>,
    /// Hosts (`name` or `name:port`) of its endpoints, where they are others than the issuer's.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// An issuer whose tokens are accepted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedIssuer {
    pub issuer: String,
    /// One of them must be the token's audience or authorised party.
    pub audiences: Vec<String>,
    /// Where roles stand in the claims, names joined by dots.
    #[serde(default = "realm_roles")]
    pub roles_claim: String,
    /// The issuer's roles or groups to MOSIP's. Without any, MOSIP's names are taken as they are.
    #[serde(default)]
    pub roles: BTreeMap<String, Vec<String>>,
    /// Hosts (`name` or `name:port`) of its keys, where they are others than the issuer's.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// The WebSub hub of an outside partner management.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebSubHub {
    /// A file that holds the secret of deliveries; `TESSERA_WEBSUB_SECRET` otherwise.
    #[serde(default)]
    pub secret_file: Option<PathBuf>,
    /// Hosts (`name` or `name:port`) that shared certificate chains may be fetched from.
    #[serde(default)]
    pub hosts: Vec<String>,
}

fn profile_and_email() -> Vec<String> {
    vec!["profile".to_owned(), "email".to_owned()]
}

fn realm_roles() -> String {
    "realm_access.roles".to_owned()
}

/// Where and how this process runs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub profile: Profile,
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// The address people and partners use, such as `https://id.example`; defaults to `http://` + listen.
    pub public_url: Option<String>,
    /// One URL for operations, identity and authentication; SQLite in the data directory when absent.
    pub database_url: Option<String>,
    /// `full` or `barrier`; the measured default of `db` when absent.
    pub durability: Option<String>,
    pub keystore: Keystore,
    /// The PKCS#11 library of the token's vendor.
    pub pkcs11_library: Option<PathBuf>,
    /// The token's label.
    pub pkcs11_token: Option<String>,
    /// The outside OpenID provider that staff may sign in with.
    pub sign_in_provider: Option<SignInProvider>,
    /// Issuers whose tokens are accepted beside our own.
    pub trusted_issuers: Vec<TrustedIssuer>,
    /// The hub whose authorities are trusted here too; none unless named.
    pub websub: Option<WebSubHub>,
    /// Sites (`https://host`) that MOSIP's portal login may lead back to, beside this one.
    pub allowed_redirects: Vec<String>,
    pub serve_web: bool,
    pub run_jobs: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: Profile::Development,
            data_dir: PathBuf::from("data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            database_url: None,
            durability: None,
            keystore: Keystore::File,
            pkcs11_library: None,
            pkcs11_token: None,
            sign_in_provider: None,
            trusted_issuers: Vec::new(),
            websub: None,
            allowed_redirects: Vec::new(),
            serve_web: true,
            run_jobs: true,
        }
    }
}

/// Settings that cannot be used, and what to do.
#[derive(Debug, Error)]
pub enum SettingsError {
    #[error("cannot read the settings file {0}: {1}")]
    Read(PathBuf, std::io::Error),
    #[error("the settings file {0} is not valid: {1}")]
    Invalid(PathBuf, toml::de::Error),
    #[error("{0} is not valid: {1}")]
    Environment(&'static str, String),
}

impl Settings {
    /// Reads the file, if one is named, and the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, SettingsError> {
        let mut settings = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|e| SettingsError::Read(path.to_owned(), e))?;
                toml::from_str(&text).map_err(|e| SettingsError::Invalid(path.to_owned(), e))?
            }
            None => Self::default(),
        };
        let var = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        if let Some(text) = var("TESSERA_PROFILE") {
            settings.profile = match text.as_str() {
                "development" => Profile::Development,
                "production" => Profile::Production,
                _ => {
                    return Err(SettingsError::Environment(
                        "TESSERA_PROFILE",
                        "development or production is expected".into(),
                    ));
                }
            };
        }
        if let Some(url) = var("TESSERA_DATABASE_URL") {
            settings.database_url = Some(url);
        }
        if let Some(url) = var("TESSERA_PUBLIC_URL") {
            settings.public_url = Some(url);
        }
        if let Some(mode) = var("TESSERA_DURABILITY") {
            settings.durability = Some(mode);
        }
        if let Some(text) = var("TESSERA_KEYSTORE") {
            settings.keystore = match text.as_str() {
                "file" => Keystore::File,
                "pkcs11" => Keystore::Pkcs11,
                _ => return Err(SettingsError::Environment("TESSERA_KEYSTORE", "file or pkcs11 is expected".into())),
            };
        }
        if let Some(library) = var("TESSERA_PKCS11_LIBRARY") {
            settings.pkcs11_library = Some(library.into());
        }
        if let Some(label) = var("TESSERA_PKCS11_TOKEN") {
            settings.pkcs11_token = Some(label);
        }
        Ok(settings)
    }

    /// The address people use, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen)).trim_end_matches('/').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("t.toml");
        std::fs::write(&file, "profile = \"production\"\nlisten = \"0.0.0.0:80\"\n").unwrap();
        let settings = Settings::load(Some(&file)).unwrap();
        assert_eq!(settings.profile, Profile::Production);
        assert_eq!(settings.public_url(), "http://0.0.0.0:80");
        std::fs::write(&file, "keystore = \"pkcs11\"\npkcs11_token = \"tessera\"\n").unwrap();
        let settings = Settings::load(Some(&file)).unwrap();
        assert_eq!((settings.keystore, settings.pkcs11_token.as_deref()), (Keystore::Pkcs11, Some("tessera")));
        let provider = "[sign_in_provider]\nname = \"K\"\nissuer = \"https://k.example/realms/m\"\nclient_id = \"t\"\n";
        let trusted = "[[trusted_issuers]]\nissuer = \"https://k.example/realms/m\"\naudiences = [\"t\"]\n";
        std::fs::write(&file, format!("{provider}{trusted}")).unwrap();
        let settings = Settings::load(Some(&file)).unwrap();
        assert_eq!(settings.sign_in_provider.unwrap().roles_claim, "realm_access.roles");
        assert_eq!(settings.trusted_issuers[0].audiences, ["t"]);
        std::fs::write(&file, "datadir = \"x\"\n").unwrap();
        assert!(matches!(Settings::load(Some(&file)), Err(SettingsError::Invalid(..))));
    }
}
