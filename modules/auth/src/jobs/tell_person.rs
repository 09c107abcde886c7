//! Tell a person that their identity was used (IDA-18). Its failure never touches the authentication.

use std::collections::BTreeMap;

use db::{Job, JobCx, JobError, UniqueWhile};
use kernel_api::{Channel, Notice};
use serde::{Deserialize, Serialize};
use types::{Failure, Retry};

use super::{languages_of, values};
use crate::domain::attributes;
use crate::needs::used;
use crate::sealed::open_content;
use crate::{AuthModule, repo};

/// One authentication, as its notice tells it. The id is masked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TellPerson {
    pub transaction: String,
    pub uin_hash: String,
    pub masked: String,
    pub factors: Vec<String>,
    pub succeeded: bool,
}

impl Job for TellPerson {
    const KIND: &'static str = "auth.tell_person";

    fn unique_key(&self) -> Option<String> {
        Some(self.transaction.clone())
    }

    fn unique_while() -> UniqueWhile {
        UniqueWhile::Kept
    }
}

fn failed(failure: &Failure) -> JobError {
    let later = failure.faults.iter().any(|fault| fault.code.retry == Retry::Later);
    if later { JobError::retryable(failure.code()) } else { JobError::fatal(failure.code()) }
}

pub(super) async fn run(m: &AuthModule, cx: &JobCx, job: TellPerson) -> Result<(), JobError> {
    let Some(row) = repo::identity::find(m.db.read(), &job.uin_hash).await? else { return Ok(()) };
    let content = open_content(&*m.at_rest, &row.uin_hash, &row.data).await.map_err(|f| failed(&f))?;
    let history = repo::transaction::find(m.db.read(), &job.transaction).await?;
    let Some(transaction) = history else { return Ok(()) };
    let (phone, email) = (
        attributes::first(&content.identity, attributes::PHONE),
        attributes::first(&content.identity, attributes::EMAIL),
    );
    if phone.is_none() && email.is_none() {
        return Ok(());
    }
    let mut templates = BTreeMap::new();
    templates.insert(Channel::Sms, used::SMS.to_owned());
    templates.insert(Channel::Email, used::EMAIL.to_owned());
    let mut values = values(&content.identity, transaction.created_at);
    let mut put = |name: &str, value: String| values.insert((name.to_owned(), None), value);
    put("idvid", job.masked.clone());
    put("idvidType", transaction.id_type);
    put("authType", job.factors.join(", "));
    put("status", if job.succeeded { "Passed" } else { "Failed" }.to_owned());
    put("partner", transaction.partner_name);
    let notice = Notice {
        key: format!("ida-auth:{}", job.transaction),
        templates,
        subject_template: Some(used::SUBJECT.to_owned()),
        languages: languages_of(m, &content.identity).await.map_err(|f| failed(&f))?,
        email,
        phone,
        values,
    };
    m.notices.send(&cx.caller(), notice).await.map_err(|f| failed(&f))
}
