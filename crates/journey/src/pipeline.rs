//! Waiting for what the registration processor makes of a packet; the number, the card, a virtual id.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::http::{Call, Http, Session};
use crate::ledger::{Entry, Ledger};
use crate::{Error, Result};

/// How long a registration, a card or the authentication's copy may take.
pub const PATIENCE: Duration = Duration::from_secs(600);
const PAUSE: Duration = Duration::from_millis(300);
/// The step whose outcome is "a person has to decide".
const DECISION: [&str; 2] = ["RPR-BDP-FAILED-001", "RPR-MVS-002"];
const ADJUDICATION: &str = "MANUAL_ADJUDICATION";
/// The person is asked to come again for a better capture.
const POOR_QUALITY: &str = "RPR-QCK-FAILED-001";

/// What became of a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Issued,
    /// It resembles an earlier one: somebody has to decide.
    Adjudication,
}

/// The steps of a registration, oldest first.
async fn history(resident: &Session, rid: &str) -> Result<Vec<Value>> {
    let path = format!("/registrationprocessor/v1/registrationtransaction/search/{rid}");
    let found = resident.call("steps of a registration", &Call::get(&path)).await?;
    let Value::Array(mut steps) = found else { return Ok(Vec::new()) };
    steps.sort_by_key(|step| step["createdDateTimes"].as_str().unwrap_or_default().to_owned());
    Ok(steps)
}

fn text<'a>(step: &'a Value, key: &str) -> &'a str {
    step[key].as_str().unwrap_or_default()
}

fn waits_for_decision(steps: &[Value]) -> bool {
    steps.last().is_some_and(|step| {
        DECISION.contains(&text(step, "subStatusCode")) || text(step, "transactionTypeCode") == ADJUDICATION
    })
}

/// Waits until a registration is decided.
///
/// # Errors
/// When it is refused, needs something else from the person, or takes too long; the message names the last step.
pub async fn wait(operator: &Session, resident: &Session, rid: &str) -> Result<Outcome> {
    let begun = Instant::now();
    let what = "status of a registration";
    let path = "/registrationprocessor/v1/registrationstatus/externalstatus/search";
    loop {
        let asked = json!([{ "registrationId": rid }]);
        let found = operator.call(what, &Call::post(path, "mosip.registration.external.status", asked)).await?;
        let status = found[0]["statusCode"].as_str().unwrap_or_default();
        if status == "UIN_GENERATED" {
            return Ok(Outcome::Issued);
        }
        let refused = matches!(status, "REJECTED" | "REREGISTER" | "RESEND" | "AWAITING_INFORMATION");
        let late = begun.elapsed() > PATIENCE;
        if status == "PROCESSED" || refused || late {
            let steps = history(resident, rid).await?;
            if waits_for_decision(&steps) {
                return Ok(Outcome::Adjudication);
            }
            let last = steps.last().cloned().unwrap_or_default();
            let paused = text(&last, "subStatusCode") == POOR_QUALITY;
            if refused || late || paused {
                return Err(Error::new(format!(
                    "the registration stands at {status}: {} {} {} {}",
                    text(&last, "transactionTypeCode"),
                    text(&last, "statusCode"),
                    text(&last, "subStatusCode"),
                    text(&last, "statusComment"),
                )));
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The number of a registration.
///
/// # Errors
/// When there is none.
pub async fn number(resident: &Session, rid: &str, ledger: &Ledger) -> Result<String> {
    let uin = find_number(resident, rid).await?;
    ledger.add(&Entry::Number { rid: rid.to_owned(), uin: uin.clone() })?;
    Ok(uin)
}

/// The number of a registration, as the identity repository tells the residents' service.
///
/// # Errors
/// When there is none.
pub async fn find_number(resident: &Session, rid: &str) -> Result<String> {
    let path = format!("/idrepository/v1/identity/idvid/{rid}?type=demo&idType=RID");
    let found = resident.call("number of a registration", &Call::get(&path)).await?;
    match &found["identity"]["UIN"] {
        Value::String(uin) => Ok(uin.clone()),
        Value::Number(uin) => Ok(uin.to_string()),
        _ => Err(Error::new("the identity has no number")),
    }
}

/// The card of a registration as PDF, as soon as it is ready.
///
/// # Errors
/// When it is not ready in time.
pub async fn card(resident: &Session, rid: &str, ledger: &Ledger) -> Result<Vec<u8>> {
    let begun = Instant::now();
    loop {
        match find_card(resident, rid).await {
            Ok(pdf) => {
                ledger.add(&Entry::Card { rid: rid.to_owned() })?;
                return Ok(pdf);
            }
            Err(Error::Refused { .. }) if begun.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
            Err(error) => return Err(error),
        }
    }
}

/// The card of a registration as it is now.
///
/// # Errors
/// When there is none.
pub async fn find_card(resident: &Session, rid: &str) -> Result<Vec<u8>> {
    let what = "card";
    let path = format!("/v1/digitalcard/{rid}/pdf");
    let answer = resident
        .send(what, |http: &Http, token| {
            let request = http.request(Method::GET, &path);
            Ok(request.header(reqwest::header::COOKIE, format!("Authorization={token}")))
        })
        .await?;
    if answer.status == 200 && answer.content_type.starts_with("application/pdf") && answer.body.starts_with(b"%PDF-") {
        return Ok(answer.body);
    }
    answer.response(what)?;
    Err(Error::new("card: the answer is no PDF"))
}

/// A perpetual virtual id of a number.
///
/// # Errors
/// What the server refuses.
pub async fn virtual_id(resident: &Session, uin: &str, ledger: &Ledger) -> Result<String> {
    let request = json!({ "UIN": uin, "vidType": "Perpetual", "vidStatus": "ACTIVE" });
    let call = Call::post("/idrepository/v1/vid", "mosip.vid.create", request).version("v1");
    let made = resident.call("virtual id", &call).await?;
    let vid = match &made["VID"] {
        Value::String(vid) => vid.clone(),
        Value::Number(vid) => vid.to_string(),
        _ => return Err(Error::new("virtual id: none came")),
    };
    ledger.add(&Entry::Vid { vid: vid.clone(), uin: uin.to_owned() })?;
    Ok(vid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_step_says_that_somebody_has_to_decide() {
        let step = |kind: &str, sub: &str| json!({ "transactionTypeCode": kind, "subStatusCode": sub });
        assert!(waits_for_decision(&[step("BIOGRAPHIC_VERIFICATION", "RPR-BDP-FAILED-001")]));
        assert!(waits_for_decision(&[step("MANUAL_ADJUDICATION", "RPR-MVS-002")]));
        let after =
            [step("BIOGRAPHIC_VERIFICATION", "RPR-BDP-FAILED-001"), step("UIN_GENERATOR", "RPR-UGS-SUCCESS-001")];
        assert!(!waits_for_decision(&after));
        assert!(!waits_for_decision(&[]));
    }
}
