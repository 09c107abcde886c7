//! Take a received packet apart: is it the announced one, does it open, where do its parts go.

use codec::packet::{Container, Error as PacketError};
use edge::BlobKey;
use serde_json::to_value;

use crate::domain::sub_status;
use crate::domain::verdict::{Effect, Trouble, Verdict};
use crate::jobs::run_stage::Work;
use crate::service::packet;
use crate::{RegistrationModule, error, repo};

/// The packet belongs to what was announced.
pub(super) async fn announced(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let announced = repo::announced::find(m.db.read(), &work.row.packet_id).await?;
    let fits = announced.is_some_and(|row| row.rid == work.row.rid && row.process == work.row.process);
    Ok(if fits {
        Verdict::forward(sub_status::SECUREZONE_NOTIFIED)
    } else {
        Verdict::invalid(sub_status::RID_AND_TYPE)
    })
}

/// Opens the outer zip and stores its parts, still encrypted, under fixed names: a second run writes the same again.
pub(super) async fn store(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let row = &work.row;
    let sealed = match m.blobs.get(&BlobKey::stored(&row.packet_blob)).await {
        Ok(bytes) => bytes,
        Err(edge::BlobError::NotFound) => return Ok(Verdict::invalid(sub_status::PACKET_NOT_FOUND)),
        Err(failure) => return Err(error::blob(failure).into()),
    };
    if hex::encode_upper(crypto::digest::sha256(&sealed)) != row.packet_hash {
        return Ok(Verdict::invalid(sub_status::PACKET_HASH));
    }
    let plain = match packet::open(m, &work.caller, &row.ref_id, &sealed).await {
        Ok(plain) => plain,
        Err(failure) if error::may_pass(&failure) => return Err(failure.into()),
        Err(_) => return Ok(Verdict::invalid(sub_status::PACKET_DECRYPTION)),
    };
    let container = match Container::read(&plain) {
        Ok(container) => container,
        Err(failure @ PacketError::EncryptedHash(_)) => return Ok(refused(sub_status::PACKET_HASH, &failure)),
        Err(failure) => return Ok(refused(sub_status::PACKET_UPLOAD_FAILED, &failure)),
    };
    if container.id != row.rid || container.process != row.process || container.source != row.source {
        return Ok(Verdict::invalid(sub_status::RID_AND_TYPE));
    }
    let mut verdict = Verdict::forward(sub_status::PACKET_UPLOADED);
    for part in container.parts {
        let blob = format!("packet-part/{}/{}", work.instance(), part.kind);
        m.blobs.put(&BlobKey::stored(&blob), part.encrypted).await.map_err(error::blob)?;
        let info = to_value(&part.info).map_err(|_| Trouble::new("packet information cannot be written"))?;
        verdict = verdict.effect(Effect::Part { kind: part.kind.name().to_owned(), blob, info });
    }
    Ok(verdict)
}

/// A refusal with the packet manager's code and its reason; the reason names files, never what is in them.
pub(super) fn refused(status: crate::domain::sub_status::SubStatus, failure: &PacketError) -> Verdict {
    Verdict::invalid(status).particulars(format!("{}: {failure}", failure.code()))
}
