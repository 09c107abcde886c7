//! I4: what was acknowledged lies in the blob store, with the hash that was recorded.

use std::collections::BTreeSet;

use edge::{BlobError, BlobKey};

use super::{Check, Inspection, Result, rows};
use db::Db;

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    Ok(vec![packets(at).await?, others(at).await?])
}

async fn packets(at: &Inspection) -> Result<Check> {
    let sql = "SELECT workflow_instance_id, packet_blob, packet_hash FROM registration ORDER BY workflow_instance_id";
    let found = rows(at.operations(), sql, Vec::new()).await?;
    let mut wrong = Vec::new();
    for row in &found {
        let (id, key, hash): (String, String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        match at.blobs.get(&BlobKey::stored(&key)).await {
            Ok(bytes) if crypto::digest::sha256(&bytes) == hex(&hash) => {}
            Ok(_) => wrong.push(format!("registration {id}: its packet is not the one that was acknowledged")),
            Err(BlobError::NotFound) => wrong.push(format!("registration {id}: its packet is gone")),
            Err(error) => wrong.push(format!("registration {id}: its packet cannot be read: {error}")),
        }
    }
    let says = "each acknowledged packet is on the disk with its recorded hash";
    Ok(Check::new("I4 packets", says, found.len() as u64).found(wrong))
}

/// 32 bytes written as hexadecimal digits; anything else equals no digest.
fn hex(text: &str) -> [u8; 32] {
    let mut out = [0; 32];
    let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    if digits.len() == 64 && text.len() == 64 {
        for (byte, pair) in out.iter_mut().zip(digits.chunks(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
    }
    out
}

/// Parts of packets, documents, files of identities and cards: each row's blob is there.
async fn others(at: &Inspection) -> Result<Check> {
    let places: [(&Db, &str, &str); 4] = [
        (at.operations(), "packet-part", "SELECT workflow_instance_id || ' ' || kind, blob FROM registration_part"),
        (at.operations(), "prereg", "SELECT id, blob_key FROM prereg_document"),
        (at.identity(), "identity", "SELECT id, blob_key FROM idr_file WHERE replaced_at IS NULL"),
        (at.identity(), "card", "SELECT credential_id, blob_key FROM crd_card"),
    ];
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for (db, _, sql) in places {
        let found = rows(db, sql, Vec::new()).await?;
        // listed after the rows were read: a blob is written before its row
        let mut listed: BTreeSet<String> = BTreeSet::new();
        let mut areas: BTreeSet<String> = BTreeSet::new();
        for row in &found {
            looked_at += 1;
            let (id, key): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let area = key.split('/').next().unwrap_or_default().to_owned();
            if areas.insert(area.clone()) {
                listed.extend(at.blobs.list(&area).await?.into_iter().map(|key| key.as_str().to_owned()));
            }
            if !listed.contains(&key) {
                wrong.push(format!("{key} of {id} is gone"));
            }
        }
    }
    Ok(Check::new("I4 files", "each document, file and card that a row names is there", looked_at).found(wrong))
}
