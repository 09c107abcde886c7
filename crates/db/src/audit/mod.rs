//! Audit rows: written in the transaction of the change, sealed into a hash chain afterwards, copied to the archive.
//!
//! An audit row never changes; the sealer only adds its place in the chain. See [`seal`] for the chain.

mod event;
mod record;
mod seal;
mod search;
mod signature;
mod verify;

pub use event::{AuditEvent, EventType, Reference};
pub use record::AuditRecord;
pub use seal::{SealAudit, register, seal_pending};
pub use search::{AuditPage, AuditPlace, AuditQuery, FoundRecord, find, search};
pub use signature::{ChainHead, ChainSignature, chain_head, keep_signature, link_of, signatures};
pub use verify::{Break, ChainReport, verify_archive, verify_chain};

use crate::error::DbError;
use crate::ground;
use crate::tx::Tx;

/// Writes `event` as a row of the transaction's logical database, not sealed yet.
pub(crate) async fn insert(tx: &mut Tx, event: &AuditEvent) -> Result<(), DbError> {
    let record = AuditRecord::new(event, tx.cx(), tx.now(), tx.db().random().uuid_at(tx.now()));
    let sql = record::insert_sql(&tx.db().table(ground::AUDIT), record::COLUMNS);
    tx.run(sql, record.values()).await?;
    Ok(())
}
