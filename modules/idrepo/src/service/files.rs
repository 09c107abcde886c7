//! Documents and biometrics: sealed, put into the blob store, named by rows.

use edge::BlobKey;
use idrepo_api::IdentityDocument;
use types::Failure;
use uuid::Uuid;

use crate::Idrepo;
use crate::domain::document::BIOMETRICS;
use crate::entity::file;
use crate::error::{files, storage};
use crate::{repo, sealed};

const AREA: &str = "identity";

/// Puts documents into the blob store and returns their rows, to be written in the transaction of the change. Blobs come first:
/// a crash leaves orphans, never rows without bytes.
pub(crate) async fn put(
    m: &Idrepo,
    owner_id: &str,
    documents: &[IdentityDocument],
) -> Result<Vec<file::Model>, Failure> {
    let mut rows = Vec::with_capacity(documents.len());
    for document in documents {
        let now = m.db.now();
        let id: Uuid = m.db.random().uuid_at(now);
        let sealed = sealed::seal_file(&*m.at_rest, &id.to_string(), &document.bytes).await?;
        let key = BlobKey::new(AREA, id);
        m.blobs.put(&key, sealed).await.map_err(files)?;
        rows.push(file::Model {
            id: id.to_string(),
            owner_id: owner_id.to_owned(),
            category: document.category.clone(),
            blob_key: key.as_str().to_owned(),
            size: document.bytes.len() as i64,
            created_at: now,
            replaced_at: None,
        });
    }
    Ok(rows)
}

/// Takes blobs back whose rows were not written. What cannot be removed now is an orphan and swept later.
pub(crate) async fn take_back(m: &Idrepo, rows: &[file::Model]) {
    for row in rows {
        if let Err(error) = m.blobs.delete(&BlobKey::stored(&row.blob_key)).await {
            tracing::warn!(%error, "a blob without row stays behind");
        }
    }
}

/// Opens the files an identity or draft has now.
pub(crate) async fn open(m: &Idrepo, owner_id: &str) -> Result<Vec<IdentityDocument>, Failure> {
    let mut documents = Vec::new();
    for row in repo::file::current(m.db.read(), owner_id).await.map_err(storage)? {
        documents.push(open_one(m, &row).await?);
    }
    Ok(documents)
}

/// Opens one file.
pub(crate) async fn open_one(m: &Idrepo, row: &file::Model) -> Result<IdentityDocument, Failure> {
    let bytes = m.blobs.get(&BlobKey::stored(&row.blob_key)).await.map_err(files)?;
    let bytes = sealed::open_file(&*m.at_rest, &row.id, &bytes).await?;
    Ok(IdentityDocument { category: row.category.clone(), bytes })
}

/// Merges new biometrics into those an owner has; documents of other categories stay as they came.
pub(crate) async fn merge_biometrics(
    m: &Idrepo,
    owner_id: &str,
    documents: &mut [IdentityDocument],
) -> Result<(), Failure> {
    let Some(new) = documents.iter_mut().find(|document| document.category == BIOMETRICS) else { return Ok(()) };
    let rows = repo::file::current(m.db.read(), owner_id).await.map_err(storage)?;
    let Some(row) = rows.iter().find(|row| row.category == BIOMETRICS) else { return Ok(()) };
    let stored = open_one(m, row).await?;
    let merged = crate::domain::merge::biometrics(&stored.bytes, &new.bytes)
        .map_err(|error| crate::error::invalid(&format!("documents - {BIOMETRICS}")).because(error))?;
    new.bytes = zeroize::Zeroizing::new(merged);
    Ok(())
}
