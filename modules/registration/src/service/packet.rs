//! Opening packets: MOSIP's encryption around the outer zip and around each sub-packet.

use codec::packet::{Kind, Packet, PacketInfo, SubPacket};
use edge::BlobKey;
use keymgr_api::KeyRef;
use registration_api::RegistrationError;
use types::{Caller, Failure};
use zeroize::Zeroizing;

use crate::entity::registration;
use crate::{RegistrationModule, error, repo};

/// Bytes of nonce and associated data in front of the envelope.
const NONCE: usize = 12;
const HEAD: usize = NONCE + 32;

/// Opens nonce, associated data and envelope with the key of a centre and machine.
///
/// # Errors
/// [`RegistrationError::PacketDecryption`] for bytes that do not open; a failure that may pass as it is.
pub(crate) async fn open(
    m: &RegistrationModule,
    caller: &Caller,
    ref_id: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let refused = || Failure::of(RegistrationError::PacketDecryption);
    if sealed.len() <= HEAD {
        return Err(refused());
    }
    let key = KeyRef::new("REGISTRATION", ref_id);
    let (head, envelope) = sealed.split_at(HEAD);
    let (nonce, aad) = head.split_at(NONCE);
    let failure = match m.keys.decrypt(caller, &key, envelope, Some(aad), Some(nonce)).await {
        Ok(plain) => return Ok(plain),
        Err(failure) if error::may_pass(&failure) => return Err(failure),
        Err(failure) => failure,
    };
    // some clients wrote a complete envelope with its own nonce instead
    if envelope.starts_with(b"VER_R2") {
        match m.keys.decrypt(caller, &key, envelope, None, None).await {
            Ok(plain) => return Ok(plain),
            Err(failure) if error::may_pass(&failure) => return Err(failure),
            Err(_) => {}
        }
    }
    Err(refused().because(failure))
}

/// A stored sub-packet, opened, with the bytes its signature covers.
pub(crate) struct Opened {
    pub(crate) kind: Kind,
    pub(crate) info: PacketInfo,
    pub(crate) plain: Zeroizing<Vec<u8>>,
}

/// Opens the stored sub-packets of a registration.
///
/// # Errors
/// [`RegistrationError::PacketMissing`] before the packet is in the store; otherwise as [`open`].
pub(crate) async fn opened(
    m: &RegistrationModule,
    caller: &Caller,
    row: &registration::Model,
) -> Result<Vec<Opened>, Failure> {
    let parts = repo::registrations::parts(m.db.read(), &row.workflow_instance_id).await?;
    if parts.is_empty() {
        return Err(RegistrationError::PacketMissing.into());
    }
    let mut out = Vec::new();
    for part in parts {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == part.kind);
        let info = serde_json::from_value::<PacketInfo>(part.info).ok();
        let (Some(kind), Some(info)) = (kind, info) else { return Err(RegistrationError::Packet.into()) };
        let sealed = m.blobs.get(&BlobKey::stored(&part.blob)).await.map_err(error::blob)?;
        if codec::packet::encrypted_hash(&sealed) != info.encrypted_hash.trim_end_matches('=') {
            return Err(RegistrationError::PacketIntegrity.into());
        }
        let plain = open(m, caller, &row.ref_id, &sealed).await?;
        out.push(Opened { kind, info, plain });
    }
    out.sort_by_key(|part| part.kind);
    Ok(out)
}

/// The packet of a registration, opened and read. Hashes and signatures are the validator stage's.
///
/// # Errors
/// As [`opened`]; [`RegistrationError::Packet`] for what is no packet.
pub(crate) async fn load(
    m: &RegistrationModule,
    caller: &Caller,
    row: &registration::Model,
) -> Result<Packet, Failure> {
    let opened = opened(m, caller, row).await?;
    let parts = opened.iter().map(|part| SubPacket::read(part.kind, &part.plain)).collect::<Result<_, _>>();
    parts.and_then(Packet::new).map_err(error::packet)
}
