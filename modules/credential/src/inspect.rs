//! What `doctor` looks at beside a running server: reads only, without the module's ports.

use db::Db;
use keymgr_api::AtRest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{Failure, Timestamp};

use crate::entity::card;
use crate::error::{encryption, storage};
use crate::service::issue::QR;

/// A person's newest card.
pub struct StoredCard {
    pub uin_hash: String,
    pub credential_id: String,
    /// Where the sealed PDF lies.
    pub blob_key: String,
    pub issued_at: Timestamp,
    /// The text of its QR; an error when it does not open.
    pub qr: Result<String, Failure>,
}

/// Up to `limit` cards in the order of their persons' hashes, after `after`.
///
/// # Errors
/// The failure of the statement.
pub async fn cards(db: &Db, at_rest: &dyn AtRest, after: &str, limit: u64) -> Result<Vec<StoredCard>, Failure> {
    let rows = card::Entity::find()
        .filter(card::Column::UinHash.gt(after))
        .order_by_asc(card::Column::UinHash)
        .limit(limit)
        .all(db.read())
        .await
        .map_err(storage)?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let opened = at_rest.open(QR, row.credential_id.as_bytes(), &row.qr_sealed).await;
        let qr = opened.map(|text| String::from_utf8_lossy(&text).into_owned()).map_err(encryption);
        out.push(StoredCard {
            uin_hash: row.uin_hash,
            credential_id: row.credential_id,
            blob_key: row.blob_key,
            issued_at: row.issued_at,
            qr,
        });
    }
    Ok(out)
}
