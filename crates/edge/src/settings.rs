//! Deployment settings: TOML file, then environment (`TESSERA_…`), then the command line. Unknown keys are an error.
//! Policy (schemas, templates, MOSIP properties) is not here: it lives in rows, see masterdata.

use serde::Deserialize;
use std::{
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
        std::fs::write(&file, "datadir = \"x\"\n").unwrap();
        assert!(matches!(Settings::load(Some(&file)), Err(SettingsError::Invalid(..))));
    }
}
