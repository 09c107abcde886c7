//! Signatures of the chain's head. Who makes and checks them is not known here: a signature is a text about a number and a link.
//!
//! A chain proves that nothing before its head was changed; a signature proves that the head itself is not a later invention.
//! The key that signs lies elsewhere: who rewrites a chain with all its links cannot sign it anew.

use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::seal;
use crate::clock::Timestamp;
use crate::error::DbError;
use crate::ground;
use crate::open::Db;
use types::Cx;

/// The end of the sealed chain of a logical database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// The number of the last sealed row; 0 when none is sealed.
    pub seq: i64,
    /// Its link, 64 hexadecimal digits.
    pub link: String,
}

/// A signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainSignature {
    /// What was signed.
    pub head: ChainHead,
    /// When.
    pub signed_at: Timestamp,
    /// The signature with everything that checks it.
    pub token: String,
}

/// The head of the chain of `db` as it is now.
///
/// # Errors
/// The failure of a statement.
pub async fn chain_head(db: &Db) -> Result<ChainHead, DbError> {
    let (seq, link) = seal::head(db, db.read()).await?;
    Ok(ChainHead { seq, link: link.to_hex() })
}

/// The link of the sealed row with this number, if there is one.
///
/// # Errors
/// The failure of a statement.
pub async fn link_of(db: &Db, seq: i64) -> Result<Option<String>, DbError> {
    let sql = format!("SELECT link FROM {} WHERE seq = $1", db.table(ground::AUDIT));
    let row = db.read().query_one_raw(Statement::from_sql_and_values(db.backend(), sql, [seq.into()])).await?;
    Ok(row.map(|row| row.try_get("", "link")).transpose()?)
}

/// Stores a signature; one for the same number stays.
///
/// # Errors
/// The failure of a statement.
pub async fn keep_signature(db: &Db, signature: &ChainSignature) -> Result<(), DbError> {
    let sql = format!(
        "INSERT INTO {} (seq, link, signed_at, token) VALUES ($1, $2, $3, $4) ON CONFLICT (seq) DO NOTHING",
        db.table(ground::AUDIT_SIGNATURE)
    );
    let values = vec![
        signature.head.seq.into(),
        signature.head.link.clone().into(),
        signature.signed_at.into(),
        signature.token.clone().into(),
    ];
    let mut tx = db.begin(&Cx::system("audit")).await?;
    tx.run(sql, values).await?;
    tx.commit().await
}

/// Every signature of the chain of `db`, oldest first.
///
/// # Errors
/// The failure of a statement.
pub async fn signatures(db: &Db) -> Result<Vec<ChainSignature>, DbError> {
    let sql = format!("SELECT seq, link, signed_at, token FROM {} ORDER BY seq", db.table(ground::AUDIT_SIGNATURE));
    let rows = db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await?;
    rows.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<ChainSignature, DbError> {
    Ok(ChainSignature {
        head: ChainHead { seq: row.try_get("", "seq")?, link: row.try_get("", "link")? },
        signed_at: row.try_get("", "signed_at")?,
        token: row.try_get("", "token")?,
    })
}
