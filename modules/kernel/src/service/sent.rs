//! Reading what the development sink has taken.

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel_api::SentMessages;
use kernel_api::wire::{SinkAttachment, SinkMessage};
use types::{Caller, Failure};

use crate::{Kernel, error::storage, gateway, repo};

/// The most messages in one answer.
const LIMIT: u64 = 200;

#[async_trait]
impl SentMessages for Kernel {
    // no rights: the sink exists in the development profile only, and there everybody may read it
    async fn newest(&self, _: &Caller, recipient: Option<&str>) -> Result<Vec<SinkMessage>, Failure> {
        let recipient = recipient.map(gateway::fold).filter(|recipient| !recipient.is_empty());
        let rows = repo::message::newest(self.inner.db.read(), recipient.as_deref(), LIMIT).await.map_err(storage)?;
        let ids = rows.iter().map(|row| row.id.clone()).collect();
        let mut files: BTreeMap<String, Vec<SinkAttachment>> = BTreeMap::new();
        for file in repo::message::attachments(self.inner.db.read(), ids).await.map_err(storage)? {
            let shown = SinkAttachment {
                name: file.name,
                content_type: file.content_type,
                size: file.size.unsigned_abs(),
                sha256: file.sha256,
            };
            files.entry(file.message_id).or_default().push(shown);
        }
        Ok(rows
            .into_iter()
            .map(|row| SinkMessage {
                to: row.recipient,
                channel: row.channel,
                subject: row.subject,
                text: row.text,
                sent_at: types::time::format(row.sent_at),
                attachments: files.remove(&row.id).unwrap_or_default(),
            })
            .collect())
    }
}
