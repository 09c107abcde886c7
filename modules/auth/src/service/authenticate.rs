//! Authenticate a person, with or without e-KYC.
//!
//! Nothing is written while anything is compared. The answer is complete before the one transaction that records it; only
//! then do its bytes leave, so that nobody gets data for an authentication that is not on record.

use auth_api::wire::{AuthRequest, AuthResponse, KycResponse};
use partner_api::RelyingParty;
use serde_json::{Value, json};
use types::{Cx, Fault};

use super::admit::{self, Admitted};
use super::check::{self, Checked};
use super::factors::{self, Against, OtpLesson, Trial, Tried};
use super::person::{self, Person};
use super::{Arrived, INTERNAL_PARTNER, Service, context, event, kyc, random, salts};
use crate::domain::factor::Factor;
use crate::domain::policy::Policy;
use crate::domain::{individual, token};
use crate::entity::transaction;
use crate::error::{Outcome, Refusal, integrity};
use crate::jobs::TellPerson;
use crate::{AuthModule, repo};

/// What is answered: the members of the request that are repeated, the response, the errors.
pub(crate) struct Answered {
    pub id: Option<String>,
    pub version: Option<String>,
    pub transaction_id: Option<String>,
    pub response: Value,
    pub faults: Vec<Fault>,
    /// Whether this system failed, so that the same request may succeed later.
    pub system: bool,
}

/// Answers `/auth`, `/kyc` and `/internal/auth`.
pub(crate) async fn run(m: &AuthModule, service: Service, arrived: &Arrived<'_>) -> Answered {
    let parsed = serde_json::from_slice::<AuthRequest>(arrived.body);
    let request = parsed.as_ref().ok().cloned().unwrap_or_default();
    let outcome = match parsed {
        Ok(request) => answer(m, service, arrived, &request).await,
        Err(_) => Err(admit::unreadable()),
    };
    let head = |response, faults, system| Answered {
        id: request.id.clone(),
        version: request.version.clone(),
        transaction_id: request.transaction_id.clone(),
        response,
        faults,
        system,
    };
    match outcome {
        Ok((response, faults)) => head(response, faults, false),
        Err(refusal) => {
            let system = matches!(refusal, Refusal::System(_));
            match &refusal {
                Refusal::System(failure) => tracing::error!(
                    request_id = arrived.caller.cx().request_id(),
                    cause = failure.cause().map(ToString::to_string),
                    "an authentication could not be worked on"
                ),
                other => tracing::debug!(
                    request_id = arrived.caller.cx().request_id(),
                    code = other.code(),
                    "an authentication was refused"
                ),
            }
            head(failed(service), refusal.faults(), system)
        }
    }
}

/// `response` of an authentication that failed.
fn failed(service: Service) -> Value {
    match service {
        Service::Kyc => json!(KycResponse::default()),
        Service::Auth | Service::Internal => json!(AuthResponse::default()),
    }
}

async fn answer(
    m: &AuthModule,
    service: Service,
    arrived: &Arrived<'_>,
    request: &AuthRequest,
) -> Outcome<(Value, Vec<Fault>)> {
    let admitted = admit::admit(m, service, arrived, request).await?;
    let partner_id = admitted.party.as_ref().map_or(INTERNAL_PARTNER, |party| party.partner_id.as_str()).to_owned();
    let cx = context(arrived.caller, &partner_id);
    let checked = check::check(m, service, request, &admitted)?;
    let person = person::find(m, &checked.individual).await?;
    person::use_number(m, &cx, &person).await?;
    if let Err(refusal) = person::filters(m, &person, &admitted.factors) {
        let Refusal::Checks(faults) = refusal else { return Err(refusal) };
        let trial = refused(&admitted.factors, faults);
        let this =
            Attempt { m, service, cx: &cx, admitted: &admitted, checked: &checked, person: &person, trial: &trial };
        return this.conclude().await;
    }
    let against = Against {
        person: &person,
        plain: &admitted.plain,
        captures: &admitted.captures,
        checked: &checked,
        partner_id: &partner_id,
        platform: &arrived.platform(m),
    };
    let trial = factors::try_all(m, &admitted.factors, &against).await?;
    let this = Attempt { m, service, cx: &cx, admitted: &admitted, checked: &checked, person: &person, trial: &trial };
    this.conclude().await
}

/// A trial that the person's own state ended: their history shows it like any other.
fn refused(factors: &[Factor], faults: Vec<Fault>) -> Trial {
    let tried = factors.first().map(|factor| Tried { factor: *factor, faults });
    Trial { tried: tried.into_iter().collect(), otp: None }
}

/// An authentication whose factors were tried.
struct Attempt<'a> {
    m: &'a AuthModule,
    service: Service,
    cx: &'a Cx,
    admitted: &'a Admitted,
    checked: &'a Checked,
    person: &'a Person,
    trial: &'a Trial,
}

impl Attempt<'_> {
    fn party(&self) -> Option<&RelyingParty> {
        self.admitted.party.as_ref()
    }

    async fn token(&self) -> Outcome<String> {
        let (kind, partner_id, policy_id) = match self.party() {
            Some(party) => {
                let kind = Policy::new(&party.policy.document).token_type();
                (kind, party.partner_id.as_str(), party.policy.id.as_str())
            }
            None => ("partner", INTERNAL_PARTNER, ""),
        };
        let of = token::Of { identity: &self.person.content.token, partner_id, policy_id };
        Ok(token::token(kind, &of, salts(self.m).await?, &random(self.m)))
    }

    async fn conclude(self) -> Outcome<(Value, Vec<Fault>)> {
        let mut faults: Vec<Fault> = self.trial.tried.iter().flat_map(|one| one.faults.clone()).collect();
        let mut token = None;
        let mut response = failed(self.service);
        let mut disclosed = Vec::new();
        if self.trial.succeeded() {
            let made = self.token().await?;
            match (self.service, self.party()) {
                (Service::Kyc, Some(party)) => match kyc::disclose(self.m, self.person, party, made.clone()).await {
                    Ok((answer, attributes)) => (response, disclosed) = (json!(answer), attributes),
                    Err(Refusal::System(failure)) => return Err(Refusal::System(failure)),
                    Err(refusal) => faults = refusal.faults(),
                },
                _ => response = json!(AuthResponse { auth_status: true, auth_token: Some(made.clone()) }),
            }
            token = Some(made);
        }
        let succeeded = self.trial.succeeded() && faults.is_empty();
        self.record(token, &disclosed, succeeded, &faults).await?;
        Ok((response, faults))
    }

    /// One row per factor, one for e-KYC, the lesson for the counters, the audit row, the notice: together or not at all.
    async fn record(
        &self,
        token: Option<String>,
        disclosed: &[String],
        succeeded: bool,
        faults: &[Fault],
    ) -> Outcome<()> {
        let m = self.m;
        let uin_hash = &self.person.row.uin_hash;
        let comment =
            |faults: &[Fault]| faults.first().map_or("Success".to_owned(), |fault| fault.code.code.to_owned());
        let mut rows: Vec<(&str, bool, String, &[String])> = self
            .trial
            .tried
            .iter()
            .map(|one| (one.factor.code(), one.faults.is_empty(), comment(&one.faults), &[][..]))
            .collect();
        if self.service == Service::Kyc {
            rows.push(("EKYC-AUTH", succeeded, comment(faults), disclosed));
        }
        let kinds: Vec<String> = self.trial.tried.iter().map(|one| one.factor.label()).collect();

        let mut tx = m.db.begin(self.cx).await?;
        let mut first = None;
        for (kind, succeeded, comment, disclosed) in rows {
            let row = transaction::Model {
                id: m.db.random().uuid_at(tx.now()).to_string(),
                uin_hash: uin_hash.clone(),
                number_hash: self.person.number.number_hash.clone(),
                id_type: self.person.number.kind.clone(),
                transaction_id: self.checked.transaction_id.clone(),
                partner_id: self.cx.actor().to_owned(),
                partner_name: self.party().map_or_else(|| "Resident services".to_owned(), |party| party.name.clone()),
                policy_id: self.party().map(|party| party.policy.id.clone()),
                kind: kind.to_owned(),
                succeeded,
                comment,
                disclosed: serde_json::to_string(disclosed).map_err(integrity)?,
                consent: true,
                token: token.clone(),
                requested_at: self.checked.requested_at,
                created_at: tx.now(),
            };
            first.get_or_insert_with(|| row.id.clone());
            repo::transaction::insert(&mut tx, row).await?;
        }
        match self.trial.otp {
            Some(OtpLesson::Right) => repo::otp::forgive(&mut tx, uin_hash).await?,
            Some(OtpLesson::Wrong) => {
                let until = tx.now() + chrono::TimeDelta::minutes(m.settings.otp_freeze_minutes);
                repo::otp::count_wrong(&mut tx, uin_hash, m.settings.otp_attempts, until).await?;
            }
            None => {}
        }
        let (id, name) = match (succeeded, self.service) {
            (true, Service::Kyc) => ("IDA-KYC-001", "IDENTITY_DISCLOSED"),
            (true, _) => ("IDA-AUT-001", "AUTHENTICATION_SUCCEEDED"),
            (false, _) => ("IDA-AUT-002", "AUTHENTICATION_FAILED"),
        };
        tx.audit(event(id, name, uin_hash).describe(kinds.join(","))).await?;
        if let Some(transaction) = first {
            let job = TellPerson {
                transaction,
                uin_hash: uin_hash.clone(),
                masked: individual::masked(&self.checked.individual.text),
                factors: kinds,
                succeeded,
            };
            tx.enqueue(&job).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
