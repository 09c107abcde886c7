//! Look audit rows up, and take them out.

use async_trait::async_trait;
use db::audit::{AuditPlace, AuditQuery, FoundRecord};
use db::{AuditEvent, EventType, Logical};
use kernel_api::AuditSearch;
use kernel_api::audit_search::{AuditEntry, AuditList, AuditQuestion, READ_AUDIT};
use types::{Caller, Failure, Timestamp};

use crate::Kernel;
use crate::domain::csv;
use crate::error::storage;

/// Most rows that are taken out at once.
const MOST: usize = 20_000;
const PAGE: u32 = 500;
/// Most pages an export reads: conditions that nothing fits must not keep it busy for ever.
const PAGES: usize = 400;

fn shown(found: FoundRecord) -> AuditEntry {
    let record = found.record;
    AuditEntry {
        source: found.source.name().to_owned(),
        seq: found.seq,
        id: record.id,
        logged_at: record.logged_at,
        acted_at: record.acted_at,
        event_id: record.event_id,
        event_name: record.event_name,
        event_type: record.event_type,
        host_name: record.host_name,
        host_ip: record.host_ip,
        application_id: record.application_id,
        application_name: record.application_name,
        session_user_id: record.session_user_id,
        session_user_name: record.session_user_name,
        ref_id: record.ref_id,
        ref_type: record.ref_type,
        created_by: record.created_by,
        module_name: record.module_name,
        module_id: record.module_id,
        description: record.description,
        request_id: record.request_id,
    }
}

/// For an address: microseconds (what the database keeps) and the row's id.
fn place_text(place: &AuditPlace) -> String {
    format!("{}_{}", place.logged_at.timestamp_micros(), place.id)
}

fn place_of(text: &str) -> Option<AuditPlace> {
    let (micros, id) = text.split_once('_')?;
    let logged_at = Timestamp::from_timestamp_micros(micros.parse().ok()?)?;
    let sound = id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    sound.then(|| AuditPlace { logged_at, id: id.to_owned() })
}

impl Kernel {
    async fn query(&self, question: &AuditQuestion) -> Result<AuditQuery, Failure> {
        let said =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let mut kept = Vec::new();
        for value in [said(&question.actor), said(&question.reference)] {
            kept.push(match value {
                Some(value) => Some(self.pseudonym(&value).await?),
                None => None,
            });
        }
        let (ref_id, session_user_id) = (kept.pop().flatten(), kept.pop().flatten());
        Ok(AuditQuery {
            from: question.from,
            until: question.until,
            event_id: said(&question.event_id),
            session_user_id,
            module_name: said(&question.module),
            ref_id,
            after: question.after.as_deref().and_then(place_of),
            limit: question.limit,
        })
    }
}

#[async_trait]
impl AuditSearch for Kernel {
    async fn search(&self, caller: &Caller, question: &AuditQuestion) -> Result<AuditList, Failure> {
        caller.require(READ_AUDIT)?;
        let query = self.query(question).await?;
        let page = db::audit::search(&self.inner.databases, &query).await.map_err(storage)?;
        let next = page.next.as_ref().map(place_text);
        Ok(AuditList { entries: page.records.into_iter().map(shown).collect(), next, cut: page.cut })
    }

    async fn entry(&self, caller: &Caller, source: &str, id: &str) -> Result<Option<AuditEntry>, Failure> {
        caller.require(READ_AUDIT)?;
        let Some(source) = Logical::ALL.into_iter().find(|logical| logical.name() == source) else { return Ok(None) };
        Ok(db::audit::find(&self.inner.databases, source, id).await.map_err(storage)?.map(shown))
    }

    async fn export(&self, caller: &Caller, question: &AuditQuestion) -> Result<String, Failure> {
        caller.require(READ_AUDIT)?;
        let mut query = AuditQuery { limit: PAGE, ..self.query(question).await? };
        let mut text = csv::head();
        let mut rows = 0;
        for _ in 0..PAGES {
            let page = db::audit::search(&self.inner.databases, &query).await.map_err(storage)?;
            for found in page.records {
                csv::row(&mut text, &shown(found));
                rows += 1;
            }
            if rows >= MOST || page.next.is_none() {
                break;
            }
            query.after = page.next;
        }
        // before it leaves: nobody takes out what was not recorded
        let event = AuditEvent::new("ADM_110", "AUDIT_EXPORTED", EventType::User)
            .module_name("kernel")
            .describe(format!("{rows} audit rows were taken out"));
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        tx.audit(event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_back_and_nothing_else_does() {
        let place = AuditPlace {
            logged_at: types::time::parse("2026-11-23T10:15:02.007Z").expect("a time"),
            id: "019ab3c4-0000-7000-8000-000000000001".into(),
        };
        assert_eq!(place_of(&place_text(&place)), Some(place));
        assert!(["", "1", "x_1", "1_a b", "1_'", "99999999999999999999_1"].iter().all(|text| place_of(text).is_none()));
    }
}
