//! Remembering handled messages, so that delivery twice has effect once.

use sea_orm::{ConnectionTrait, Statement};

use crate::error::DbError;
use crate::ground;
use crate::open::Db;
use crate::tx::Tx;

impl Db {
    /// Whether `consumer` has handled `message`, see [`Tx::first_seen`].
    ///
    /// # Errors
    /// The failure of the statement.
    pub async fn has_seen(&self, consumer: &str, message: &str) -> Result<bool, DbError> {
        let sql = format!("SELECT 1 AS found FROM {} WHERE consumer = $1 AND message = $2", self.table(ground::SEEN));
        let statement = Statement::from_sql_and_values(self.backend(), sql, [consumer.into(), message.into()]);
        Ok(self.read().query_one_raw(statement).await?.is_some())
    }
}

impl Tx {
    /// Records that `consumer` handles `message` in this transaction. Returns `false` when it was handled before: then there
    /// is nothing left to do.
    ///
    /// # Errors
    /// The failure of the statement.
    pub async fn first_seen(&mut self, consumer: &str, message: &str) -> Result<bool, DbError> {
        let sql = format!(
            "INSERT INTO {} (consumer, message, seen_at) VALUES ($1, $2, $3) ON CONFLICT (consumer, message) DO NOTHING",
            self.db().table(ground::SEEN)
        );
        let now = self.now();
        Ok(self.run(sql, vec![consumer.into(), message.into(), now.into()]).await? == 1)
    }
}
