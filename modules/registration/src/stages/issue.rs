//! The number, and the card that shows it. Both are idempotent by registration id in the modules that make them.

use codec::packet::Packet;
use idrepo_api::{CreateIdentity, IdRef, IdentityDocument};
use serde_json::Value;
use types::Rid;
use zeroize::Zeroizing;

use super::packet_of;
use crate::RegistrationModule;
use crate::domain::mapping::DEFAULT;
use crate::domain::sub_status;
use crate::domain::verdict::{Trouble, Verdict};
use crate::error::may_pass;
use crate::jobs::run_stage::Work;

fn rid(work: &Work) -> Result<Rid, Trouble> {
    Rid::parse(&work.row.rid).map_err(|error| Trouble::new(error.to_string()))
}

/// Asks the identity repository for the number of this registration.
pub(super) async fn number(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let packet = match packet_of(m, work).await? {
        Ok(packet) => packet,
        Err(verdict) => return Ok(verdict),
    };
    let biometrics = packet.biometrics_xml(DEFAULT.biometrics).ok().flatten().map(|xml| Zeroizing::new(xml.to_vec()));
    let command =
        CreateIdentity { rid: rid(work)?, identity: identity(&packet), documents: documents(&packet), biometrics };
    match m.identities.create(&work.caller, command).await {
        Ok(_) => Ok(Verdict::forward(sub_status::UIN_GENERATED)),
        Err(failure) if may_pass(&failure) => Err(failure.into()),
        Err(failure) => Ok(Verdict::invalid(sub_status::UIN_FAILED).particulars(failure.code())),
    }
}

/// The identity object: the fields of the id sub-packet, which is what the number stands for; evidence and optional data
/// stay in the packet.
fn identity(packet: &Packet) -> Value {
    let mut identity = packet.parts()[0].identity.clone();
    identity.remove("UIN");
    Value::Object(identity)
}

fn documents(packet: &Packet) -> Vec<IdentityDocument> {
    let part = &packet.parts()[0];
    let names = part.identity.keys();
    names
        .filter_map(|name| {
            let document = part.document(name).ok().flatten()?;
            Some(IdentityDocument { category: name.clone(), bytes: Zeroizing::new(document.data) })
        })
        .collect()
}

/// Asks for the card.
pub(super) async fn card(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let rid = rid(work)?;
    let Some(record) = m.identities.find(&work.caller, &IdRef::Rid(rid.clone()), false).await? else {
        return Ok(Verdict::invalid(sub_status::PRINT_NO_UIN));
    };
    m.credentials.request_card(&work.caller, &rid, &record.uin).await?;
    Ok(Verdict::forward(sub_status::PRINT_REQUESTED))
}
