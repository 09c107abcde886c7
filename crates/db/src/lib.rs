//! Database handles, transactions, jobs, audit rows, clock and randomness: the ground every module stands on.
//!
//! A module asks [`Databases`] for the [`Db`] of its logical database, reads through [`Db::read`] and writes through a [`Tx`]
//! from [`Db::begin`]. Everything a use case changes (its rows, its jobs, its audit row) goes into one `Tx`; when
//! [`Tx::commit`] returns, the change is durable according to the [`Durability`] setting.

pub mod audit;
mod backup;
mod clock;
mod config;
mod error;
pub mod ground;
pub mod job;
mod lock;
mod open;
mod random;
mod retry;
mod seen;
mod sqlite;
pub mod transfer;
mod tx;

pub use audit::{AuditEvent, EventType, Reference};
pub use clock::{Clock, MockClock, SystemClock, Timestamp};
pub use config::{DbConfig, Durability, Logical};
pub use error::DbError;
pub use job::{Job, JobCx, JobError, JobId, JobPolicy, JobRegistry, UniqueWhile, Worker, WorkerConfig};
pub use open::{Databases, Db};
pub use random::{OsRandom, Random, SeededRandom};
pub use retry::{Transient, retry};
pub use tx::Tx;
pub use types::Cx;
