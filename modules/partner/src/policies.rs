//! What policies give away, for whoever compares it with the identity schema.

use async_trait::async_trait;
use db::Db;
use masterdata_api::cross_check::{Policies, SharedAttributes};
use serde_json::Value;
use types::Failure;

use crate::repo;

/// The policies of an installation.
pub struct PolicyBook {
    db: Db,
}

impl PolicyBook {
    /// Over the database of partners.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}

#[async_trait]
impl Policies for PolicyBook {
    async fn shared(&self) -> Result<Vec<SharedAttributes>, Failure> {
        let rows = repo::policies_in_force(self.db.read(), self.db.now()).await?;
        let shared = |row: crate::entity::policy::Model| SharedAttributes {
            attributes: attributes(&row.document),
            policy: row.name,
        };
        Ok(rows.into_iter().map(shared).collect())
    }
}

/// The attributes that a document names: of e-KYC by their own name, of data shares by their source where it is said.
fn attributes(document: &Value) -> Vec<String> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let list = |name: &str| document.get(name).and_then(Value::as_array).into_iter().flatten();
    let kyc = list("allowedKycAttributes").filter_map(|entry| text(entry, "attributeName"));
    let shared = list("shareableAttributes").flat_map(|entry| {
        let sources = entry.get("source").and_then(Value::as_array).into_iter().flatten();
        let named: Vec<String> = sources.filter_map(|source| text(source, "attribute")).collect();
        if named.is_empty() { text(entry, "attributeName").into_iter().collect() } else { named }
    });
    kyc.chain(shared).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // SCH-06
    #[test]
    fn attributes_are_read_from_both_kinds_of_policies() {
        let auth = json!({"allowedKycAttributes": [{"attributeName": "fullName"}, {"attributeName": "photo"}]});
        assert_eq!(attributes(&auth), ["fullName", "photo"]);
        let share = json!({"shareableAttributes": [
            {"attributeName": "name", "source": [{"attribute": "fullName", "filter": []}]},
            {"attributeName": "gender"}
        ]});
        assert_eq!(attributes(&share), ["fullName", "gender"]);
        assert!(attributes(&json!({"allowAuthRequestDelegation": true})).is_empty());
    }
}
