//! Answer where registrations and packets stand, to clients and residents.

use chrono::TimeDelta;
use registration_api::RegistrationError as E;
use registration_api::wire::endpoints::{HISTORY, STATUS};
use registration_api::wire::{PacketStatusItem, StatusError, StatusItem, TransactionItem};
use types::{Caller, Catalogue, Failure, Rid, Timestamp};

use crate::domain::external::{self, Facts};
use crate::domain::flow::Stage;
use crate::domain::status::Status;
use crate::entity::registration;
use crate::{RegistrationModule, repo};

/// Most ids of one question; more are cut off, as MOSIP does.
const MAX_QUESTIONS: usize = 50;

/// What the external status of a registration depends on.
pub(crate) async fn facts(m: &RegistrationModule, row: &registration::Model) -> Result<Facts, Failure> {
    let limit = TimeDelta::seconds(m.number("registration.processor.reprocess.elapse.time", 900).await?);
    let tries = m.number("registration.processor.max.retry", 10).await?;
    Ok(Facts {
        status: Status::parse(&row.status).unwrap_or(Status::Failed),
        latest_is_receiver: row.latest_type == Stage::PacketReceiver.transaction(),
        latest_is_upload: row.latest_type == Stage::PacketUploader.transaction(),
        elapsed: m.db.now() - row.updated_at > limit,
        last_success: row.last_success_stage.as_deref().and_then(Stage::parse),
        tries_left: i64::from(row.attempts) < tries,
    })
}

/// Status by registration ids; `folded` gives the coarse one.
pub(crate) async fn by_registration(
    m: &RegistrationModule,
    caller: &Caller,
    rids: &[String],
    folded: bool,
) -> Result<(Vec<StatusItem>, Vec<StatusError>), Failure> {
    caller.require(STATUS)?;
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for rid in rids.iter().take(MAX_QUESTIONS) {
        let status = match repo::registrations::of_rid(m.db.read(), rid).await? {
            Some(row) => external::registration(facts(m, &row).await?),
            None if repo::announced::of_rid(m.db.read(), rid).await?.is_some() => "UPLOAD_PENDING",
            None => {
                unknown.push(StatusError {
                    registration_id: Some(rid.clone()),
                    packet_id: None,
                    error_code: E::RidNotFound.row().code.to_owned(),
                    message: E::RidNotFound.row().text.to_owned(),
                });
                continue;
            }
        };
        let status_code = if folded { external::folded(status) } else { status }.to_owned();
        found.push(StatusItem { registration_id: rid.clone(), status_code, additional_info_req_id: None });
    }
    Ok((found, unknown))
}

/// Status by packet ids.
pub(crate) async fn by_packet(
    m: &RegistrationModule,
    caller: &Caller,
    packets: &[String],
) -> Result<(Vec<PacketStatusItem>, Vec<StatusError>), Failure> {
    caller.require(STATUS)?;
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for packet_id in packets.iter().take(MAX_QUESTIONS) {
        let Some(announced) = repo::announced::find(m.db.read(), packet_id).await? else {
            unknown.push(StatusError {
                registration_id: None,
                packet_id: Some(packet_id.clone()),
                error_code: E::PacketNotFound.row().code.to_owned(),
                message: E::PacketNotFound.row().text.to_owned(),
            });
            continue;
        };
        let row = repo::registrations::of_process(m.db.read(), &announced.rid, &announced.process).await?;
        let status = match row.filter(|row| row.packet_id == *packet_id) {
            Some(row) => external::packet(facts(m, &row).await?),
            None => "UPLOAD_PENDING",
        };
        found.push(PacketStatusItem { packet_id: packet_id.clone(), status_code: status.to_owned() });
    }
    Ok((found, unknown))
}

/// A registration's steps.
pub(crate) async fn history(
    m: &RegistrationModule,
    caller: &Caller,
    rid: &str,
) -> Result<Vec<TransactionItem>, Failure> {
    caller.require(HISTORY)?;
    let steps = repo::registrations::steps_of_rid(m.db.read(), rid).await?;
    if steps.is_empty() {
        return Err(E::TransactionRidNotFound.into());
    }
    Ok(steps
        .into_iter()
        .map(|step| TransactionItem {
            id: step.id,
            registration_id: step.rid,
            transaction_type_code: step.kind,
            parent_transaction_id: step.parent_id,
            status_code: step.status,
            sub_status_code: step.sub_status,
            status_comment: step.comment,
            created_date_times: types::time::format(step.created_at),
        })
        .collect())
}

/// The resident's view: a key for a plain sentence, and since when.
pub(crate) async fn public(m: &RegistrationModule, rid: &Rid) -> Result<Option<(String, Timestamp)>, Failure> {
    if let Some(row) = repo::registrations::of_rid(m.db.read(), rid.reveal()).await? {
        let status = Status::parse(&row.status).unwrap_or(Status::Processing);
        let stage = Stage::parse(&row.stage).unwrap_or(Stage::PacketReceiver);
        return Ok(Some((external::plain(status, stage).to_owned(), row.updated_at)));
    }
    let announced = repo::announced::of_rid(m.db.read(), rid.reveal()).await?;
    Ok(announced.map(|row| ("announced".to_owned(), row.updated_at)))
}
