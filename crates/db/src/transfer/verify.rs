//! Comparing both sides, row by row, from what is stored.

use super::cell::Sum;
use super::engines;
use super::error::TransferError;
use super::table::{Table, pairs};
use crate::open::Databases;

/// What a table was found to hold on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The table's name.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// The checksum over their content, hexadecimal.
    pub checksum: String,
}

/// Reads every table of both sides and compares counts and checksums. The checksum covers every value exactly, instants to
/// the microsecond and JSON in canonical form (RFC 8785), and does not depend on the order of rows.
///
/// # Errors
/// [`TransferError::Differs`] with the first table that is not the same, [`TransferError::Schema`],
/// [`TransferError::Value`], or the failure of a database.
pub async fn verify(source: &Databases, target: &Databases, batch: u64) -> Result<Vec<Compared>, TransferError> {
    let mut compared = Vec::new();
    for pair in pairs(&engines(source), &engines(target)).await? {
        let (here, there) = tokio::try_join!(sum(&pair.source, batch), sum(&pair.target, batch))?;
        let table = pair.source.name;
        if here.rows != there.rows {
            let what = format!("{} rows on the source, {} on the target", here.rows, there.rows);
            return Err(TransferError::Differs { table, what });
        }
        if here != there {
            return Err(TransferError::Differs { table, what: "the same number of rows, other content".into() });
        }
        compared.push(Compared { table, rows: here.rows, checksum: here.hex() });
    }
    Ok(compared)
}

async fn sum(table: &Table<'_>, batch: u64) -> Result<Sum, TransferError> {
    let batch = batch.max(1);
    let mut sum = Sum::default();
    let mut after = None;
    loop {
        let rows = table.page(after.as_deref(), batch, sum.rows).await?;
        rows.iter().for_each(|row| sum.add(row));
        match rows.last() {
            Some(last) if rows.len() as u64 == batch => after = Some(table.key_of(last)),
            _ => return Ok(sum),
        }
    }
}
