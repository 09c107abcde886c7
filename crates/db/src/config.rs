//! Which logical databases there are, where each lives and how durable a commit is.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A logical database: what may live apart from the others on a server of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Logical {
    /// Everything that no other logical database names: pre-registration, registration, partners, staff, master data, notices.
    Operations,
    /// Identities, their numbers and their credentials.
    Identity,
    /// The authentication service's own copy of identities and its transactions.
    Authentication,
    /// Keys and certificates.
    Keys,
    /// Sealed audit rows of all the others.
    Archive,
}

impl Logical {
    /// All logical databases in a fixed order.
    pub const ALL: [Logical; 5] = [Self::Operations, Self::Identity, Self::Authentication, Self::Keys, Self::Archive];

    /// The name in settings, and the prefix of the ground tables (`identity_job`): because of the prefix several logical
    /// databases may share one file, and each can move out later by copying its tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Identity => "identity",
            Self::Authentication => "authentication",
            Self::Keys => "keys",
            Self::Archive => "archive",
        }
    }

    /// The file in the data directory when settings name no URL.
    const fn default_file(self) -> &'static str {
        match self {
            Self::Operations | Self::Identity | Self::Authentication => "tessera.db",
            Self::Keys => "keys.db",
            Self::Archive => "archive.db",
        }
    }
}

impl fmt::Display for Logical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a returned [`crate::Tx::commit`] promises on SQLite. PostgreSQL follows its own `synchronous_commit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Durability {
    /// Every commit syncs the write-ahead log itself (`synchronous=FULL`).
    #[default]
    Full,
    /// Commits do not sync; `commit` waits until one sync covers everybody who committed since the last
    /// (`synchronous=NORMAL` and a group barrier). Linux only; elsewhere it means [`Durability::Full`].
    Barrier,
    /// A power cut may lose the last commits. For tests, and to prove that the power-cut test can fail.
    Off,
}

/// Where the logical databases live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DbConfig {
    /// The directory of the SQLite files and of the lock file. Made when it is missing.
    pub data_dir: PathBuf,
    /// A URL for each logical database that does not live in its default file: `postgres://…`, `sqlite:name.db` (in the
    /// data directory) or `sqlite:///absolute/path.db`. Logical databases with the same URL share one file or server.
    pub urls: BTreeMap<Logical, String>,
    /// What a commit promises on SQLite.
    pub durability: Durability,
    /// Read connections per SQLite file.
    pub readers: u32,
    /// Connections per PostgreSQL database.
    pub postgres_connections: u32,
    /// How long SQLite waits for another process's lock, in milliseconds.
    pub busy_timeout_ms: u64,
    /// How long a caller waits for a connection, in milliseconds.
    pub acquire_timeout_ms: u64,
}

impl Default for DbConfig {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data"),
            urls: BTreeMap::new(),
            durability: Durability::default(),
            readers: 8,
            postgres_connections: 16,
            busy_timeout_ms: 5_000,
            acquire_timeout_ms: 15_000,
        }
    }
}

/// Where one logical database really is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(String),
}

impl DbConfig {
    /// The defaults with SQLite files in `data_dir`.
    pub fn in_dir(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), ..Self::default() }
    }

    pub(crate) fn busy_timeout(&self) -> Duration {
        Duration::from_millis(self.busy_timeout_ms)
    }

    pub(crate) fn acquire_timeout(&self) -> Duration {
        Duration::from_millis(self.acquire_timeout_ms)
    }

    /// The file or server of `logical`; an error text when its URL is of no known kind.
    pub(crate) fn place(&self, logical: Logical) -> Result<Place, String> {
        let Some(url) = self.urls.get(&logical) else {
            return Ok(Place::Sqlite(self.data_dir.join(logical.default_file())));
        };
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Place::Postgres(url.clone()));
        }
        let Some(path) = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) else {
            return Err(format!("the URL of database {logical} must start with postgres:// or sqlite:"));
        };
        if path.is_empty() || path.contains(['?', '#']) || path.contains(":memory:") {
            return Err(format!("the URL of database {logical} must name a file and nothing else"));
        }
        Ok(Place::Sqlite(self.data_dir.join(Path::new(path))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_databases_share_a_file_and_two_have_their_own() {
        let config = DbConfig::in_dir("/data");
        let place = |l| config.place(l).expect("a place");
        assert_eq!(place(Logical::Operations), Place::Sqlite("/data/tessera.db".into()));
        assert_eq!(place(Logical::Operations), place(Logical::Identity));
        assert_eq!(place(Logical::Operations), place(Logical::Authentication));
        assert_eq!(place(Logical::Keys), Place::Sqlite("/data/keys.db".into()));
        assert_eq!(place(Logical::Archive), Place::Sqlite("/data/archive.db".into()));
    }

    #[test]
    fn urls_name_files_or_servers() {
        let mut config = DbConfig::in_dir("/data");
        config.urls.insert(Logical::Identity, "sqlite:identity.db".into());
        config.urls.insert(Logical::Keys, "sqlite:///secret/keys.db".into());
        config.urls.insert(Logical::Archive, "postgres://u@h/archive".into());
        config.urls.insert(Logical::Authentication, "mysql://h".into());
        config.urls.insert(Logical::Operations, "sqlite::memory:".into());
        assert_eq!(config.place(Logical::Identity), Ok(Place::Sqlite("/data/identity.db".into())));
        assert_eq!(config.place(Logical::Keys), Ok(Place::Sqlite("/secret/keys.db".into())));
        assert_eq!(config.place(Logical::Archive), Ok(Place::Postgres("postgres://u@h/archive".into())));
        assert!(config.place(Logical::Authentication).is_err());
        assert!(config.place(Logical::Operations).is_err());
    }
}
