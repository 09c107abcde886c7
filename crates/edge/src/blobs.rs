//! Blobs: bytes beside the rows that know their type and hash. A local directory by default; every put is on the
//! disk before it returns. Write the blob first, the row second; orphans are swept by a reconciler.

use bytes::Bytes;
use futures::{StreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as StorePath};
use sha2::{Digest, Sha256};
use std::{path::Path, sync::Arc};
use thiserror::Error;
use uuid::Uuid;

/// A blob that could not be written or read.
#[derive(Debug, Error)]
pub enum BlobError {
    #[error("no blob has this key")]
    NotFound,
    #[error("the blob is longer than {0} bytes")]
    TooLarge(usize),
    #[error("the blob store failed: {0}")]
    Store(#[source] object_store::Error),
    #[error("the source of the blob failed: {0}")]
    Source(String),
}

impl From<object_store::Error> for BlobError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            other => Self::Store(other),
        }
    }
}

/// The name of a blob: `<area>/<random>`; never anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobKey(String);

impl BlobKey {
    /// A key in an area such as `packet` or `document`.
    #[must_use]
    pub fn new(area: &str, id: Uuid) -> Self {
        let id = id.simple().to_string();
        Self(format!("{area}/{}/{id}", &id[id.len() - 2..]))
    }
    /// A key read back from a row.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }
    /// The key as stored in rows.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub bytes: u64,
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
}

/// The blob store.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// A directory, created when absent; files and directories are synced on every write.
    pub fn directory(path: &Path) -> Result<Self, BlobError> {
        std::fs::create_dir_all(path).map_err(|e| BlobError::Source(e.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self { store: Arc::new(store) })
    }

    /// Any other store (S3 …).
    #[must_use]
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self { store }
    }

    /// Writes a blob; it is durable when this returns.
    pub async fn put(&self, key: &BlobKey, content: impl Into<Bytes>) -> Result<Stored, BlobError> {
        let content: Bytes = content.into();
        let stored = Stored { bytes: content.len() as u64, sha256: Sha256::digest(&content).into() };
        self.store.put(&StorePath::from(key.as_str()), PutPayload::from_bytes(content)).await?;
        Ok(stored)
    }

    /// Writes a stream of at most `limit` bytes while hashing it; a longer one leaves nothing behind.
    pub async fn put_stream(
        &self,
        key: &BlobKey,
        mut content: BoxStream<'_, Result<Bytes, String>>,
        limit: usize,
    ) -> Result<Stored, BlobError> {
        let mut hash = Sha256::new();
        let mut parts = Vec::new();
        let mut length = 0usize;
        while let Some(chunk) = content.next().await {
            let chunk = chunk.map_err(BlobError::Source)?;
            length += chunk.len();
            if length > limit {
                return Err(BlobError::TooLarge(limit));
            }
            hash.update(&chunk);
            parts.push(chunk);
        }
        self.store.put(&StorePath::from(key.as_str()), PutPayload::from_iter(parts)).await?;
        Ok(Stored { bytes: length as u64, sha256: hash.finalize().into() })
    }

    /// Reads a whole blob.
    pub async fn get(&self, key: &BlobKey) -> Result<Bytes, BlobError> {
        Ok(self.store.get(&StorePath::from(key.as_str())).await?.bytes().await?)
    }

    /// Removes a blob; one that is not there is no error.
    pub async fn delete(&self, key: &BlobKey) -> Result<(), BlobError> {
        match self.store.delete(&StorePath::from(key.as_str())).await.map_err(BlobError::from) {
            Err(BlobError::NotFound) | Ok(()) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// The keys of an area, for reconcilers and `doctor`.
    pub async fn list(&self, area: &str) -> Result<Vec<BlobKey>, BlobError> {
        let mut found = Vec::new();
        let mut entries = self.store.list(Some(&StorePath::from(area)));
        while let Some(entry) = entries.next().await {
            found.push(BlobKey(entry?.location.to_string()));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn blobs_come_back_and_long_streams_leave_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::directory(dir.path()).unwrap();
        let key = BlobKey::new("packet", Uuid::from_u128(7));
        let stored = blobs.put(&key, &b"hello"[..]).await.unwrap();
        assert_eq!(hex::encode(stored.sha256), hex::encode(Sha256::digest(b"hello")));
        assert_eq!(&blobs.get(&key).await.unwrap()[..], b"hello");
        assert_eq!(blobs.list("packet").await.unwrap(), vec![key.clone()]);
        blobs.delete(&key).await.unwrap();
        blobs.delete(&key).await.unwrap();
        assert!(matches!(blobs.get(&key).await, Err(BlobError::NotFound)));
        let long = futures::stream::iter([Ok(Bytes::from(vec![0; 9])), Ok(Bytes::from(vec![0; 9]))]).boxed();
        assert!(matches!(blobs.put_stream(&key, long, 10).await, Err(BlobError::TooLarge(10))));
        assert!(blobs.list("packet").await.unwrap().is_empty());
    }
}
