//! Where an installation's rows are.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use db::{DbConfig, Logical};
use url::Url;

use super::RelocateError;

/// `sqlite:DIR`, a data directory, or `postgres://…`, a server's database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Sqlite(PathBuf),
    Postgres(Url),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(dir) = text.strip_prefix("sqlite:").filter(|dir| !dir.is_empty()) {
            return Ok(Self::Sqlite(dir.into()));
        }
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => Ok(Self::Postgres(url)),
            _ => Err("name sqlite:DIR (a data directory) or postgres://user:password@host/name".into()),
        }
    }
}

/// Without the password.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(dir) => write!(f, "sqlite:{}", dir.display()),
            Self::Postgres(url) => {
                let (host, port) = (url.host_str().unwrap_or("localhost"), url.port().unwrap_or(5432));
                write!(f, "postgres://{host}:{port}{}", url.path())
            }
        }
    }
}

impl Place {
    /// The same text for the same place, however it was written.
    pub(super) fn origin(&self) -> Result<String, RelocateError> {
        let Self::Sqlite(dir) = self else { return Ok(self.to_string()) };
        let whole = std::path::absolute(dir)
            .map_err(|error| RelocateError::Place(format!("{} is no path: {error}", dir.display())))?;
        Ok(Self::Sqlite(whole.canonicalize().unwrap_or(whole)).to_string())
    }

    /// The data directory; nothing for a server.
    pub(super) fn directory(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(dir) => Some(dir),
            Self::Postgres(_) => None,
        }
    }

    pub(super) fn must_exist(&self) -> Result<(), RelocateError> {
        match self {
            Self::Sqlite(dir) if !dir.join("tessera.db").is_file() => {
                Err(RelocateError::Place(format!("{} is no data directory: it has no tessera.db", dir.display())))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn config(&self) -> Result<DbConfig, RelocateError> {
        match self {
            Self::Sqlite(dir) => Ok(DbConfig::in_dir(dir)),
            Self::Postgres(url) => {
                let mut url = url.clone();
                // by this name our own connections are told from those of others
                let name = format!("tessera-move-{}", std::process::id());
                url.query_pairs_mut().append_pair("application_name", &name);
                let urls = Logical::ALL.into_iter().map(|logical| (logical, url.to_string())).collect();
                Ok(DbConfig { urls, ..DbConfig::default() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_and_shown_without_their_password() {
        let place = Place::from_str("postgres://me:secret@db.example/tessera?sslmode=require").expect("a place");
        assert_eq!(place.to_string(), "postgres://db.example:5432/tessera");
        assert_eq!(Place::from_str("sqlite:data"), Ok(Place::Sqlite("data".into())));
        for wrong in ["data", "sqlite:", "mysql://host/x", ""] {
            assert!(Place::from_str(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_same_directory_is_the_same_origin() {
        let dir = tempfile::tempdir().expect("a directory");
        let (plain, dotted) = (Place::Sqlite(dir.path().into()), Place::Sqlite(dir.path().join(".")));
        assert_eq!(plain.origin().expect("a path"), dotted.origin().expect("a path"));
    }
}
