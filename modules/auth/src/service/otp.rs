//! Send a person a one-time code (spec ida-crypto B.10).

use std::collections::BTreeMap;

use auth_api::AuthError as E;
use auth_api::wire::{OtpRequest, OtpResponse};
use chrono::TimeDelta;
use kernel_api::{Channel, Notice, OtpIssue};
use serde_json::{Value, json};
use types::{Fault, Timestamp};

use super::admit;
use super::authenticate::Answered;
use super::check::transaction_id;
use super::person::{self, Person};
use super::{Arrived, INTERNAL_PARTNER, Service, context, event, salts};
use crate::domain::individual::{self, Individual};
use crate::domain::policy::Policy;
use crate::domain::token::{Of, token};
use crate::domain::{attributes, lock, mask};
use crate::entity::{otp, transaction};
use crate::error::{Outcome, Refusal, checked, filtered, plain};
use crate::jobs::languages_of;
use crate::needs::code;
use crate::{AuthModule, repo};

pub(crate) const KIND: &str = "OTP-REQUEST";

/// Under which key the kernel keeps a person's code: one per person, so that a new one voids the one before.
pub(crate) fn key(uin_hash: &str) -> String {
    hex::encode(crypto::digest::sha256_of(&[b"ida-otp\0", uin_hash.as_bytes()]))
}

/// Whether a person's codes are frozen.
pub(crate) fn is_frozen(row: &otp::Model, now: Timestamp) -> bool {
    row.frozen_until.is_some_and(|until| until > now)
}

/// That a person's codes are frozen.
pub(crate) fn frozen(m: &AuthModule) -> Fault {
    Fault::new(E::OtpFrozen, [m.settings.otp_freeze_minutes.to_string(), m.settings.otp_attempts.to_string()])
}

/// Answers `/otp` and `/internal/otp`.
pub(crate) async fn run(m: &AuthModule, internal: bool, arrived: &Arrived<'_>) -> Answered {
    let parsed = serde_json::from_slice::<OtpRequest>(arrived.body);
    let request = parsed.as_ref().ok().cloned().unwrap_or_default();
    let outcome = match parsed {
        Ok(request) => send(m, internal, arrived, &request).await,
        Err(_) => Err(admit::unreadable()),
    };
    let (response, faults, system) = match outcome {
        Ok(response) => (json!(response), Vec::new(), false),
        Err(refusal) => {
            let system = matches!(refusal, Refusal::System(_));
            let request_id = arrived.caller.cx().request_id();
            if let Refusal::System(failure) = &refusal {
                let cause = failure.cause().map(ToString::to_string);
                tracing::error!(request_id, cause, "a one-time code could not be sent");
            } else {
                tracing::debug!(request_id, code = refusal.code(), "a one-time code was refused");
            }
            (Value::Null, refusal.faults(), system)
        }
    };
    let OtpRequest { id, version, transaction_id, .. } = request;
    Answered { id, version, transaction_id, response, faults, system }
}

/// Who asks for a code.
struct Asker {
    id: String,
    name: String,
    policy_id: Option<String>,
}

async fn send(m: &AuthModule, internal: bool, arrived: &Arrived<'_>, request: &OtpRequest) -> Outcome<OtpResponse> {
    let asker = asker(m, internal, arrived, request).await?;
    let now = m.db.now();
    let mut faults = Vec::new();
    let found = individual::read(request.individual_id.as_deref(), request.individual_id_type.as_deref(), !internal);
    let individual = found.map_err(|fault| faults.push(fault)).ok();
    let transaction = transaction_id(request.transaction_id.as_deref()).map_err(|fault| faults.push(fault)).ok();
    let window = if internal { Service::Internal.window() } else { Service::Auth.window() };
    let requested_at = window.check("requestTime", request.request_time.as_deref(), now);
    let requested_at = requested_at.map_err(|fault| faults.push(fault)).ok();
    let channels = channels(request).map_err(|fault| faults.push(fault)).ok();
    let (Some(individual), Some(transaction_id), Some(requested_at), Some(channels)) =
        (individual, transaction, requested_at, channels)
    else {
        return Err(Refusal::Checks(faults));
    };
    let person = person::find(m, &individual).await?;
    let open = open_channels(&person, &channels, now)?;
    limits(m, &person, now).await?;
    let code = Code { m, arrived, asker, individual, person, transaction_id, requested_at };
    code.send(&open).await
}

/// Steps 1 to 10 for codes: nothing is encrypted.
async fn asker(m: &AuthModule, internal: bool, arrived: &Arrived<'_>, request: &OtpRequest) -> Outcome<Asker> {
    let expected = if internal { "mosip.identity.otp.internal" } else { "mosip.identity.otp" };
    admit::service_id(request.id.as_deref(), request.version.as_deref(), expected)?;
    if internal {
        return Ok(Asker { id: INTERNAL_PARTNER.to_owned(), name: "Resident services".to_owned(), policy_id: None });
    }
    let platform = arrived.platform(m);
    let party = admit::party(m, arrived, &platform).await?;
    let certificate = admit::signature(m, arrived, &party, &platform).await?;
    admit::address(arrived)?;
    let party = admit::relying_party(party, &certificate)?;
    if !Policy::new(&party.policy.document).allows("otp-request", "") {
        return Err(filtered(E::OtpNotAllowed));
    }
    Ok(Asker { id: party.partner_id.to_string(), name: party.name, policy_id: Some(party.policy.id) })
}

/// The named channels, `phone` and `email`.
fn channels(request: &OtpRequest) -> Result<Vec<&'static str>, Fault> {
    let named = request.otp_channel.as_deref().unwrap_or_default();
    let text = |one: &Option<String>| one.as_deref().unwrap_or_default().trim().to_owned();
    if named.first().map(text).is_none_or(|first| first.is_empty()) {
        return Err(plain(E::OtpChannelMissing));
    }
    let mut channels = Vec::new();
    let mut unknown = Vec::new();
    for name in named.iter().map(text) {
        match name.to_ascii_lowercase().as_str() {
            "phone" => channels.push("phone"),
            "email" => channels.push("email"),
            _ => unknown.push(name),
        }
    }
    if unknown.is_empty() {
        channels.dedup();
        Ok(channels)
    } else {
        Err(Fault::new(E::Invalid, [format!("otpChannel - {}", unknown.join(","))]))
    }
}

/// The channels that are neither locked nor without an address. A code is refused only where none is left.
fn open_channels(person: &Person, channels: &[&'static str], now: Timestamp) -> Outcome<Vec<(&'static str, String)>> {
    let locked: Vec<Option<String>> =
        channels.iter().map(|channel| lock::of_channel(&person.locks, channel, now)).collect();
    if let Some(Some(name)) = locked.iter().all(Option::is_some).then(|| locked.first().cloned().flatten()) {
        return Err(Refusal::Checks(vec![Fault::new(E::Locked, [name])]));
    }
    let address = |channel: &str| {
        let attribute = if channel == "phone" { attributes::PHONE } else { attributes::EMAIL };
        attributes::first(&person.content.identity, attribute)
    };
    let free = channels.iter().zip(&locked).filter(|(_, lock)| lock.is_none());
    let open: Vec<(&'static str, String)> =
        free.filter_map(|(channel, _)| address(channel).map(|address| (*channel, address))).collect();
    if !open.is_empty() {
        return Ok(open);
    }
    let missing = |channel: &str| channels.contains(&channel) && address(channel).is_none();
    let mut message = "Could not generate/send OTP.".to_owned();
    match (missing("phone"), missing("email")) {
        (true, true) => message.push_str(" Phone Number & Email ID are not found in identity data."),
        (true, false) => message.push_str(" Phone Number is not found in identity data."),
        _ => message.push_str(" Email ID is not found in identity data."),
    }
    Err(Refusal::Checks(vec![Fault::worded(E::OtpNotSent, message)]))
}

/// Flooding and freezing.
async fn limits(m: &AuthModule, person: &Person, now: Timestamp) -> Outcome<()> {
    let uin_hash = &person.row.uin_hash;
    let since = now - TimeDelta::minutes(1);
    if repo::transaction::count_since(m.db.read(), uin_hash, KIND, since).await? >= m.settings.otp_per_minute {
        return Err(checked(E::OtpFlood));
    }
    match repo::otp::find(m.db.read(), uin_hash).await? {
        Some(row) if is_frozen(&row, now) => Err(Refusal::Checks(vec![frozen(m)])),
        _ => Ok(()),
    }
}

/// A code that may be sent.
struct Code<'a> {
    m: &'a AuthModule,
    arrived: &'a Arrived<'a>,
    asker: Asker,
    individual: Individual,
    person: Person,
    transaction_id: String,
    requested_at: Timestamp,
}

impl Code<'_> {
    /// Records first, sends then: a code that arrives is on record.
    async fn send(&self, channels: &[(&'static str, String)]) -> Outcome<OtpResponse> {
        let m = self.m;
        let platform = self.arrived.platform(m);
        let uin_hash = &self.person.row.uin_hash;
        let code = match m.codes.generate(&platform, &key(uin_hash)).await? {
            OtpIssue::Issued(code) => code,
            OtpIssue::Blocked => return Err(Refusal::Checks(vec![frozen(m)])),
        };
        let row = self.record().await?;
        let address = |channel: &str| channels.iter().find(|(name, _)| *name == channel).map(|(_, to)| to.clone());
        let (phone, email) = (address("phone"), address("email"));
        let mut templates = BTreeMap::new();
        templates.insert(Channel::Sms, code::SMS.to_owned());
        templates.insert(Channel::Email, code::EMAIL.to_owned());
        let mut values = crate::jobs::values(&self.person.content.identity, self.requested_at);
        let mut put = |name: &str, value: String| values.insert((name.to_owned(), None), value);
        put("otp", code.to_string());
        put("validTime", (m.otp_valid_secs().await? / 60).to_string());
        put("idvid", individual::masked(&self.individual.text));
        put("idvidType", self.individual.kind.name().to_owned());
        let notice = Notice {
            key: format!("ida-otp:{row}"),
            templates,
            subject_template: Some(code::SUBJECT.to_owned()),
            languages: languages_of(m, &self.person.content.identity).await?,
            email: email.clone(),
            phone: phone.clone(),
            values,
        };
        if let Err(failure) = m.notices.send(&platform, notice).await {
            tracing::warn!(code = failure.code(), "a one-time code could not be handed over");
            self.unsent(&row).await?;
            return Err(checked(E::OtpNotSent));
        }
        Ok(OtpResponse {
            masked_mobile: phone.as_deref().map(mask::phone),
            masked_email: email.as_deref().map(mask::email),
        })
    }

    async fn record(&self) -> Outcome<String> {
        let m = self.m;
        let uin_hash = self.person.row.uin_hash.clone();
        let of = Of { identity: &self.person.content.token, partner_id: &self.asker.id, policy_id: "" };
        let token = token("partner", &of, salts(m).await?, &[0; 32]);
        let cx = context(self.arrived.caller, &self.asker.id);
        let mut tx = m.db.begin(&cx).await?;
        let row = transaction::Model {
            id: m.db.random().uuid_at(tx.now()).to_string(),
            uin_hash: uin_hash.clone(),
            number_hash: self.person.number.number_hash.clone(),
            id_type: self.person.number.kind.clone(),
            transaction_id: self.transaction_id.clone(),
            partner_id: self.asker.id.clone(),
            partner_name: self.asker.name.clone(),
            policy_id: self.asker.policy_id.clone(),
            kind: KIND.to_owned(),
            succeeded: true,
            comment: "Success".to_owned(),
            disclosed: "[]".to_owned(),
            consent: false,
            token: Some(token),
            requested_at: self.requested_at,
            created_at: tx.now(),
        };
        let id = row.id.clone();
        repo::transaction::insert(&mut tx, row).await?;
        let newest = otp::Model {
            uin_hash: uin_hash.clone(),
            transaction_id: self.transaction_id.clone(),
            partner_id: self.asker.id.clone(),
            id_type: self.person.number.kind.clone(),
            sent: true,
            wrong: 0,
            frozen_until: None,
            requested_at: tx.now(),
        };
        repo::otp::put(&mut tx, newest).await?;
        tx.audit(event("IDA-OTP-001", "OTP_REQUESTED", &uin_hash)).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn unsent(&self, row: &str) -> Outcome<()> {
        let cx = context(self.arrived.caller, &self.asker.id);
        let mut tx = self.m.db.begin(&cx).await?;
        repo::transaction::fail(&mut tx, row, "IDA-OTA-002").await?;
        repo::otp::unsent(&mut tx, &self.person.row.uin_hash, &self.transaction_id).await?;
        tx.audit(event("IDA-OTP-002", "OTP_NOT_SENT", &self.person.row.uin_hash)).await?;
        tx.commit().await?;
        Ok(())
    }
}

impl AuthModule {
    /// How long a code is valid, for the text that goes with it.
    async fn otp_valid_secs(&self) -> Outcome<i64> {
        let text = self.master.setting("mosip.kernel.otp.expiry-time").await?;
        Ok(text.and_then(|text| text.trim().parse().ok()).unwrap_or(180))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // IDA-10
    #[test]
    fn channels_are_named_in_any_case() {
        let asked = |names: &[&str]| OtpRequest {
            otp_channel: Some(names.iter().map(|name| Some((*name).to_owned())).collect()),
            ..OtpRequest::default()
        };
        assert_eq!(channels(&asked(&["EMAIL", "Phone"])), Ok(vec!["email", "phone"]));
        let code = |request: OtpRequest| channels(&request).err().map(|fault| (fault.code.code, fault.message));
        let missing = Some(("IDA-OTA-008", "OTP Notification Channel not provided".to_owned()));
        assert_eq!(code(OtpRequest::default()), missing);
        assert_eq!(code(asked(&["", "email"])), missing);
        let unknown = "Invalid Input Parameter - otpChannel - pigeon".to_owned();
        assert_eq!(code(asked(&["email", "pigeon"])), Some(("IDA-MLC-009", unknown)));
        assert!((3..=64).contains(&key("827_ABC").len()));
    }
}
