//! What can go wrong below a module, sorted by what the caller can do about it.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A failed database operation.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Somebody else was in the way (busy, locked, serialization failure, deadlock): trying again from the top may succeed.
    #[error("the database was busy")]
    Busy(#[source] DbErr),
    /// A unique key is already taken; the text names the constraint or its columns.
    #[error("a unique key is already taken: {0}")]
    Taken(String),
    /// The disk or a quota is full.
    #[error("the database has no space left")]
    Full(#[source] DbErr),
    /// The server cannot be reached, or no connection became free in time.
    #[error("the database cannot be reached")]
    Unavailable(#[source] DbErr),
    /// Any other failure of a statement.
    #[error("the statement failed")]
    Statement(#[source] DbErr),
    /// The task already holds a transaction (debug builds): end it first, or do the second in a task of its own.
    #[error("this task already holds a transaction, begun in module {0}")]
    Nested(String),
    /// The databases were opened for reading only.
    #[error("the databases are open for reading only")]
    ReadOnly,
    /// Another process writes this data directory.
    #[error("the data directory is in use by {0}")]
    InUse(String),
    /// The settings are wrong.
    #[error("{0}")]
    Settings(String),
    /// The job is no longer this worker's: its lease ran out and another worker has it.
    #[error("the lease of the job is lost")]
    LeaseLost,
    /// A stored value cannot be read or a value cannot be stored.
    #[error("a stored value cannot be read or written: {0}")]
    Value(String),
    /// A file operation failed.
    #[error("{what}")]
    Io {
        /// What was being done.
        what: String,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
}

impl DbError {
    /// Whether the same work, done again from the top, may succeed.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy(_))
    }

    /// Whether a unique key was already taken.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Taken(_))
    }

    pub(crate) fn io(what: impl Into<String>, source: std::io::Error) -> Self {
        Self::Io { what: what.into(), source }
    }
}

impl From<DbErr> for DbError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(which)) = error.sql_err() {
            return Self::Taken(which);
        }
        match &error {
            DbErr::ConnectionAcquire(_) => return Self::Unavailable(error),
            DbErr::Conn(_) => {}
            DbErr::Type(why) | DbErr::Json(why) => return Self::Value(why.clone()),
            _ => {}
        }
        match sql_state(&error).as_deref() {
            // SQLite primary result codes are the low byte of the extended code.
            Some(code) if code.parse::<i32>().is_ok_and(|c| c & 0xff == 5 || c & 0xff == 6) => Self::Busy(error),
            Some(code) if code.parse::<i32>().is_ok_and(|c| c == 13) => Self::Full(error),
            // PostgreSQL: serialization failure, deadlock, lock not available
            Some("40001" | "40P01" | "55P03") => Self::Busy(error),
            // disk full
            Some("53100") => Self::Full(error),
            // connection exceptions, admin shutdown, cannot connect now, too many connections
            Some(code) if code.starts_with("08") || matches!(code, "57P01" | "57P03" | "53300") => {
                Self::Unavailable(error)
            }
            _ if is_io(&error) => Self::Unavailable(error),
            _ => Self::Statement(error),
        }
    }
}

fn sqlx_error(error: &DbErr) -> Option<&sea_orm::sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(e))
        | DbErr::Exec(RuntimeErr::SqlxError(e))
        | DbErr::Query(RuntimeErr::SqlxError(e)) => Some(e),
        _ => None,
    }
}

fn sql_state(error: &DbErr) -> Option<String> {
    sqlx_error(error)?.as_database_error()?.code().map(|code| code.into_owned())
}

fn is_io(error: &DbErr) -> bool {
    use sea_orm::sqlx::Error;
    matches!(
        sqlx_error(error),
        Some(Error::Io(_) | Error::Tls(_) | Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed)
    )
}

impl From<sea_orm::sqlx::Error> for DbError {
    fn from(error: sea_orm::sqlx::Error) -> Self {
        DbErr::Conn(RuntimeErr::SqlxError(error.into())).into()
    }
}
