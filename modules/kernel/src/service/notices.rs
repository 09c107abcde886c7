//! Notices: templates in the person's languages, handed to the gateway.

use std::collections::BTreeMap;

use async_trait::async_trait;
use db::{AuditEvent, EventType};
use kernel_api::{Attachment, Channel, KernelError, Message, Notice, Notices};
use serde_json::{Map, Value};
use types::{Caller, Failure, LangCode};

use crate::domain::template::render;
use crate::error::storage;
use crate::{Delivery, Kernel, gateway};

const CONSUMER: &str = "kernel.notice";

#[async_trait]
impl Notices for Kernel {
    async fn send(&self, caller: &Caller, notice: Notice) -> Result<(), Failure> {
        for (channel, template) in &notice.templates {
            let address = match channel {
                Channel::Email => &notice.email,
                Channel::Sms => &notice.phone,
            };
            let Some(address) = address.as_deref().filter(|address| !address.trim().is_empty()) else { continue };
            let message_key = format!("{}/{channel:?}", notice.key);
            if self.inner.db.has_seen(CONSUMER, &message_key).await.map_err(storage)? {
                self.inner.db.durable().await;
                continue;
            }
            let text = self.texts(template, &notice).await?.join("\n\n");
            if text.is_empty() {
                return Err(Failure::with(KernelError::TemplateMissing, [template.as_str()]));
            }
            let subject = match (&notice.subject_template, channel) {
                (Some(template), Channel::Email) => Some(self.texts(template, &notice).await?.join(" / ")),
                _ => None,
            };
            let message = Message { channel: *channel, to: address.to_owned(), subject, text };
            self.deliver(caller, &message).await?;
            // Recorded after the hand-over: a crash in between sends it again rather than never.
            let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
            if tx.first_seen(CONSUMER, &message_key).await.map_err(storage)? {
                let event = AuditEvent::new("KER-NOT-001", "NOTICE_SENT", EventType::System)
                    .module_name("kernel")
                    .describe(format!("a notice of template {template} was handed over"));
                tx.audit(event).await.map_err(storage)?;
            }
            tx.commit().await.map_err(storage)?;
        }
        Ok(())
    }

    async fn send_message(&self, caller: &Caller, message: Message) -> Result<(), Failure> {
        self.deliver(caller, &message).await
    }

    async fn render(
        &self,
        template: &str,
        language: LangCode,
        values: &BTreeMap<String, String>,
    ) -> Result<Option<String>, Failure> {
        let Some(text) = self.inner.templates.template(template, language).await? else { return Ok(None) };
        let values = values.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
        fill(template, &text, &values).map(Some)
    }
}

/// Renders; values are made safe where the template is HTML.
fn fill(name: &str, text: &str, values: &Map<String, Value>) -> Result<String, Failure> {
    let is_html = text.contains("</") || text.contains("<br") || text.contains("<html");
    render(text, values, is_html)
        .map_err(|error| Failure::with(KernelError::TemplateBroken, [name.to_owned(), error.to_string()]))
}

impl Kernel {
    /// The template in each of the notice's languages that has one; in English when none has.
    async fn texts(&self, template: &str, notice: &Notice) -> Result<Vec<String>, Failure> {
        let mut texts = Vec::new();
        for language in &notice.languages {
            if let Some(text) = self.inner.templates.template(template, *language).await? {
                texts.push(fill(template, &text, &values_in(notice, *language))?);
            }
        }
        if texts.is_empty()
            && let Some(text) = self.inner.templates.template(template, LangCode::ENG).await?
        {
            texts.push(fill(template, &text, &values_in(notice, LangCode::ENG))?);
        }
        Ok(texts)
    }

    async fn deliver(&self, caller: &Caller, message: &Message) -> Result<(), Failure> {
        self.deliver_with(caller, message, &[]).await
    }

    /// Hands a message with files over.
    pub(crate) async fn deliver_with(
        &self,
        caller: &Caller,
        message: &Message,
        attachments: &[Attachment],
    ) -> Result<(), Failure> {
        let mut message = message.clone();
        // a line break in a header would begin another header
        message.subject = message.subject.map(|subject| subject.replace(['\r', '\n'], " ").trim().to_owned());
        if message.to.contains(['\r', '\n']) {
            return Err(KernelError::MailTo.into());
        }
        match &self.inner.delivery {
            Delivery::DevelopmentSink => {
                gateway::into_sink(&self.inner.db, caller.cx(), &message, attachments).await.map_err(storage)
            }
            Delivery::Gateway(gateway) => gateway.deliver(&message, attachments).await.map_err(|error| {
                let code = match message.channel {
                    Channel::Email => KernelError::MailFailed,
                    Channel::Sms => KernelError::SmsFailed,
                };
                Failure::of(code).because(error)
            }),
        }
    }
}

/// The values for one language: those without a language, then the language's own. MOSIP's templates also name a language's
/// value as `$name_eng`.
fn values_in(notice: &Notice, language: LangCode) -> Map<String, Value> {
    let mut values = Map::new();
    for ((name, of), value) in &notice.values {
        match of {
            None => {
                values.entry(name.clone()).or_insert_with(|| Value::from(value.as_str()));
            }
            Some(of) => {
                values.insert(format!("{name}_{of}"), Value::from(value.as_str()));
                if *of == language {
                    values.insert(name.clone(), Value::from(value.as_str()));
                }
            }
        }
    }
    values
}
