//! Find the number of a registration again by what the person remembers.

use async_trait::async_trait;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use db::{AuditEvent, EventType};
use registration_api::RegistrationError as E;
use registration_api::history::{FIND_LOST, LostQuestion, LostRegistration, LostRegistrations};
use registration_api::wire::SyncRecord;
use types::{Caller, Failure, Timestamp};

use crate::entity::lost;
use crate::repo::lost::Known;
use crate::{RegistrationModule, error, repo};

const PURPOSE: &str = "registration.lost";
/// Most days between the dates that are asked for.
const MOST_DAYS: i64 = 30;
/// More registrations than this do not find a person but list people.
const MOST_FOUND: u64 = 5;

/// A value as it is compared: without blanks, in lower case.
fn normal(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

async fn hash(m: &RegistrationModule, kind: &str, value: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(value) = value.map(normal).filter(|value| !value.is_empty()) else { return Ok(None) };
    Ok(Some(hex::encode(m.at_rest.blind_index(PURPOSE, format!("{kind}:{value}").as_bytes()).await?)))
}

/// By what an announced packet's registration is found later; times of storing are filled in then.
pub(crate) async fn of_record(
    m: &RegistrationModule,
    packet_id: &str,
    rid: &str,
    record: &SyncRecord,
) -> Result<lost::Model, Failure> {
    let time = rid.get(15..).and_then(|time| NaiveDateTime::parse_from_str(time, "%Y%m%d%H%M%S").ok());
    let time = time.ok_or(E::RidTime)?.and_utc();
    Ok(lost::Model {
        packet_id: packet_id.to_owned(),
        rid: rid.to_owned(),
        center: rid.get(..5).unwrap_or_default().to_owned(),
        name_hash: hash(m, "name", record.name.as_deref()).await?,
        email_hash: hash(m, "email", record.email.as_deref()).await?,
        phone_hash: hash(m, "phone", record.phone.as_deref()).await?,
        registered_at: time,
        synced_at: time,
    })
}

/// The days as instants: from the first one's begin to the last one's end.
fn span(question: &LostQuestion) -> Result<(Option<Timestamp>, Option<Timestamp>), Failure> {
    let begin = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    if let (Some(from), Some(to)) = (question.from, question.to)
        && (to < from || to - from > TimeDelta::days(MOST_DAYS))
    {
        return Err(E::LostRange.into());
    }
    Ok((question.from.map(begin), question.to.map(|to| begin(to) + TimeDelta::days(1))))
}

#[async_trait]
impl LostRegistrations for RegistrationModule {
    async fn find_lost(&self, caller: &Caller, question: &LostQuestion) -> Result<Vec<LostRegistration>, Failure> {
        caller.require(FIND_LOST)?;
        let (from, until) = span(question)?;
        let known = Known {
            name: hash(self, "name", question.name.as_deref()).await?,
            email: hash(self, "email", question.email.as_deref()).await?,
            phone: hash(self, "phone", question.phone.as_deref()).await?,
            centers: question.centers.clone(),
            from,
            until,
        };
        let rows = repo::lost::find(self.db.read(), &known, MOST_FOUND + 1).await?;
        if rows.len() as u64 > MOST_FOUND {
            return Err(E::LostTooMany.into());
        }
        // a disclosure: recorded before it is answered
        let mut tx = self.db.begin(caller.cx()).await.map_err(error::storage)?;
        let event = AuditEvent::new("RPR_405", "GET", EventType::User)
            .describe(format!("a lost registration was looked for, {} were found", rows.len()))
            .module("RPR-RGS");
        tx.audit(event).await.map_err(error::storage)?;
        tx.commit().await.map_err(error::storage)?;
        let found = rows.into_iter().map(|row| LostRegistration {
            rid: row.rid,
            center: row.center,
            registered_at: row.registered_at,
            synced_at: row.synced_at,
        });
        Ok(found.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ADM-20
    #[test]
    fn values_are_compared_without_blanks_and_case_and_days_are_whole() {
        assert_eq!(normal(" Leila  Haddad "), "leilahaddad");
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let question = |from: &str, to: &str| LostQuestion { from: day(from), to: day(to), ..LostQuestion::default() };
        let (from, until) = span(&question("2026-11-23", "2026-11-23")).unwrap();
        assert_eq!(until.unwrap() - from.unwrap(), TimeDelta::days(1));
        assert!(span(&question("2026-11-01", "2026-12-15")).unwrap_err().is(E::LostRange));
        assert!(span(&question("2026-11-02", "2026-11-01")).unwrap_err().is(E::LostRange));
    }
}
