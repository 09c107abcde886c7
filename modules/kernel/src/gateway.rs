//! The port through which messages leave, and the development sink behind it.

use async_trait::async_trait;
use db::Db;
use kernel_api::{Attachment, Channel, Message};
use sha2::{Digest, Sha256};
use types::Cx;

use crate::entity::attachment;
use crate::repo;

/// Why a message could not be handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the message was not accepted: {reason}")]
pub struct DeliveryError {
    /// What the gateway said, without address and text.
    pub reason: String,
    /// Whether trying again later may help.
    pub retryable: bool,
}

/// Hands messages to a mail server or an SMS gateway. Implementations have a timeout on everything.
#[async_trait]
pub trait MessageGateway: Send + Sync {
    /// Answers when the message, with its files, was accepted for delivery.
    async fn deliver(&self, message: &Message, attachments: &[Attachment]) -> Result<(), DeliveryError>;
}

/// Puts a message into the sink.
pub(crate) async fn into_sink(
    db: &Db,
    cx: &Cx,
    message: &Message,
    attachments: &[Attachment],
) -> Result<(), db::DbError> {
    let channel = match message.channel {
        Channel::Email => "email",
        Channel::Sms => "sms",
    };
    let mut tx = db.begin(cx).await?;
    let id =
        repo::message::insert(&mut tx, &fold(&message.to), channel, message.subject.as_deref(), &message.text).await?;
    let rows = (0..).zip(attachments).map(|(number, file)| attachment::Model {
        message_id: id.clone(),
        number,
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
        sha256: hex::encode(Sha256::digest(&file.bytes)),
    });
    repo::message::attach(&mut tx, rows.collect()).await?;
    tx.commit().await
}

/// An address as it is compared: lower case, without blanks and separators of phone numbers.
pub(crate) fn fold(address: &str) -> String {
    let address = address.trim().to_lowercase();
    if address.contains('@') {
        address
    } else {
        address.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_their_dress() {
        assert_eq!(fold(" Amina@Example.org "), "amina@example.org");
        assert_eq!(fold("+91 (98765) 432-10"), "+919876543210");
    }
}
