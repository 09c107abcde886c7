//! Tell a person what became of their registration. Its failure never touches the registration.

use std::collections::BTreeMap;

use codec::packet::Packet;
use db::{Job, JobCx, JobError, UniqueWhile};
use kernel_api::{Channel, Notice};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use types::{Caller, Failure, LangCode};

use crate::RegistrationModule;
use crate::domain::mapping::{DEFAULT, NoticeKind};
use crate::jobs::run_stage::job_error;
use crate::repo;
use crate::service::{contact, packet};

/// Send the notice of a kind for a registration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SendNotice {
    pub(crate) instance: String,
    pub(crate) kind: String,
}

impl Job for SendNotice {
    const KIND: &'static str = "registration.send_notice";

    fn unique_key(&self) -> Option<String> {
        Some(format!("{}:{}", self.instance, self.kind))
    }

    fn unique_while() -> UniqueWhile {
        UniqueWhile::Kept
    }
}

/// Whom to tell, in which languages, with which values.
#[derive(Default)]
struct Addressee {
    email: Option<String>,
    phone: Option<String>,
    languages: Vec<LangCode>,
    values: BTreeMap<(String, Option<LangCode>), String>,
}

pub(crate) async fn run(m: &RegistrationModule, cx: &JobCx, job: SendNotice) -> Result<(), JobError> {
    let Some(kind) = NoticeKind::parse(&job.kind) else { return Err(JobError::fatal("unknown kind of notice")) };
    let caller = cx.caller();
    let Some(row) = repo::registrations::find(m.db.read(), &job.instance).await.map_err(job_error)? else {
        return Err(JobError::fatal("the registration is gone"));
    };
    let mut addressee = addressee(m, &caller, &row).await.map_err(job_error)?;
    if addressee.email.is_none() && addressee.phone.is_none() {
        return Ok(());
    }
    if addressee.languages.is_empty() {
        addressee.languages.extend(LangCode::parse(&row.lang_code).ok());
    }
    addressee.values.insert(("RID".to_owned(), None), row.rid.clone());
    let mut templates = BTreeMap::new();
    templates.insert(Channel::Email, format!("{}_EMAIL", kind.name()));
    templates.insert(Channel::Sms, format!("{}_SMS", kind.name()));
    let notice = Notice {
        key: format!("registration:{}:{}", job.instance, job.kind),
        templates,
        subject_template: Some(kind.subject()),
        languages: addressee.languages,
        email: addressee.email,
        phone: addressee.phone,
        values: addressee.values,
    };
    m.notices.send(&caller, notice).await.map_err(job_error)
}

/// From the packet where it can be read, else from what the desk announced.
async fn addressee(
    m: &RegistrationModule,
    caller: &Caller,
    row: &crate::entity::registration::Model,
) -> Result<Addressee, Failure> {
    match packet::load(m, caller, row).await {
        Ok(packet) => Ok(of_packet(&packet)),
        Err(failure) if crate::error::may_pass(&failure) => Err(failure),
        Err(_) => {
            let contact = contact::of_instance(m, &row.workflow_instance_id).await?;
            Ok(Addressee { email: contact.email, phone: contact.phone, ..Addressee::default() })
        }
    }
}

fn of_packet(packet: &Packet) -> Addressee {
    let text = |field: &str| packet.text(field, None).filter(|text| !text.trim().is_empty());
    let mut out = Addressee { email: text(DEFAULT.email), phone: text(DEFAULT.phone), ..Addressee::default() };
    if let Some(preferred) = text(DEFAULT.preferred_language) {
        out.languages.extend(preferred.split(',').filter_map(|code| LangCode::parse(code.trim()).ok()));
    }
    for field in DEFAULT.name {
        for value in packet.field(field).and_then(Value::as_array).into_iter().flatten() {
            let language = value.get("language").and_then(Value::as_str).and_then(|code| LangCode::parse(code).ok());
            if let (Some(language), Some(text)) = (language, value.get("value").and_then(Value::as_str)) {
                out.values.insert(((*field).to_owned(), Some(language)), text.to_owned());
                // MOSIP's templates name the language in the placeholder
                out.values.insert((format!("{field}_{language}"), None), text.to_owned());
                out.values.insert(("name".to_owned(), Some(language)), text.to_owned());
                if !out.languages.contains(&language) && text_is_only_choice(packet) {
                    out.languages.push(language);
                }
            }
        }
    }
    out
}

/// Without a preferred language the person is told in every language of their name.
fn text_is_only_choice(packet: &Packet) -> bool {
    packet.text(DEFAULT.preferred_language, None).is_none_or(|text| text.trim().is_empty())
}
