//! Wake-ups across processes on PostgreSQL: whoever leaves a job behind notifies with the commit, every worker listens. A hint
//! only: what is missed while a connection is down is found by the next poll.

use std::time::Duration;

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{DbBackend, Statement};
use tokio_util::sync::CancellationToken;

use crate::open::Db;

/// How long to wait before a lost connection is made anew.
const PAUSE: Duration = Duration::from_secs(5);

fn channel(db: &Db) -> String {
    format!("tessera_{}_job", db.logical().name())
}

/// The statement that wakes the workers of a logical database when its transaction commits.
pub(crate) fn notify(db: &Db) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, '')", [channel(db).into()])
}

/// Hands notifications on to the queues of `databases`, which share one server, until `stop`.
pub(super) async fn listen(databases: Vec<Db>, stop: CancellationToken) {
    let Some(first) = databases.first() else { return };
    loop {
        let hearing = async {
            let mut listener = PgListener::connect_with(first.read().get_postgres_connection_pool()).await?;
            let channels: Vec<String> = databases.iter().map(channel).collect();
            listener.listen_all(channels.iter().map(String::as_str)).await?;
            // what was left before the first word could be heard
            databases.iter().for_each(|db| db.wake().notify_one());
            loop {
                // `None` after a connection was lost and made anew: anything may have been missed
                let heard = listener.try_recv().await?;
                for (db, channel) in databases.iter().zip(&channels) {
                    if heard.as_ref().is_none_or(|heard| heard.channel() == channel) {
                        db.wake().notify_one();
                    }
                }
            }
        };
        let lost: Result<(), sea_orm::sqlx::Error> = tokio::select! {
            () = stop.cancelled() => return,
            lost = hearing => lost,
        };
        if let Err(error) = lost {
            tracing::warn!(%error, "notifications about jobs are not heard; queues are polled");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
