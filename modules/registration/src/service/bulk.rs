//! Take a packet that an administrator brings: announced here where nobody did, then received as any other.

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt;
use registration_api::RegistrationError as E;
use registration_api::bulk::{BroughtPacket, BroughtPackets};
use registration_api::wire::SyncRecord;
use types::{Caller, Failure};

use crate::domain::flow::{Flow, KNOWN_PROCESSES};
use crate::service::{announce, receive};
use crate::{RegistrationModule, repo};

#[async_trait]
impl BroughtPackets for RegistrationModule {
    async fn take(&self, caller: &Caller, packet: BroughtPacket<'_>) -> Result<(), Failure> {
        let packet_id = packet.file_name.strip_suffix(".zip").ok_or(E::PacketFormat)?;
        if packet.announce {
            announce_here(self, caller, packet_id, &packet).await?;
        }
        let content = Bytes::from(packet.content);
        let stream = futures::stream::once(async move { Ok::<_, String>(content) }).boxed();
        receive::receive(self, caller, packet.file_name, stream).await.map(|_| ())
    }
}

/// Announces the packet by what its name says and the administrator adds. A machine's own announcement stays: it knows more.
async fn announce_here(
    m: &RegistrationModule,
    caller: &Caller,
    packet_id: &str,
    packet: &BroughtPacket<'_>,
) -> Result<(), Failure> {
    if repo::announced::find(m.db.read(), packet_id).await?.is_some() {
        return Ok(());
    }
    // `<rid>`, or `<rid>-<centre>_<machine>-<time>`
    let rid = packet_id.split('-').next().unwrap_or_default();
    if rid.get(..5) != Some(packet.center) {
        return Err(Failure::with(E::Invalid, ["centerId"]));
    }
    if Flow::parse(packet.process).is_none() && !KNOWN_PROCESSES.contains(&packet.process) {
        return Err(E::SyncType.into());
    }
    let ref_id = format!("{}_{}", packet.center, rid.get(5..10).unwrap_or_default());
    let record = SyncRecord {
        registration_id: Some(rid.to_owned()),
        packet_id: Some(packet_id.to_owned()),
        registration_type: Some(packet.process.to_owned()),
        packet_hash_value: Some(crypto::digest::sha256_hex(&packet.content).to_uppercase()),
        packet_size: Some(packet.content.len() as u64),
        supervisor_status: Some(packet.supervisor_status.to_owned()),
        lang_code: Some(packet.language.to_owned()),
        ..SyncRecord::default()
    };
    announce::one(m, caller, &ref_id, packet.source, &record).await
}
