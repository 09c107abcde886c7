//! Make the code that was asked for, and send it where the number's person can be reached.
//!
//! The code is made for every number, of somebody or of nobody: wrong answers then freeze both alike.

use std::collections::BTreeMap;

use db::{Job, JobCx, JobError, JobPolicy};
use kernel_api::{Channel, Notice, OtpIssue};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use types::LangCode;

use crate::needs;
use crate::{
    Resident,
    domain::person as identity,
    error::Result,
    jobs::failed,
    repo, rules,
    service::{event, of_holder, person, request_code},
};

/// A request that waits for its code. Names the number by its index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SendCode {
    pub(crate) number_index: String,
    pub(crate) ticket: String,
}

impl Job for SendCode {
    const KIND: &'static str = "resident.send_code";

    // a code is of no use once the person may ask for another
    fn policy() -> JobPolicy {
        JobPolicy { max_attempts: 5, backoff: Duration::from_secs(2), max_backoff: Duration::from_secs(30) }
    }
}

pub(crate) async fn run(m: Resident, cx: JobCx, job: SendCode) -> std::result::Result<(), JobError> {
    send(&m, &cx, &job).await.map_err(failed)
}

async fn send(m: &Resident, cx: &JobCx, job: &SendCode) -> Result<()> {
    let caller = cx.caller();
    let Some(row) = repo::find(m.db.read(), &job.number_index).await? else { return Ok(()) };
    // a later request, or the end of this one's time, makes this one void
    if row.ticket != job.ticket || row.next_at <= m.db.now() {
        return Ok(());
    }
    let OtpIssue::Issued(code) = m.codes.generate(&caller, &request_code::code_key(&job.number_index)).await? else {
        return person::record(m, &caller, event("RES-SGN-006", "CODE_NOT_SENT", "The number is frozen")).await;
    };
    let number = request_code::open(m, &row).await?;
    let Some(record) = person::find(m, &caller, &number).await? else {
        return person::record(m, &caller, event("RES-SGN-006", "CODE_NOT_SENT", "The number is nobody's")).await;
    };
    let (email, phone) = identity::contacts(&record.identity);
    if email.is_none() && phone.is_none() {
        let told = of_holder("RES-SGN-006", "CODE_NOT_SENT", "There is no address to send to", &record.uin_hash);
        return person::record(m, &caller, told).await;
    }
    let language = LangCode::parse(&row.language).unwrap_or(LangCode::ENG);
    let now = rules::clock(m).await?.local(m.db.now());
    let minutes = rules::code_life(m).await?.num_minutes().max(1);
    let names = identity::names(&record.identity);
    let name = names.get(language.as_str()).or_else(|| names.values().next()).cloned().unwrap_or_default();
    let values = [
        ("otp", code.to_string()),
        ("validTime", minutes.to_string()),
        ("date", now.format("%d-%m-%Y").to_string()),
        ("time", now.format("%H:%M:%S").to_string()),
        ("name", name.clone()),
        ("username", name),
    ];
    let notice = Notice {
        // each try makes a code of its own, so each is a message of its own
        key: format!("resident.code.{}.{}", job.ticket, cx.attempt()),
        templates: BTreeMap::from([(Channel::Sms, needs::SMS.to_owned()), (Channel::Email, needs::EMAIL.to_owned())]),
        subject_template: Some(needs::SUBJECT.to_owned()),
        languages: identity::languages(&record.identity, language),
        email,
        phone,
        values: values.into_iter().map(|(name, value)| ((name.to_owned(), None), value)).collect(),
    };
    m.notices.send(&caller, notice).await?;
    let told = of_holder("RES-SGN-005", "CODE_SENT", "A one-time code was sent", &record.uin_hash);
    person::record(m, &caller, told).await
}
