//! Has somebody of this name, birth date and gender registered before? By itself this decides nothing: a match is searched
//! by biometrics more strictly, or shown to the person who decides.

use super::packet_of;
use crate::domain::demographic::{self, Comparable};
use crate::domain::mapping::DEFAULT;
use crate::domain::sub_status;
use crate::domain::verdict::{Effect, Trouble, Verdict};
use crate::jobs::run_stage::Work;
use crate::{RegistrationModule, repo};

const PURPOSE: &str = "registration.demographic";

pub(super) async fn run(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let packet = match packet_of(m, work).await? {
        Ok(packet) => packet,
        Err(verdict) => return Ok(verdict),
    };
    let values = demographic::comparable(&packet, &DEFAULT);
    if values.is_empty() || !m.flag("mosip.registration.processor.demographic.deduplication.enable", true).await? {
        return Ok(Verdict::forward(sub_status::DEMO_SKIPPED));
    }
    let mut verdict = Verdict::forward(sub_status::DEMO_UNIQUE);
    let mut hashes = Vec::new();
    for value in values {
        let (name, birth, gender) = hash(m, &value).await?;
        hashes.push((value.language.clone(), hex::encode(&name), hex::encode(&birth), hex::encode(&gender)));
        verdict = verdict.effect(Effect::Demographic { language: value.language, name, birth, gender });
    }
    let alike = repo::dedupe::alike(m.db.read(), work.instance(), &hashes).await?;
    let live = repo::registrations::live(m.db.read(), &alike).await?;
    if !live.is_empty() {
        verdict.sub_status = sub_status::DEMO_MATCH;
        verdict = verdict.effect(Effect::Tag("DEMO_MATCHES".to_owned(), live.len().to_string()));
    }
    Ok(verdict)
}

async fn hash(m: &RegistrationModule, value: &Comparable) -> Result<(Vec<u8>, Vec<u8>, Vec<u8>), Trouble> {
    let one = async |kind: &str, text: &str| -> Result<Vec<u8>, Trouble> {
        Ok(m.at_rest.blind_index(PURPOSE, format!("{kind}:{text}").as_bytes()).await?.to_vec())
    };
    Ok((one("name", &value.name).await?, one("birth", &value.birth).await?, one("gender", &value.gender).await?))
}
