//! Remembering handled messages, so that delivery twice has effect once.

use crate::error::DbError;
use crate::ground;
use crate::tx::Tx;

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
