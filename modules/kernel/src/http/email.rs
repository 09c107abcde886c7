//! `POST /v1/notifier/email/send`: a multipart form.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use edge::routes::respond_raw;
use edge::{Edge, EnvelopeHead, Rules};
use kernel_api::wire::{StatusMessage, endpoints::SendEmail};
use kernel_api::{Attachment, Channel, KernelError, Message};
use types::{Caller, Endpoint, Failure};

use crate::Kernel;

/// The largest form in bytes: MOSIP's 5 MiB of attachments, and the text.
const MAX_BYTES: usize = 6 << 20;
/// Most bytes of all attachments together, and how many there may be.
const MAX_ATTACHED: usize = 5 << 20;
const MAX_ATTACHMENTS: usize = 20;
/// The most addressees of one mail.
const MAX_ADDRESSEES: usize = 20;

pub(super) fn route(kernel: &Kernel, rules: Rules) -> MethodRouter {
    let kernel = kernel.clone();
    let handler =
        move |Extension(edge): Extension<Arc<Edge>>, Extension(caller): Extension<Caller>, form: Multipart| {
            let kernel = kernel.clone();
            async move {
                let outcome = send(&kernel, &caller, form).await;
                let outcome = outcome.map(|answer| serde_json::to_value(answer).unwrap_or_default());
                answer(&edge, &rules, &caller, outcome)
            }
        };
    post(handler).layer(DefaultBodyLimit::max(MAX_BYTES))
}

fn answer(edge: &Edge, rules: &Rules, caller: &Caller, outcome: Result<serde_json::Value, Failure>) -> Response {
    respond_raw(edge, rules, &SendEmail::INFO, &EnvelopeHead::default(), caller, outcome)
}

/// The texts and files of the form. Not printable: it names persons.
#[derive(Default)]
struct Mail {
    to: Vec<String>,
    subject: String,
    content: String,
    attachments: Vec<Attachment>,
}

async fn read(mut form: Multipart) -> Result<Mail, Failure> {
    let unreadable =
        |error: axum::extract::multipart::MultipartError| Failure::of(KernelError::NotifyRequest).because(error);
    let mut mail = Mail::default();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.trim_end_matches("[]") {
            "mailTo" | "mailCc" => {
                let text = field.text().await.map_err(unreadable)?;
                mail.to.extend(text.split(',').map(|address| address.trim().to_owned()).filter(|a| !a.is_empty()));
            }
            "mailSubject" => mail.subject = field.text().await.map_err(unreadable)?,
            "mailContent" => mail.content = field.text().await.map_err(unreadable)?,
            "attachments" => {
                let name = file_name(field.file_name().unwrap_or_default());
                let content_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
                let bytes = field.bytes().await.map_err(unreadable)?.to_vec();
                // browsers send an empty part for a field that was left empty
                if !bytes.is_empty() {
                    mail.attachments.push(Attachment { name, content_type, bytes });
                }
            }
            _ => {}
        }
    }
    let attached: usize = mail.attachments.iter().map(|file| file.bytes.len()).sum();
    if attached > MAX_ATTACHED || mail.attachments.len() > MAX_ATTACHMENTS {
        return Err(KernelError::NotifyRequest.into());
    }
    Ok(mail)
}

/// A file's name without folders and without what could end a header.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let sound: String = last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | ';')).take(128).collect();
    if sound.trim().is_empty() { "attachment".to_owned() } else { sound.trim().to_owned() }
}

fn is_address(text: &str) -> bool {
    let parts =
        text.split_once('@').filter(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'));
    parts.is_some()
        && text.len() <= 254
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c))
}

async fn send(kernel: &Kernel, caller: &Caller, form: Multipart) -> Result<StatusMessage, Failure> {
    let mail = read(form).await?;
    if mail.to.is_empty() || mail.to.len() > MAX_ADDRESSEES || !mail.to.iter().all(|address| is_address(address)) {
        return Err(KernelError::MailTo.into());
    }
    if mail.subject.trim().is_empty() {
        return Err(KernelError::MailSubject.into());
    }
    if mail.content.trim().is_empty() {
        return Err(KernelError::MailContent.into());
    }
    for to in mail.to {
        let message =
            Message { channel: Channel::Email, to, subject: Some(mail.subject.clone()), text: mail.content.clone() };
        kernel.deliver_with(caller, &message, &mail.attachments).await?;
    }
    Ok(StatusMessage::new("success", "Email Request submitted"))
}

#[cfg(test)]
mod tests {
    use super::{file_name, is_address};

    #[test]
    fn names_of_files_lose_folders_and_headers() {
        assert_eq!(file_name("C:\\docs\\slip.pdf"), "slip.pdf");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("a\r\nBcc: x\"; .pdf"), "aBcc: x .pdf");
        assert_eq!(file_name(" / "), "attachment");
    }

    #[test]
    fn addresses_are_checked() {
        for good in ["a@b.example", "first.last+tag@sub.example.org"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.example",
            "a@b@c.example",
            "a b@c.example",
            "a@c.example\r\nBcc: x@y.example",
            "<a@b.example>",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
