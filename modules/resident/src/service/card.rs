//! Save the card, see the photograph (RES-27).

use resident_api::{ResidentError, permission::CARD_READ};
use types::Caller;

use crate::{
    Resident,
    authority::on_behalf_of,
    error::Result,
    service::{of_holder, person},
};

/// The card as PDF. The credential module audits the disclosure too, in its own database.
pub(crate) async fn pdf(m: &Resident, caller: &Caller) -> Result<Vec<u8>> {
    let record = person::holder(m, caller, CARD_READ).await?;
    let card = m.credentials.card(&on_behalf_of(caller), &record.uin).await?.ok_or(ResidentError::CardNotReady)?;
    let told = of_holder("RES-CRD-001", "CARD_DOWNLOADED", "A person saved their card", &record.uin_hash);
    person::record(m, caller, told).await?;
    Ok(card.pdf)
}

/// The photograph as JPEG.
pub(crate) async fn photo(m: &Resident, caller: &Caller) -> Result<Option<Vec<u8>>> {
    let record = person::holder(m, caller, CARD_READ).await?;
    let photo = m.credentials.portrait(&on_behalf_of(caller), &record.uin).await?;
    let told = of_holder("RES-CRD-002", "PHOTO_READ", "A person saw their photograph", &record.uin_hash);
    person::record(m, caller, told).await?;
    Ok(photo)
}
