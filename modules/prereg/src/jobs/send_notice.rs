//! Tell people that an appointment was booked or cancelled (PRE-47, PRE-48).

use crate::{Prereg, jobs::failed, service::notify};
use db::{Job, JobCx, JobError};
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Occasion {
    Booked,
    Cancelled,
}

/// A notice to be sent. The application is named by its surrogate key; name and addresses are read when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SendNotice {
    pub(crate) key: String,
    pub(crate) occasion: Occasion,
    pub(crate) center: String,
    pub(crate) day: String,
    pub(crate) from: String,
}

impl Job for SendNotice {
    const KIND: &'static str = "prereg.send_notice";
}

pub(crate) async fn run(m: Prereg, cx: JobCx, job: SendNotice) -> Result<(), JobError> {
    let about = notify::About { occasion: job.occasion, center: &job.center, day: &job.day, from: &job.from };
    // the job's id is the same at every try: the kernel sends a notice of one key once
    let notice_key = format!("prereg.notice.{}", cx.id());
    notify::send(&m, &cx.caller(), &job.key, &about, notice_key).await.map_err(|error| match failed(error) {
        JobError::Fatal(why) => JobError::Retryable(why),
        other => other,
    })
}
