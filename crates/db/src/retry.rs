//! Doing a unit of work again when somebody else was in the way.

use std::future::Future;
use std::time::Duration;

use crate::error::DbError;

/// An error that may go away when the same work is done again from the top.
pub trait Transient {
    /// Whether trying again may help.
    fn is_transient(&self) -> bool;
}

impl Transient for DbError {
    fn is_transient(&self) -> bool {
        DbError::is_transient(self)
    }
}

/// How often a unit of work is tried in all.
const TRIES: u32 = 3;

/// Runs `work` and, when it fails because the database was busy or could not serialize it, runs it again from the top: three
/// tries in all. `work` opens its own transaction, so that nothing of the failed try remains.
pub async fn retry<T, E, F, Fut>(mut work: F) -> Result<T, E>
where
    E: Transient,
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut tried = 1;
    loop {
        match work().await {
            Err(error) if error.is_transient() && tried < TRIES => {
                tracing::debug!(tried, "busy, trying again");
                tokio::time::sleep(Duration::from_millis(5 << (2 * tried))).await;
                tried += 1;
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy() -> DbError {
        DbError::Busy(sea_orm::DbErr::Custom("busy".into()))
    }

    #[tokio::test]
    async fn busy_work_is_tried_three_times() {
        let mut calls = 0;
        let result: Result<(), _> = retry(|| {
            calls += 1;
            async { Err(busy()) }
        })
        .await;
        assert!(matches!(result, Err(DbError::Busy(_))));
        assert_eq!(calls, 3);
    }

    #[tokio::test]
    async fn other_errors_are_not_tried_again() {
        let mut calls = 0;
        let result: Result<(), _> = retry(|| {
            calls += 1;
            async { Err(DbError::Taken("key".into())) }
        })
        .await;
        assert!(matches!(result, Err(DbError::Taken(_))));
        assert_eq!(calls, 1);
    }

    #[tokio::test]
    async fn success_after_busy_is_success() {
        let mut calls = 0;
        let result = retry(|| {
            calls += 1;
            let n = calls;
            async move { if n == 3 { Ok(n) } else { Err(busy()) } }
        })
        .await;
        assert_eq!(result.expect("third try"), 3);
    }
}
