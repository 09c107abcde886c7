//! Signs the head of every audit chain once a day with KERNEL:SIGN, and checks those signatures.
//!
//! Who can write a database can rewrite its chain, with all links anew; the signed heads would no longer be on it.

use std::sync::Arc;
use std::time::Duration;

use db::audit::{ChainHead, ChainSignature, chain_head, keep_signature, link_of, signatures};
use db::{Databases, Db, Job, JobCx, JobError, JobRegistry, Logical, Timestamp};
use keymgr_api::{JwsOptions, KeyManager, KeyRef, KeymgrError};
use serde::{Deserialize, Serialize};
use types::Failure;

const DAILY: Duration = Duration::from_secs(24 * 3600);

/// Signs the head of the chain of its logical database.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct SignAudit {}

impl Job for SignAudit {
    const KIND: &'static str = "audit.sign";

    fn unique_key(&self) -> Option<String> {
        Some("sign".into())
    }
}

/// What is signed.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Statement {
    /// The logical database: a head of one must not pass for a head of another.
    chain: String,
    seq: i64,
    link: String,
    signed_at: Timestamp,
}

/// What the signatures of a chain say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureReport {
    /// Signatures that hold.
    pub sound: usize,
    /// The number of the last row that a sound signature covers, and when it was signed.
    pub last: Option<(i64, Timestamp)>,
    /// The first signature that does not hold: the number it is about, and why not.
    pub broken: Option<(i64, &'static str)>,
}

pub(crate) fn register(registry: &mut JobRegistry, keys: &Arc<dyn KeyManager>) {
    for logical in Logical::ALL {
        let keys = keys.clone();
        registry.every::<SignAudit, _, _>(logical, DAILY, move |cx, _| {
            let keys = keys.clone();
            async move {
                sign(&cx, &*keys).await.map_err(|failure| {
                    tracing::error!(cause = ?failure, database = %cx.db().logical(), "the audit chain could not be signed");
                    JobError::retryable(failure.code().to_owned())
                })
            }
        });
    }
}

async fn sign(cx: &JobCx, keys: &dyn KeyManager) -> Result<(), Failure> {
    let db = cx.db();
    let head = chain_head(db).await.map_err(storage)?;
    let last = signatures(db).await.map_err(storage)?.pop();
    if head.seq == 0 || last.is_some_and(|last| last.head.seq == head.seq) {
        return Ok(());
    }
    // what is signed must not be ahead of what a power cut would leave behind
    db.durable().await;
    let signed_at = db.now();
    let statement = statement(db, &head, signed_at);
    let payload = serde_json::to_vec(&statement).map_err(|error| Failure::of(KeymgrError::Storage).because(error))?;
    let options = JwsOptions { include_payload: true, ..JwsOptions::default() };
    let token = keys.sign_jws(&cx.caller(), &KeyRef::new("KERNEL", "SIGN"), &payload, options).await?;
    keep_signature(db, &ChainSignature { head, signed_at, token }).await.map_err(storage)
}

fn statement(db: &Db, head: &ChainHead, signed_at: Timestamp) -> Statement {
    Statement { chain: db.logical().name().to_owned(), seq: head.seq, link: head.link.clone(), signed_at }
}

/// Checks every signature of the chain of `db`: that KERNEL:SIGN made it about this head, and that this head is on the chain.
///
/// # Errors
/// The failure of a database.
pub async fn verify_signatures(databases: &Databases, db: &Db) -> Result<SignatureReport, Failure> {
    let mut report = SignatureReport { sound: 0, last: None, broken: None };
    for signature in signatures(db).await.map_err(storage)? {
        let head = &signature.head;
        let payload = match keymgr::verify_platform_token(databases.keys(), &signature.token).await {
            Ok(payload) => payload,
            Err(failure) if failure.is(KeymgrError::Storage) => return Err(failure),
            Err(_) => Vec::new(),
        };
        let said = serde_json::from_slice::<Statement>(&payload).ok();
        let on_chain = link_of(db, head.seq).await.map_err(storage)?;
        let why = match said {
            None => Some("is not by KERNEL:SIGN"),
            Some(said) if said != statement(db, head, signature.signed_at) => Some("is about another row"),
            Some(said) if on_chain.as_ref() != Some(&said.link) => Some("is not of this chain"),
            Some(_) => None,
        };
        if let Some(why) = why {
            report.broken = Some((head.seq, why));
            break;
        }
        report.sound += 1;
        report.last = Some((head.seq, signature.signed_at));
    }
    Ok(report)
}

fn storage(error: db::DbError) -> Failure {
    Failure::of(KeymgrError::Storage).because(error)
}
