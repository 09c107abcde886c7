//! I11: the QR of every card verifies with a published key, and says what a card says.

use codec::claim169::{Cwt, from_qr_text};
use crypto::Algorithm;
use crypto::cose::Sign1;
use crypto::jwk::Jwks;

use super::{Check, Inspection, Result};

const PAGE: u64 = 500;

pub(super) async fn check(at: &Inspection) -> Result<Vec<Check>> {
    let published = at.keys.published_keys().await?;
    let (mut after, mut looked_at, mut wrong) = (String::new(), 0, Vec::new());
    loop {
        let page = credential::inspect::cards(at.identity(), &*at.keys, &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.uin_hash);
        for card in page {
            looked_at += 1;
            let verdict = match &card.qr {
                Ok(qr) => verify(qr, &published),
                Err(_) => Err("its sealed text does not open"),
            };
            if let Err(why) = verdict {
                wrong.push(format!("card {}: {why}", card.credential_id));
            }
        }
    }
    let says = "the QR of every card verifies with a published key";
    Ok(vec![Check::new("I11 cards", says, looked_at).found(wrong)])
}

fn verify(qr: &str, published: &Jwks) -> std::result::Result<(), &'static str> {
    let message = from_qr_text(qr).map_err(|_| "its text is no QR text")?;
    let signed = Sign1::parse(&message).map_err(|_| "its content is not signed")?;
    let allowed = [Algorithm::EdDsa, Algorithm::Es256];
    let keys = published.keys.iter().filter_map(|key| key.public_key().ok());
    let payload = keys
        .into_iter()
        .find_map(|key| signed.verify(&key, &allowed, b"").ok().map(<[u8]>::to_vec))
        .ok_or("no published key verifies it")?;
    Cwt::decode(&payload).map_err(|_| "its token cannot be read")?;
    Ok(())
}
