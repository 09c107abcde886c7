//! Tell one listener of the events of one identity, oldest first, each at least once.

use db::{Job, JobCx, JobError};
use idrepo_api::IdentityEvent;
use serde::{Deserialize, Serialize};

use super::{failed, platform};
use crate::{Idrepo, repo};

/// How many events are read at once.
const BATCH: u64 = 50;
/// How often one run looks for more; the rest is left to a run of its own.
const ROUNDS: u32 = 10;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TellListener {
    pub listener: String,
    pub uin_hash: String,
}

impl Job for TellListener {
    const KIND: &'static str = "idrepo.tell_listener";

    // "Look at this person's events again": one waiting job is enough for any number of events.
    fn unique_key(&self) -> Option<String> {
        Some(format!("{}:{}", self.listener, self.uin_hash))
    }
}

pub(super) async fn run(m: &Idrepo, cx: &JobCx, job: &TellListener) -> Result<(), JobError> {
    let Some(listener) = m.listener(&job.listener) else {
        let known = m.listener_names().contains(&job.listener.as_str());
        return Err(match known {
            true => JobError::retryable("the listener is being taken down"),
            false => JobError::fatal(format!("nobody is called {}", job.listener)),
        });
    };
    let caller = platform(cx);
    for _ in 0..ROUNDS {
        let mut told = repo::event::cursor(m.db.read(), &job.listener, &job.uin_hash).await?;
        let events = repo::event::after(m.db.read(), &job.uin_hash, told, BATCH).await?;
        if events.is_empty() {
            return Ok(());
        }
        for event in events {
            let what: IdentityEvent =
                serde_json::from_str(&event.payload).map_err(|_| JobError::fatal("an event cannot be read"))?;
            listener.identity_event(&caller, &what).await.map_err(|failure| failed(&failure))?;
            let mut tx = m.db.begin(cx.cx()).await?;
            if !repo::event::advance(&mut tx, &job.listener, &job.uin_hash, told, event.seq).await? {
                // Another run tells this listener of this person and is ahead. It may have looked before the newest event was
                // written, so this one goes on behind it until nothing is left.
                break;
            }
            tx.commit().await?;
            told = event.seq;
        }
    }
    let mut tx = m.db.begin(cx.cx()).await?;
    tx.enqueue(job).await?;
    tx.commit().await?;
    Ok(())
}
