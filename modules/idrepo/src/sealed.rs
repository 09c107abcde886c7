//! Sealing and opening of what must not lie in the open: one purpose per kind of value, the row's key as context, so that sealed
//! values cannot change places.

use idrepo_api::IdRepoError;
use keymgr_api::AtRest;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use types::{Failure, Uin, Vid};
use zeroize::Zeroizing;

const SALTS: &str = "idrepo.salts";
const UIN: &str = "idrepo.uin";
const VID: &str = "idrepo.vid";
const IDENTITY: &str = "idrepo.identity_data";
const FILE: &str = "idrepo.files";
const HANDLE: &str = "idrepo.handle";

/// What is sealed of an identity.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Content {
    pub identity: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_attributes: Option<Vec<String>>,
}

fn crypto(failure: Failure) -> Failure {
    Failure::of(IdRepoError::Encryption).because(failure)
}

fn integrity(cause: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::of(IdRepoError::Integrity).because(cause)
}

pub(crate) async fn seal_salts(at_rest: &dyn AtRest, text: &str) -> Result<Vec<u8>, Failure> {
    at_rest.seal(SALTS, b"all", text.as_bytes()).await.map_err(crypto)
}

pub(crate) async fn open_salts(at_rest: &dyn AtRest, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    at_rest.open(SALTS, b"all", sealed).await.map_err(crypto)
}

/// Seals a UIN under its hash.
pub(crate) async fn seal_uin(at_rest: &dyn AtRest, hash: &str, uin: &Uin) -> Result<Vec<u8>, Failure> {
    at_rest.seal(UIN, hash.as_bytes(), uin.reveal().as_bytes()).await.map_err(crypto)
}

pub(crate) async fn open_uin(at_rest: &dyn AtRest, hash: &str, sealed: &[u8]) -> Result<Uin, Failure> {
    let digits = at_rest.open(UIN, hash.as_bytes(), sealed).await.map_err(crypto)?;
    Uin::parse(std::str::from_utf8(&digits).unwrap_or_default()).map_err(integrity)
}

/// Seals a VID under its hash.
pub(crate) async fn seal_vid(at_rest: &dyn AtRest, hash: &str, vid: &Vid) -> Result<Vec<u8>, Failure> {
    at_rest.seal(VID, hash.as_bytes(), vid.reveal().as_bytes()).await.map_err(crypto)
}

pub(crate) async fn open_vid(at_rest: &dyn AtRest, hash: &str, sealed: &[u8]) -> Result<Vid, Failure> {
    let digits = at_rest.open(VID, hash.as_bytes(), sealed).await.map_err(crypto)?;
    Vid::parse(std::str::from_utf8(&digits).unwrap_or_default()).map_err(integrity)
}

/// Seals an identity's content under its row's (or draft's) id.
pub(crate) async fn seal_content(at_rest: &dyn AtRest, id: &str, content: &Content) -> Result<Vec<u8>, Failure> {
    let json = Zeroizing::new(serde_json::to_vec(content).map_err(integrity)?);
    at_rest.seal(IDENTITY, id.as_bytes(), &json).await.map_err(crypto)
}

pub(crate) async fn open_content(at_rest: &dyn AtRest, id: &str, sealed: &[u8]) -> Result<Content, Failure> {
    let json = at_rest.open(IDENTITY, id.as_bytes(), sealed).await.map_err(crypto)?;
    serde_json::from_slice(&json).map_err(integrity)
}

/// Seals a file's bytes under its id.
pub(crate) async fn seal_file(at_rest: &dyn AtRest, id: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    at_rest.seal(FILE, id.as_bytes(), bytes).await.map_err(crypto)
}

pub(crate) async fn open_file(at_rest: &dyn AtRest, id: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let damaged = |failure: Failure| Failure::of(IdRepoError::FileIntegrity).because(failure);
    at_rest.open(FILE, id.as_bytes(), sealed).await.map_err(damaged)
}

/// Seals a handle under its hash.
pub(crate) async fn seal_handle(at_rest: &dyn AtRest, hash: &str, value: &str) -> Result<Vec<u8>, Failure> {
    at_rest.seal(HANDLE, hash.as_bytes(), value.as_bytes()).await.map_err(crypto)
}
