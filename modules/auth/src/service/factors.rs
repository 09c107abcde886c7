//! Hold each factor against the person, in MOSIP's order; the first that fails ends it (spec ida-crypto B.7 to B.10).

use std::collections::BTreeMap;

use auth_api::AuthError as E;
use auth_api::wire::PlainRequest;
use biometrics::{Modality, Sample, SubType, Verdict};
use kernel_api::OtpVerdict;
use types::{Caller, Fault, LangCode};

use super::captures::Capture;
use super::check::Checked;
use super::copy::finger;
use super::person::Person;
use crate::domain::demographic::{self, Country};
use crate::domain::factor::Factor;
use crate::error::{Outcome, Refusal, checked, plain};
use crate::sealed::{Templates, open_templates};
use crate::service::{languages, otp};
use crate::{AuthModule, repo};

/// What became of one factor.
pub(crate) struct Tried {
    pub factor: Factor,
    pub faults: Vec<Fault>,
}

/// What the counters of one-time codes are to learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OtpLesson {
    Right,
    Wrong,
}

/// What trying came to.
#[derive(Default)]
pub(crate) struct Trial {
    pub tried: Vec<Tried>,
    pub otp: Option<OtpLesson>,
}

impl Trial {
    pub fn succeeded(&self) -> bool {
        !self.tried.is_empty() && self.tried.iter().all(|one| one.faults.is_empty())
    }
}

/// Everything the factors are held against.
pub(crate) struct Against<'a> {
    pub person: &'a Person,
    pub plain: &'a PlainRequest,
    pub captures: &'a [Capture],
    pub checked: &'a Checked,
    pub partner_id: &'a str,
    pub platform: &'a Caller,
}

/// Tries the factors in order.
pub(crate) async fn try_all(m: &AuthModule, factors: &[Factor], against: &Against<'_>) -> Outcome<Trial> {
    let mut trial = Trial::default();
    let mut modalities: Vec<Modality> = Vec::new();
    for factor in factors {
        let outcome = match factor {
            Factor::Otp => one_time_code(m, against, &mut trial).await,
            Factor::Demo => demographics(m, against).await,
            Factor::Bio(modality) => {
                modalities.push(*modality);
                let several = factors.iter().filter(|one| matches!(one, Factor::Bio(_))).count() > 1;
                biometrics(m, against, *modality, several).await
            }
            other => Err(Refusal::Checks(vec![Fault::new(E::UnsupportedType, [other.label()])])),
        };
        let faults = match outcome {
            Ok(()) => Vec::new(),
            Err(Refusal::System(failure)) => return Err(Refusal::System(failure)),
            Err(refusal) => refusal.faults(),
        };
        let failed = !faults.is_empty();
        trial.tried.push(Tried { factor: *factor, faults });
        if failed {
            break;
        }
    }
    Ok(trial)
}

/// The code has to be the one that was asked for by this partner, in this transaction, with this kind of id (IDA-11).
async fn one_time_code(m: &AuthModule, against: &Against<'_>, trial: &mut Trial) -> Outcome<()> {
    let uin_hash = &against.person.row.uin_hash;
    let Some(row) = repo::otp::find(m.db.read(), uin_hash).await?.filter(|row| row.sent) else {
        return Err(checked(E::OtpNotRequested));
    };
    if otp::is_frozen(&row, m.db.now()) {
        return Err(Refusal::Checks(vec![otp::frozen(m)]));
    }
    if row.transaction_id != against.checked.transaction_id {
        return Err(checked(E::OtpTransaction));
    }
    if row.id_type != against.checked.individual.kind.name() {
        return Err(checked(E::OtpIdType));
    }
    if row.partner_id != against.partner_id {
        return Err(checked(E::OtpPartner));
    }
    let code = against.plain.otp.as_deref().unwrap_or_default();
    let wrong = match m.codes.validate(against.platform, &otp::key(uin_hash), code).await {
        Ok(OtpVerdict::Valid) => {
            trial.otp = Some(OtpLesson::Right);
            return Ok(());
        }
        Ok(OtpVerdict::Expired) => return Err(checked(E::OtpExpired)),
        Ok(OtpVerdict::Blocked) => vec![otp::frozen(m)],
        Ok(OtpVerdict::Wrong) => vec![plain(E::OtpWrong)],
        Err(failure) if failure.status() >= 500 => return Err(Refusal::System(failure)),
        // used before: there is no code any more
        Err(_) => return Err(checked(E::OtpWrong)),
    };
    trial.otp = Some(OtpLesson::Wrong);
    Err(Refusal::Checks(wrong))
}

async fn demographics(m: &AuthModule, against: &Against<'_>) -> Outcome<()> {
    let Some(claims) = &against.plain.demographics else { return Err(checked(E::NoAuthType)) };
    let languages = languages(m).await?;
    let mut titles = BTreeMap::new();
    if claims.contains_key("name") {
        for language in languages.iter().filter_map(|code| LangCode::parse(code).ok()) {
            titles.insert(language.as_str().to_owned(), m.master.titles(language).await?);
        }
    }
    let country = Country { languages: &languages, titles: &titles, today: m.db.now().date_naive() };
    let faults = demographic::check(&against.person.content.identity, claims, &country);
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Checks(faults)) }
}

/// All captures of a modality together have to fit, at the matcher's false match rate.
async fn biometrics(m: &AuthModule, against: &Against<'_>, modality: Modality, several: bool) -> Outcome<()> {
    let row = &against.person.row;
    let templates = match &row.biometrics {
        Some(sealed) => open_templates(&*m.at_rest, &row.uin_hash, sealed).await?,
        None => Templates::default(),
    };
    let reference = templates.fingers()?;
    let mut probe = Vec::new();
    for capture in against.captures.iter().filter(|one| one.modality == Some(modality)) {
        let name = capture.data.bio_sub_type.as_deref().unwrap_or("UNKNOWN");
        let sub_type = finger(name).unwrap_or(SubType::Unknown);
        if !reference.iter().any(|stored| sub_type.may_equal(stored.sub_type)) {
            let name = if sub_type == SubType::Unknown { modality.name() } else { name };
            return Err(Refusal::Checks(vec![Fault::new(E::BiometricMissing, [name])]));
        }
        probe.push(Sample { modality, sub_type, data: capture.record.to_vec() });
    }
    let mismatch = || {
        let which = if several { String::new() } else { format!(" - {}", modality.name()) };
        Refusal::Checks(vec![Fault::new(E::BiometricMismatch, [which])])
    };
    let decisions = match m.sdk.match_one(&probe, &reference, &[modality]).await {
        Ok(decisions) => decisions,
        // what the partner sent cannot be read: it shows nobody
        Err(error) if error.status() < 500 => return Err(mismatch()),
        Err(error) => {
            tracing::error!(%error, "the biometric SDK failed");
            return Err(checked(E::MatchFailed));
        }
    };
    match decisions.get(&modality).map(|decision| &decision.verdict) {
        Some(Verdict::Matched) => Ok(()),
        Some(Verdict::NotMatched) | None => Err(mismatch()),
        Some(Verdict::Error(why)) => {
            tracing::debug!(why, "captures could not be compared");
            Err(mismatch())
        }
    }
}
