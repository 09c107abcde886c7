//! Waiting for a person's decision. Arriving here without an open question opens one.

use registration_api::Candidate;

use crate::domain::flow::Stage;
use crate::domain::sub_status;
use crate::domain::verdict::{Effect, Next, Park, Trouble, Verdict};
use crate::jobs::run_stage::Work;
use crate::{RegistrationModule, repo};

pub(super) async fn wait(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let (kind, sub_status) = match work.stage {
        Stage::Verification => ("VERIFICATION", sub_status::SENT_FOR_VERIFICATION),
        _ => ("BIO", sub_status::ADJUDICATION_WAITING),
    };
    let own = repo::dedupe::demographic(m.db.read(), work.instance()).await?;
    let hashes: Vec<_> =
        own.into_iter().map(|row| (row.lang_code, row.name_hash, row.birth_hash, row.gender_hash)).collect();
    let alike = repo::dedupe::alike(m.db.read(), work.instance(), &hashes).await?;
    // without biometrics those alike by name are all there is to compare with
    let candidates = repo::registrations::live(m.db.read(), &alike)
        .await?
        .into_iter()
        .map(|row| Candidate { rid: row.rid, score: 0.0, parts: Vec::new() })
        .collect();
    let verdict = Verdict::new(Next::Park(Park::Decision(work.stage)), sub_status);
    Ok(verdict.effect(Effect::Case { kind, candidates }))
}
