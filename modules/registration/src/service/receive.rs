//! Receive an announced packet: to the disk first, then into the pipeline.

use std::sync::Arc;

use bytes::Bytes;
use db::{AuditEvent, EventType, Reference};
use edge::{BlobError, BlobKey};
use futures::stream::BoxStream;
use registration_api::RegistrationError as E;
use registration_api::wire::Received;
use registration_api::wire::endpoints::UPLOAD;
use serde_json::json;
use types::{Caller, Failure};

use crate::domain::flow::{Flow, Stage};
use crate::domain::status::{Status, StepStatus};
use crate::domain::{external, sub_status};
use crate::entity::{announced, registration, step};
use crate::jobs::run_stage::RunStage;
use crate::service::announce::Failed;
use crate::service::status::facts;
use crate::{RegistrationModule, error, repo};

/// Takes the file `<packet id>.zip`. The same bytes again get the same answer.
pub(crate) async fn receive(
    m: &RegistrationModule,
    caller: &Caller,
    file_name: &str,
    content: BoxStream<'_, Result<Bytes, String>>,
) -> Result<Received, Failure> {
    caller.require(UPLOAD)?;
    let packet_id = file_name.strip_suffix(".zip").ok_or(E::PacketFormat)?;
    let announced = repo::announced::find(m.db.read(), packet_id).await?.ok_or(E::NotSynced)?;
    if Flow::parse(&announced.process).is_none() {
        return Err(Failure::with(E::ProcessUnknown, [announced.process]));
    }
    let limit = m.number("registration.processor.max.file.size", 5).await?.clamp(1, 64) << 20;
    let key = BlobKey::new("packet", m.db.random().uuid());
    let limit = usize::try_from(limit).unwrap_or(5 << 20);
    let stored = m.blobs.put_stream(&key, content, limit).await.map_err(|failure| match failure {
        BlobError::TooLarge(_) => Failure::of(E::PacketTooLarge),
        other => error::blob(other),
    })?;
    let hash = hex::encode_upper(stored.sha256);
    let outcome = if i64::try_from(stored.bytes).ok() != Some(announced.packet_size) {
        Err(E::PacketSize.into())
    } else if hash != announced.packet_hash {
        Err(E::PacketHash.into())
    } else {
        let (announced, key) = (Arc::new(announced), Arc::new(key.clone()));
        db::retry(|| admit(m, caller, announced.clone(), key.clone())).await.map_err(|Failed(failure)| failure)
    };
    match outcome {
        Ok(true) => {}
        // not needed, or not wanted: nothing refers to it
        Ok(false) => m.blobs.delete(&key).await.map_err(error::blob)?,
        Err(failure) => {
            m.blobs.delete(&key).await.map_err(error::blob)?;
            return Err(failure);
        }
    }
    Ok(Received { status: sub_status::PACKET_RECEIVED.comment.to_owned() })
}

/// Makes or resets the registration; `false` when this very packet is in already.
async fn admit(
    m: &RegistrationModule,
    caller: &Caller,
    announced: Arc<announced::Model>,
    key: Arc<BlobKey>,
) -> Result<bool, Failed> {
    if let Some(row) = repo::registrations::of_process(m.db.read(), &announced.rid, &announced.process).await? {
        return again(m, caller, &announced, &key, row).await;
    }
    let mut tx = m.db.begin(caller.cx()).await?;
    let row = fresh(&announced, &key, tx.now());
    let instance = row.workflow_instance_id.clone();
    if !repo::registrations::insert(&mut tx, row).await? {
        // somebody else was faster with a packet of this registration
        tx.rollback().await?;
        let row = repo::registrations::of_process(m.db.read(), &announced.rid, &announced.process).await?;
        let row = row.ok_or_else(|| Failure::of(E::ReceiverDatabase))?;
        return again(m, caller, &announced, &key, row).await;
    }
    enter(m, &mut tx, &instance, &announced.rid, 1).await?;
    tx.commit().await?;
    Ok(true)
}

fn fresh(announced: &announced::Model, key: &BlobKey, now: types::Timestamp) -> registration::Model {
    registration::Model {
        workflow_instance_id: announced.workflow_instance_id.clone(),
        rid: announced.rid.clone(),
        process: announced.process.clone(),
        source: announced.source.clone(),
        ref_id: announced.ref_id.clone(),
        packet_id: announced.packet_id.clone(),
        packet_blob: key.as_str().to_owned(),
        packet_hash: announced.packet_hash.clone(),
        lang_code: announced.lang_code.clone(),
        status: Status::Processing.name().to_owned(),
        stage: Stage::SecurezoneNotification.name().to_owned(),
        last_success_stage: Some(Stage::PacketReceiver.name().to_owned()),
        latest_type: Stage::PacketReceiver.transaction().to_owned(),
        sub_status: sub_status::PACKET_RECEIVED.code.to_owned(),
        comment: sub_status::PACKET_RECEIVED.comment.to_owned(),
        attempts: 0,
        next_try: Some(now),
        waits_for: None,
        tags: json!({}),
        version: 1,
        packet_created_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// A packet of a registration that is in already: restated, taken anew where the client was told to send again, or refused.
async fn again(
    m: &RegistrationModule,
    caller: &Caller,
    announced: &announced::Model,
    key: &BlobKey,
    row: registration::Model,
) -> Result<bool, Failed> {
    let wanted = external::packet(facts(m, &row).await?) == "RESEND";
    if !wanted && row.packet_id == announced.packet_id && row.packet_hash == announced.packet_hash {
        m.db.durable().await;
        return Ok(false);
    }
    if !wanted {
        return Err(Failure::of(E::DuplicatePacket).into());
    }
    let mut tx = m.db.begin(caller.cx()).await?;
    let version = row.version;
    let instance = row.workflow_instance_id.clone();
    let next = registration::Model {
        workflow_instance_id: instance.clone(),
        created_at: row.created_at,
        tags: row.tags,
        ..fresh(announced, key, tx.now())
    };
    if !repo::registrations::save(&mut tx, next, version).await? {
        return Err(Failure::of(E::DuplicatePacket).into());
    }
    enter(m, &mut tx, &instance, &announced.rid, version + 1).await?;
    tx.commit().await?;
    Ok(true)
}

/// The first step, the first job and the audit row of a received packet.
async fn enter(m: &RegistrationModule, tx: &mut db::Tx, instance: &str, rid: &str, version: i64) -> Result<(), Failed> {
    let step = step::Model {
        id: m.db.random().uuid_at(tx.now()).to_string(),
        workflow_instance_id: instance.to_owned(),
        rid: rid.to_owned(),
        stage: Stage::PacketReceiver.name().to_owned(),
        kind: Stage::PacketReceiver.transaction().to_owned(),
        parent_id: None,
        status: StepStatus::Success.name().to_owned(),
        sub_status: sub_status::PACKET_RECEIVED.code.to_owned(),
        comment: sub_status::PACKET_RECEIVED.comment.to_owned(),
        version,
        created_at: tx.now(),
    };
    repo::registrations::add_step(tx, step).await?;
    tx.enqueue(&RunStage { instance: instance.to_owned(), version }).await?;
    let event = AuditEvent::new("RPR_401", "ADD", EventType::Business)
        .describe("a packet was received")
        .about(Reference::new("REGISTRATION", instance.to_owned()))
        .module("RPR-PKR");
    tx.audit(event).await?;
    Ok(())
}
