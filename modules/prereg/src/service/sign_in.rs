//! Sign in with a one-time code sent to a phone number or mail address.

use crate::needs::code as template;
use crate::{
    Inner,
    domain::contact::{self, Way},
    entity::code,
    error::{Error, Result},
    repo, rules,
    service::{self, audit, record},
    token,
};
use chrono::TimeDelta;
use kernel_api::{Channel, Notice, OtpIssue, OtpVerdict};
use prereg_api::{CodeSent, PreregError, login::AuthResponse, permission::SIGN_IN};
use std::collections::BTreeMap;
use types::{Caller, Failure, LangCode};

const SMS_SENT: &str = "Sms Request Sent";
const MAIL_SENT: &str = "Email Request submitted";
const SUCCESS: &str = "success";

/// The kernel's key for a person's code: nothing personal, at most 64 characters.
fn code_key(user_index: &str) -> String {
    format!("prereg-{}", &user_index[..user_index.len().min(48)])
}

/// Makes a code and sends it.
pub(crate) async fn send(m: &Inner, caller: &Caller, user_id: &str, lang: LangCode) -> Result<CodeSent> {
    caller.require(SIGN_IN)?;
    let user_id = user_id.trim();
    let way = rules::contact_forms(m).await?.way(user_id).ok_or(Error::of(PreregError::UserId))?;
    let valid = rules::code_secs(m).await?;
    let index = record::owner_index(m, user_id).await?;
    claim(m, caller, &index, valid).await?;
    match make_and_send(m, caller, user_id, way, lang, &index, valid).await {
        Ok(()) => {
            let secs = u32::try_from(valid).unwrap_or(180);
            Ok(CodeSent { by_mail: way == Way::Email, valid_secs: secs, resend_after_secs: secs })
        }
        Err(error) => {
            // nothing was sent: the person may ask again at once
            let mut tx = m.db.begin(&service::cx(caller)).await?;
            repo::sign_in::release_code(&mut tx, &index).await?;
            tx.commit().await?;
            Err(error)
        }
    }
}

async fn claim(m: &Inner, caller: &Caller, index: &str, valid: i64) -> Result<()> {
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    let row = code::Model {
        user_index: index.to_owned(),
        claim: m.db.random().uuid().simple().to_string(),
        valid_until: tx.now() + TimeDelta::seconds(valid),
        used: false,
    };
    if !repo::sign_in::claim_code(&mut tx, row).await? {
        let until = repo::sign_in::find_code(tx.conn(), index).await?.map_or(tx.now(), |row| row.valid_until);
        let wait = (until - tx.now()).num_seconds().max(1);
        return Err(Error::Coded(Failure::with(PreregError::CodeActive, [wait.to_string()])));
    }
    tx.audit(audit::event("PRE_LGN_001", "CODE_REQUESTED", "A one-time code was asked for")).await?;
    tx.commit().await?;
    Ok(())
}

async fn make_and_send(
    m: &Inner,
    caller: &Caller,
    user_id: &str,
    way: Way,
    lang: LangCode,
    index: &str,
    valid: i64,
) -> Result<()> {
    let OtpIssue::Issued(code) = m.codes.generate(caller, &code_key(index)).await? else {
        return Err(Error::of(PreregError::CodeBlocked));
    };
    let time = rules::time(m).await?;
    let now = time.local(m.db.now());
    let values = [
        ("otp", code.to_string()),
        ("validTime", (valid / 60).max(1).to_string()),
        ("date", now.format("%d-%m-%Y").to_string()),
        ("time", now.format("%H:%M:%S").to_string()),
        ("name", user_id.to_owned()),
        ("username", user_id.to_owned()),
        ("PRID", String::new()),
    ];
    // the code must reach the person at once and stands in no job: the one notice that is not left to the queue
    let notice = Notice {
        key: format!("prereg.code.{}", m.db.random().uuid().simple()),
        templates: match way {
            Way::Phone => BTreeMap::from([(Channel::Sms, template::SMS.to_owned())]),
            Way::Email => BTreeMap::from([(Channel::Email, template::EMAIL.to_owned())]),
        },
        subject_template: Some(template::SUBJECT.to_owned()),
        languages: vec![lang],
        email: (way == Way::Email).then(|| user_id.to_owned()),
        phone: (way == Way::Phone).then(|| user_id.to_owned()),
        values: values.into_iter().map(|(name, value)| ((name.to_owned(), None), value)).collect(),
    };
    m.notices
        .send(caller, notice)
        .await
        .map_err(|failure| Error::Coded(Failure::of(PreregError::CodeNotSent).because(failure)))
}

/// Checks and uses up a code; gives the address the person is known by.
pub(crate) async fn check(m: &Inner, caller: &Caller, user_id: &str, code: &str) -> Result<String> {
    caller.require(SIGN_IN)?;
    let wrong = || Error::of(PreregError::CodeWrong);
    let user_id = user_id.trim();
    rules::contact_forms(m).await?.way(user_id).ok_or_else(wrong)?;
    let index = record::owner_index(m, user_id).await?;
    let verdict = m.codes.validate(caller, &code_key(&index), code.trim()).await;
    // the kernel says "no code was made for this key" as a failure; to the person it is a wrong code like any other
    let valid = matches!(verdict, Ok(OtpVerdict::Valid));
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    if valid {
        repo::sign_in::release_code(&mut tx, &index).await?;
        tx.audit(audit::event("PRE_LGN_002", "SIGNED_IN", "A person signed in with a one-time code")).await?;
    } else {
        tx.audit(audit::event("PRE_LGN_003", "SIGN_IN_REFUSED", "A one-time code was wrong or expired")).await?;
    }
    tx.commit().await?;
    if valid { Ok(user_id.to_owned()) } else { Err(wrong()) }
}

/// POST /login/sendOtp, /login/sendOtp/langcode
pub(crate) async fn send_by_rest(
    m: &Inner,
    caller: &Caller,
    user_id: Option<&str>,
    lang: LangCode,
) -> Result<AuthResponse> {
    let sent = send(m, caller, user_id.unwrap_or_default(), lang).await?;
    let message = if sent.by_mail { MAIL_SENT } else { SMS_SENT };
    Ok(AuthResponse { message: message.into(), status: SUCCESS.into() })
}

/// POST /login/validateOtp
pub(crate) async fn validate_by_rest(
    m: &Inner,
    caller: &Caller,
    user_id: Option<&str>,
    code: Option<&str>,
) -> Result<(AuthResponse, token::Issued)> {
    let user = check(m, caller, user_id.unwrap_or_default(), code.unwrap_or_default()).await?;
    let issued = token::issue(m, &user).await?;
    Ok((AuthResponse { message: "VALIDATION_SUCCESSFUL".into(), status: SUCCESS.into() }, issued))
}

/// The settings a portal may see: names listed by MOSIP (PRE-63), with the values that are set.
pub(crate) async fn config(m: &Inner) -> Result<BTreeMap<String, String>> {
    let listed = m.master.setting("ui.config.params").await?;
    let listed = listed.unwrap_or_else(|| DEFAULT_PARAMETERS.join(","));
    let mut found = BTreeMap::new();
    for name in listed.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if let Some(value) = m.master.setting(name).await? {
            found.insert(name.to_owned(), value);
        }
    }
    let languages = m.master.languages().await?;
    found.insert("mosip.mandatory-languages".into(), record::join(&languages.mandatory));
    found.insert("mosip.optional-languages".into(), record::join(&languages.optional));
    found.insert("mosip.min-languages.count".into(), languages.min_count.to_string());
    found.insert("mosip.max-languages.count".into(), languages.max_count.to_string());
    let time = rules::time(m).await?;
    let code_secs = rules::code_secs(m).await?;
    let mut or = |name: &str, value: String| {
        found.entry(name.to_owned()).or_insert(value);
    };
    or("preregistration.availability.noOfDays", time.window_days.to_string());
    or("preregistration.booking.offset", time.booking_offset_days.to_string());
    or("preregistration.timespan.cancel", time.cancel_hours.to_string());
    or("preregistration.timespan.rebook", time.rebook_hours.to_string());
    or("mosip.kernel.otp.expiry-time", code_secs.to_string());
    or("mosip.id.validation.identity.email", contact::EMAIL.to_owned());
    or("mosip.id.validation.identity.phone", contact::PHONE.to_owned());
    Ok(found)
}

const DEFAULT_PARAMETERS: &[&str] = &[
    "preregistration.availability.sync",
    "preregistration.availability.noOfDays",
    "mosip.id.validation.identity.email",
    "mosip.id.validation.identity.postalCode",
    "mosip.id.validation.identity.phone",
    "mosip.id.validation.identity.dateOfBirth",
    "mosip.id.validation.identity.age",
    "mosip.default.dob.month",
    "mosip.default.dob.day",
    "mosip.kernel.otp.expiry-time",
    "mosip.kernel.otp.validation-attempt-threshold",
    "mosip.kernel.otp.default-length",
    "mosip.kernel.sms.number.length",
    "preregistration.recommended.centers.locCode",
    "preregistration.nearby.centers",
    "mosip.login.mode",
    "preregistration.workflow.demographic",
    "preregistration.workflow.documentupload",
    "preregistration.workflow.booking",
    "preregistration.timespan.cancel",
    "preregistration.timespan.rebook",
    "preregistration.booking.offset",
    "mosip.right_to_left_orientation",
    "mosip.left_to_right_orientation",
    "preregistration.documentupload.allowed.file.type",
    "preregistration.documentupload.allowed.file.nameLength",
    "preregistration.documentupload.allowed.file.size",
    "mosip.preregistration.auto.logout.idle",
    "mosip.preregistration.auto.logout.timeout",
    "mosip.preregistration.auto.logout.ping",
    "mosip.country.code",
    "mosip.notificationtype",
    "mosip.kernel.idobjectvalidator.masterdata.locations.locationNotAvailable",
    "mosip.preregistration.captcha.sitekey",
    "mosip.preregistration.captcha.enable",
    "mosip.adult.age",
    "mosip.idschema.version",
    "preregistration.identity.name",
    "preregistration.ui.version",
    "preregistration.contact.email",
    "preregistration.contact.phone",
];
