//! What a request says of itself, held against the rules (spec ida-crypto B.5, 11 to 13).

use auth_api::AuthError as E;
use auth_api::wire::AuthRequest;
use biometrics::Modality;
use chrono::TimeDelta;
use serde_json::Value;
use types::{Fault, Timestamp};

use super::Service;
use super::admit::Admitted;
use super::captures::Capture;
use super::copy::finger;
use crate::AuthModule;
use crate::domain::factor::Factor;
use crate::domain::individual::{self, Individual};
use crate::domain::window::{self, Window};
use crate::error::{Outcome, Refusal, plain};

const ENVIRONMENTS: [&str; 4] = ["Staging", "Developer", "Pre-Production", "Production"];

/// What a checked request comes down to.
pub(crate) struct Checked {
    pub individual: Individual,
    pub transaction_id: String,
    pub requested_at: Timestamp,
}

impl Service {
    pub fn window(self) -> Window {
        if self.is_internal() { Window::INTERNAL } else { Window::EXTERNAL }
    }
}

/// Ten letters and digits.
pub(crate) fn transaction_id(text: Option<&str>) -> Result<String, Fault> {
    match text.filter(|text| !text.trim().is_empty()) {
        None => Err(Fault::new(E::Missing, ["transactionID"])),
        Some(text) if text.len() == 10 && text.bytes().all(|b| b.is_ascii_alphanumeric()) => Ok(text.to_owned()),
        Some(_) => Err(Fault::new(E::Invalid, ["transactionID"])),
    }
}

/// Collects every fault, so that a partner sees them at once.
pub(crate) fn check(m: &AuthModule, service: Service, request: &AuthRequest, admitted: &Admitted) -> Outcome<Checked> {
    let now = m.db.now();
    let window = service.window();
    let mut faults = Vec::new();
    let consents = match &request.consent_obtained {
        Some(Value::Bool(consents)) => *consents,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    };
    if !consents {
        faults.push(plain(E::NoConsent));
    }
    let individual = keep(
        &mut faults,
        individual::read(
            request.individual_id.as_deref(),
            request.individual_id_type.as_deref(),
            !service.is_internal(),
        ),
    );
    let requested_at = keep(&mut faults, window.check("requestTime", request.request_time.as_deref(), now));
    let transaction = keep(&mut faults, transaction_id(request.transaction_id.as_deref()));
    if faults.is_empty()
        && let Err(fault) = window.check("request/timestamp", admitted.plain.timestamp.as_deref(), now)
    {
        faults.push(fault);
    }
    factors(service, admitted, &mut faults);
    if !admitted.captures.is_empty() {
        surroundings(request, &admitted.captures, &mut faults);
        let stated = request.transaction_id.as_deref().unwrap_or_default();
        captures(m, window, &admitted.captures, stated, &mut faults);
    }
    if faults.is_empty() {
        unsupported(m, &admitted.factors, &mut faults);
    }
    match (individual, requested_at, transaction) {
        (Some(individual), Some(requested_at), Some(transaction_id)) if faults.is_empty() => {
            Ok(Checked { individual, transaction_id, requested_at })
        }
        _ => Err(Refusal::Checks(faults)),
    }
}

fn keep<T>(faults: &mut Vec<Fault>, outcome: Result<T, Fault>) -> Option<T> {
    outcome.map_err(|fault| faults.push(fault)).ok()
}

/// At least one factor, each one the service takes.
fn factors(service: Service, admitted: &Admitted, faults: &mut Vec<Fault>) {
    if admitted.factors.is_empty() && admitted.captures.is_empty() {
        faults.push(plain(E::NoAuthType));
    }
    for factor in &admitted.factors {
        let offered = match factor {
            Factor::Otp | Factor::Bio(_) => true,
            Factor::Demo => !service.is_internal(),
            Factor::Pin | Factor::Password | Factor::Token => false,
        };
        if !offered {
            faults.push(Fault::new(E::UnsupportedType, [factor.label()]));
        }
    }
    if let Some(otp) = admitted.plain.otp.as_deref().filter(|otp| !otp.is_empty())
        && !(otp.len() == 6 && otp.bytes().all(|b| b.is_ascii_digit()))
    {
        faults.push(Fault::new(E::Invalid, ["request/otp"]));
    }
}

/// What this installation's matcher cannot compare is said so, not guessed.
fn unsupported(m: &AuthModule, factors: &[Factor], faults: &mut Vec<Fault>) {
    let compared = m.sdk.info().modalities;
    for factor in factors {
        if let Factor::Bio(modality) = factor
            && !compared.contains(modality)
        {
            faults.push(Fault::new(E::UnsupportedType, [factor.label()]));
        }
    }
}

/// Address and environment of request and captures agree.
fn surroundings(request: &AuthRequest, captures: &[Capture], faults: &mut Vec<Fault>) {
    let text = |value: &Option<String>| value.as_deref().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    match text(&request.domain_uri) {
        None => faults.push(Fault::new(E::Missing, ["domainUri"])),
        Some(uri) => {
            if captures.iter().any(|one| one.data.domain_uri.as_deref() != Some(uri.as_str())) {
                faults.push(Fault::new(E::Contradiction, ["domainUri"]));
            }
        }
    }
    match text(&request.env) {
        None => faults.push(Fault::new(E::Missing, ["env"])),
        Some(env) if !ENVIRONMENTS.contains(&env.as_str()) => faults.push(Fault::new(E::Invalid, ["env"])),
        Some(env) => {
            if captures.iter().any(|one| one.data.env.as_deref() != Some(env.as_str())) {
                faults.push(Fault::new(E::Contradiction, ["env"]));
            }
        }
    }
}

/// Step 12.
fn captures(m: &AuthModule, window: Window, captures: &[Capture], transaction: &str, faults: &mut Vec<Fault>) {
    let now = m.db.now();
    let mut before: Option<(Option<Timestamp>, Option<Timestamp>)> = None;
    let mut fingers = Vec::new();
    for (index, capture) in captures.iter().enumerate() {
        let path = format!("request/biometrics/{index}/data");
        let data = &capture.data;
        if data.transaction_id.as_deref() != Some(transaction) {
            faults.push(Fault::new(E::Invalid, [format!("{path}/transactionId")]));
        }
        if data.purpose.as_deref().is_some_and(|purpose| !purpose.eq_ignore_ascii_case("Auth")) {
            faults.push(Fault::new(E::Invalid, [format!("{path}/purpose")]));
        }
        device(capture, &path, faults);
        kind(capture, &path, faults);
        if capture.modality == Some(Modality::Finger) {
            fingers.push(data.bio_sub_type.clone().unwrap_or_default());
        }
        let captured_at = data.timestamp.as_deref().and_then(window::read);
        let identified_at = capture.digital_id.date_time.as_deref().and_then(window::read);
        if let Some((captured, identified)) = before {
            let late = |now: Option<Timestamp>, before: Option<Timestamp>| {
                now.zip(before).is_some_and(|(now, before)| {
                    !(TimeDelta::zero()..=TimeDelta::seconds(window.between_captures_secs)).contains(&(now - before))
                })
            };
            let seconds = window.between_captures_secs.to_string();
            if late(captured_at, captured) {
                faults.push(Fault::new(E::LateCapture, [seconds.as_str()]));
            }
            if late(identified_at, identified) {
                faults.push(Fault::new(E::LateDigitalId, [seconds.as_str()]));
            }
        }
        before = Some((captured_at, identified_at));
        if index + 1 == captures.len() {
            let times = [
                (format!("{path}/timestamp"), &data.timestamp),
                (format!("{path}/digitalId/dateTime"), &capture.digital_id.date_time),
            ];
            for (name, text) in times {
                if let Err(fault) = window.check(&name, text.as_deref(), now) {
                    faults.push(fault);
                }
            }
        }
    }
    if fingers.len() > m.settings.fingers {
        faults.push(Fault::new(E::TooManyFingers, [m.settings.fingers.to_string()]));
    }
    let mut named: Vec<&String> = fingers.iter().filter(|name| !name.eq_ignore_ascii_case("UNKNOWN")).collect();
    named.sort_unstable();
    if named.windows(2).any(|pair| pair[0] == pair[1]) {
        faults.push(plain(E::DuplicateFinger));
    }
}

/// A device says what it is.
fn device(capture: &Capture, path: &str, faults: &mut Vec<Fault>) {
    let id = &capture.digital_id;
    let members = [
        ("serialNo", &id.serial_no),
        ("make", &id.make),
        ("model", &id.model),
        ("type", &id.kind),
        ("deviceSubType", &id.device_sub_type),
        ("deviceProvider", &id.device_provider),
        ("deviceProviderId", &id.device_provider_id),
    ];
    for (name, value) in members {
        if value.as_deref().is_none_or(|text| text.trim().is_empty()) {
            faults.push(Fault::new(E::Missing, [format!("{path}/digitalId/{name}")]));
        }
    }
}

/// Type and subtype are known and fit each other.
fn kind(capture: &Capture, path: &str, faults: &mut Vec<Fault>) {
    let stated = capture.data.bio_type.as_deref();
    if stated.is_none_or(|text| text.trim().is_empty()) {
        faults.push(Fault::new(E::Missing, [format!("{path}/bioType")]));
        return;
    }
    let Some(modality) = capture.modality else {
        faults.push(Fault::new(E::UnsupportedType, [format!("bio-{}", stated.unwrap_or_default())]));
        return;
    };
    let sub_type = capture.data.bio_sub_type.as_deref();
    let known = match modality {
        Modality::Finger => sub_type.is_some_and(|name| finger(name).is_some()),
        Modality::Iris => sub_type.is_some_and(|name| ["Left", "Right", "UNKNOWN"].contains(&name)),
        Modality::Face | Modality::ExceptionPhoto => return,
    };
    if sub_type.is_some_and(|name| name.trim().is_empty()) {
        faults.push(Fault::new(E::Missing, [format!("{path}/bioSubType")]));
    } else if !known {
        faults.push(Fault::new(E::Invalid, [format!("{path}/bioSubType")]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transaction_ids_have_ten_letters_and_digits() {
        assert_eq!(transaction_id(Some("12345abcDE")), Ok("12345abcDE".to_owned()));
        let code = |text| transaction_id(text).err().map(|fault| fault.code.code);
        assert_eq!(code(Some("")), Some("IDA-MLC-006"));
        assert_eq!(code(None), Some("IDA-MLC-006"));
        for wrong in ["123456789", "12345678901", "1254@#45gg", "١٢٣٤٥٦٧٨٩٠"] {
            assert_eq!(code(Some(wrong)), Some("IDA-MLC-009"), "{wrong}");
        }
    }
}
