//! Use cases, one file each, and the module's contract made of them.

pub(crate) mod create;
pub(crate) mod draft;
pub(crate) mod draft_publish;
pub(crate) mod files;
pub(crate) mod lock;
pub(crate) mod read;
pub(crate) mod update;
pub(crate) mod validate;
pub(crate) mod vid;
pub(crate) mod vid_change;

use async_trait::async_trait;
use idrepo_api::{
    AuthTypeLock, CreateIdentity, Created, IdRef, IdRepo, IdRepoError, IdentityEvent, IdentityRecord, VidInfo, VidKind,
    identity,
};
use types::{Caller, Failure, Uin};

use crate::error::storage;
use crate::jobs::TellListener;
use crate::{Idrepo, repo};

#[async_trait]
impl IdRepo for Idrepo {
    async fn create(&self, caller: &Caller, command: CreateIdentity) -> Result<Created, Failure> {
        create::for_registration(self, caller, command).await
    }

    async fn find(&self, caller: &Caller, id: &IdRef, with_documents: bool) -> Result<Option<IdentityRecord>, Failure> {
        caller.require(identity::READ)?;
        let Some(row) = read::row(self, caller, id).await? else { return Ok(None) };
        read::record(self, row, with_documents).await.map(Some)
    }

    async fn find_by_hash(
        &self,
        caller: &Caller,
        uin_hash: &str,
        with_documents: bool,
    ) -> Result<Option<IdentityRecord>, Failure> {
        caller.require(identity::READ)?;
        let Some(row) = repo::identity::find_by_hash(self.db.read(), uin_hash).await.map_err(storage)? else {
            return Ok(None);
        };
        read::record(self, row, with_documents).await.map(Some)
    }

    async fn issue_vid(&self, caller: &Caller, uin: &Uin, vid_type: &str) -> Result<VidInfo, Failure> {
        vid::create(self, caller, uin, vid_type).await
    }

    async fn vids(&self, caller: &Caller, uin: &Uin) -> Result<Vec<VidInfo>, Failure> {
        caller.require(idrepo_api::vid::CREATE)?;
        let listed = vid::active(self, caller, uin).await?;
        Ok(listed.into_iter().map(|(info, _)| info).collect())
    }

    async fn vid_kinds(&self, caller: &Caller) -> Result<Vec<VidKind>, Failure> {
        caller.require(idrepo_api::vid::CREATE)?;
        Ok(self.vid_policies().await?.kinds())
    }

    async fn auth_locks(&self, caller: &Caller, uin: &Uin) -> Result<Vec<AuthTypeLock>, Failure> {
        caller.require(identity::READ)?;
        lock::of(self, caller, uin).await
    }
}

/// Writes an event and wakes every listener, in the transaction of the change.
pub(crate) async fn announce(
    m: &Idrepo,
    tx: &mut db::Tx,
    uin_hash: &str,
    event: &IdentityEvent,
) -> Result<(), Failure> {
    let listeners = m.listener_names();
    if listeners.is_empty() {
        return Ok(());
    }
    let payload = serde_json::to_string(event).map_err(|error| Failure::of(IdRepoError::Storage).because(error))?;
    repo::event::insert(tx, uin_hash, payload).await.map_err(storage)?;
    for listener in listeners {
        let job = TellListener { listener: listener.to_owned(), uin_hash: uin_hash.to_owned() };
        tx.enqueue(&job).await.map_err(storage)?;
    }
    Ok(())
}
