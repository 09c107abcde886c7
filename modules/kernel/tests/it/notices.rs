//! PRE-47: notices from templates, in the person's languages, once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use kernel::{Delivery, DeliveryError, KernelSettings, MessageGateway};
use kernel_api::{Channel, KernelError, Message, Notice, Notices};

use crate::world::{World, caller, lang, world_with};

const TEMPLATES: &[(&str, &str, &str)] = &[
    ("confirm-sms", "eng", "Dear $name, your appointment is on $date."),
    ("confirm-sms", "fra", "Cher $name, votre rendez-vous est le $date. $firstName_eng"),
    ("confirm-mail", "eng", "<p>Dear $name,</p><p>$date</p>"),
    ("confirm-subject", "eng", "Appointment of $name"),
    ("broken", "eng", "#if($a)"),
];

fn notice(languages: &[&str]) -> Notice {
    let value =
        |name: &str, language: Option<&str>, text: &str| ((name.to_owned(), language.map(lang)), text.to_owned());
    Notice {
        key: "booking/1/1".into(),
        templates: [(Channel::Sms, "confirm-sms".to_owned()), (Channel::Email, "confirm-mail".to_owned())].into(),
        subject_template: Some("confirm-subject".into()),
        languages: languages.iter().map(|code| lang(code)).collect(),
        email: Some("amina@example.org".into()),
        phone: Some("9876543210".into()),
        values: BTreeMap::from([
            value("date", None, "2026-01-12"),
            value("name", None, "A"),
            value("name", Some("eng"), "Amina <b>"),
            value("name", Some("fra"), "Aminata"),
            value("firstName", Some("eng"), "Amina"),
        ]),
    }
}

async fn sink() -> World {
    world_with(KernelSettings::default(), Delivery::DevelopmentSink, TEMPLATES).await
}

async fn messages(world: &World) -> Vec<String> {
    world
        .texts("SELECT recipient || '|' || channel || '|' || COALESCE(subject, '-') || '|' || text FROM kernel_message ORDER BY channel")
        .await
}

#[tokio::test]
async fn a_notice_speaks_the_persons_languages_on_every_channel() {
    let world = sink().await;
    world.kernel.send(&caller(), notice(&["fra", "eng"])).await.expect("sent");
    assert_eq!(
        messages(&world).await,
        [
            "amina@example.org|email|Appointment of Amina <b>|<p>Dear Amina &lt;b&gt;,</p><p>2026-01-12</p>",
            "9876543210|sms|-|Cher Aminata, votre rendez-vous est le 2026-01-12. Amina\n\n\
             Dear Amina <b>, your appointment is on 2026-01-12.",
        ]
    );
}

#[tokio::test]
async fn the_same_notice_is_sent_once_and_audited_without_the_person() {
    let world = sink().await;
    for _ in 0..3 {
        world.kernel.send(&caller(), notice(&["eng"])).await.expect("sent");
    }
    assert_eq!(world.count("kernel_message").await, 2);
    let audit = world
        .texts("SELECT event_name || ' ' || description || ' ' || COALESCE(ref_id, '') FROM operations_audit")
        .await;
    assert_eq!(audit.len(), 2);
    assert!(
        audit.iter().all(|row| row.starts_with("NOTICE_SENT") && !row.contains("9876543210") && !row.contains("amina"))
    );
    world.kernel.send(&caller(), Notice { key: "booking/1/2".into(), ..notice(&["eng"]) }).await.expect("sent");
    assert_eq!(world.count("kernel_message").await, 4);
}

#[tokio::test]
async fn a_channel_without_address_is_left_out() {
    let world = sink().await;
    world
        .kernel
        .send(&caller(), Notice { email: None, phone: Some(" ".into()), ..notice(&["eng"]) })
        .await
        .expect("nothing to do");
    assert_eq!(world.count("kernel_message").await, 0);
}

#[tokio::test]
async fn languages_without_a_template_fall_back_to_english_and_none_is_an_error() {
    let world = sink().await;
    world.kernel.send(&caller(), Notice { email: None, ..notice(&["ara"]) }).await.expect("sent");
    assert!(
        messages(&world).await[0].contains("Dear A, your appointment")
            || messages(&world).await[0].contains("Dear Amina")
    );
    let missing =
        Notice { key: "2".into(), templates: [(Channel::Sms, "nothing".to_owned())].into(), ..notice(&["eng"]) };
    assert!(world.kernel.send(&caller(), missing).await.expect_err("no template").is(KernelError::TemplateMissing));
    let broken =
        Notice { key: "3".into(), templates: [(Channel::Sms, "broken".to_owned())].into(), ..notice(&["eng"]) };
    assert!(world.kernel.send(&caller(), broken).await.expect_err("no template").is(KernelError::TemplateBroken));
}

#[tokio::test]
async fn a_template_is_rendered_by_itself() {
    let world = sink().await;
    let values = BTreeMap::from([("name".to_owned(), "X".to_owned()), ("date".to_owned(), "today".to_owned())]);
    let text = world.kernel.render("confirm-sms", lang("eng"), &values).await.expect("renders");
    assert_eq!(text.as_deref(), Some("Dear X, your appointment is on today."));
    assert_eq!(world.kernel.render("confirm-sms", lang("ara"), &values).await.expect("answers"), None);
}

/// Refuses the first messages, then takes them.
#[derive(Default)]
struct Flaky {
    refusals: Mutex<u32>,
    taken: Mutex<Vec<Message>>,
}

#[async_trait]
impl MessageGateway for Flaky {
    async fn deliver(&self, message: &Message, _: &[kernel_api::Attachment]) -> Result<(), DeliveryError> {
        let mut refusals = self.refusals.lock().expect("no panic");
        if *refusals > 0 {
            *refusals -= 1;
            return Err(DeliveryError { reason: "busy".into(), retryable: true });
        }
        self.taken.lock().expect("no panic").push(message.clone());
        Ok(())
    }
}

#[tokio::test]
async fn what_a_gateway_refused_is_sent_at_the_next_try_and_nothing_twice() {
    let gateway = Arc::new(Flaky { refusals: Mutex::new(1), ..Flaky::default() });
    let world = world_with(KernelSettings::default(), Delivery::Gateway(gateway.clone()), TEMPLATES).await;
    let failure = world.kernel.send(&caller(), notice(&["eng"])).await.expect_err("refused");
    assert!(failure.is(KernelError::MailFailed), "mail is the first channel");
    for _ in 0..2 {
        world.kernel.send(&caller(), notice(&["eng"])).await.expect("sent");
    }
    assert_eq!(gateway.taken.lock().expect("no panic").len(), 2);
    assert_eq!(world.count("kernel_message").await, 0, "a real gateway leaves no copy");
    assert!(world.kernel.simulated().is_empty());
}

// list 37: header injection
#[tokio::test]
async fn a_value_cannot_begin_another_mail_header() {
    let world = sink().await;
    let mut notice = notice(&["eng"]);
    notice.values.insert(("name".into(), Some(lang("eng"))), "x\r\nBcc: y@example.org".into());
    world.kernel.send(&caller(), notice).await.expect("sent");
    let subjects = world.texts("SELECT subject FROM kernel_message WHERE subject IS NOT NULL").await;
    assert_eq!(subjects, ["Appointment of x  Bcc: y@example.org"]);
    let message = Message {
        channel: Channel::Email,
        to: "a@b.example\r\nBcc: c@d.example".into(),
        subject: None,
        text: "t".into(),
    };
    assert!(world.kernel.send_message(&caller(), message).await.expect_err("refused").is(KernelError::MailTo));
}
