//! Acknowledgements: what is sent when an appointment was booked or cancelled, and on request.

use crate::needs;
use crate::{
    Inner,
    domain::contact::Way,
    error::{Error, Result},
    jobs::send_notice::{Occasion, SendNotice},
    repo, rules,
    service::{
        self, audit,
        record::{self, Family, Record},
    },
};
use kernel_api::{Channel, Notice};
use prereg_api::{
    PreregError, Status,
    other::{NotificationRequest, NotificationSent},
    permission::NOTIFY,
};
use std::collections::BTreeMap;
use types::{Caller, CenterId, LangCode};

const SENT: &str = "Email and sms request successfully submitted";

/// What a notice is about.
pub(crate) struct About<'a> {
    pub(crate) occasion: Occasion,
    pub(crate) center: &'a str,
    pub(crate) day: &'a str,
    pub(crate) from: &'a str,
}

/// Where a notice goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Recipients {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
}

/// The applicant's own addresses; where there is none, the address of whoever signed in.
async fn recipients(m: &Inner, record: &Record) -> Result<Recipients> {
    let names = rules::attributes(m).await?;
    let forms = rules::contact_forms(m).await?;
    let email = record.text(&names.email).filter(|text| forms.is_email(text)).map(str::to_owned);
    let phone = record.text(&names.phone).filter(|text| forms.is_phone(text)).map(str::to_owned);
    if email.is_some() || phone.is_some() {
        return Ok(Recipients { email, phone });
    }
    let owner = record.content.owner.clone();
    Ok(match forms.way(&owner) {
        Some(Way::Email) => Recipients { email: Some(owner), phone: None },
        Some(Way::Phone) => Recipients { email: None, phone: Some(owner) },
        None => Recipients::default(),
    })
}

/// Builds a notice with MOSIP's templates and placeholders, in each of the application's languages.
async fn notice(
    m: &Inner,
    record: &Record,
    about: &About<'_>,
    to: Recipients,
    languages: Vec<LangCode>,
    key: String,
) -> Result<Notice> {
    let [mail, sms, subject] = match about.occasion {
        Occasion::Booked => needs::BOOKED,
        Occasion::Cancelled => needs::CANCELLED,
    };
    let now = rules::time(m).await?.local(m.db.now());
    let names = record.by_language(&rules::attributes(m).await?.name);
    let fallback = names.values().next().cloned().unwrap_or_default();
    let mut values = BTreeMap::new();
    let plain = [
        ("PRID", record.row.prid.clone()),
        ("ApplicationId", record.row.prid.clone()),
        ("ApplicationDetails", "Pre-registration".to_owned()),
        ("Date", now.format("%Y-%m-%d").to_string()),
        ("Time", now.format("%H:%M").to_string()),
        ("Appointmentdate", about.day.to_owned()),
        ("Appointmenttime", about.from.to_owned()),
        ("name", fallback),
    ];
    for (name, value) in plain {
        values.insert((name.to_owned(), None), value);
    }
    for lang in &languages {
        if let Some(name) = names.get(lang.as_str()) {
            values.insert(("name".to_owned(), Some(*lang)), name.clone());
        }
        let center = match CenterId::parse(about.center) {
            Ok(id) => m.master.center(&id, *lang).await?,
            Err(_) => None,
        };
        if let Some(center) = center {
            values.insert(("RegistrationCenterName".to_owned(), Some(*lang)), center.name);
            values.insert(("RegistrationCenterAddress".to_owned(), Some(*lang)), center.address.join(", "));
        }
    }
    let mut templates = BTreeMap::new();
    if to.email.is_some() {
        templates.insert(Channel::Email, mail.to_owned());
    }
    if to.phone.is_some() {
        templates.insert(Channel::Sms, sms.to_owned());
    }
    Ok(Notice {
        key,
        templates,
        subject_template: Some(subject.to_owned()),
        languages,
        email: to.email,
        phone: to.phone,
        values,
    })
}

/// Sends the notice of a job. An application that was removed meanwhile, or that has no address, needs none.
pub(crate) async fn send(m: &Inner, caller: &Caller, key: &str, about: &About<'_>, notice_key: String) -> Result<()> {
    let Some(record) = record::load_by_key(m, key).await? else { return Ok(()) };
    let to = recipients(m, &record).await?;
    if to == Recipients::default() {
        return Ok(());
    }
    let languages = record.languages();
    let notice = notice(m, &record, about, to, languages, notice_key).await?;
    Ok(m.notices.send(caller, notice).await?)
}

/// Sends the acknowledgement of a booked application to an address of the person's choice.
pub(crate) async fn send_to(m: &Inner, caller: &Caller, prid: &str, to: Recipients, lang: LangCode) -> Result<()> {
    caller.require(NOTIFY)?;
    let record = record::load(m, caller, prid, Family::Demographic).await?;
    let booking = repo::booking::find(m.db.read(), &record.row.prid).await?;
    let booking = booking.filter(|_| record.status() == Status::Booked);
    let booking = booking.ok_or(Error::of(PreregError::BookingNotFound))?;
    let about =
        About { occasion: Occasion::Booked, center: &booking.center_id, day: &booking.day, from: &booking.from_time };
    let key = format!("prereg.copy.{}", m.db.random().uuid().simple());
    let mut languages = vec![lang];
    languages.extend(record.languages().into_iter().filter(|own| *own != lang));
    let notice = notice(m, &record, &about, to, languages, key).await?;
    // the address is the person's own input and stands in no job
    m.notices.send(caller, notice).await?;
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    let text = "The appointment slip was sent on request";
    tx.audit(audit::about("PRE_NOT_001", "SLIP_SENT", text, &record.row.key)).await?;
    tx.commit().await?;
    Ok(())
}

/// POST /notification/notify (spec A9)
pub(crate) async fn by_rest(
    m: &Inner,
    caller: &Caller,
    request: NotificationRequest,
    lang: Option<&str>,
) -> Result<NotificationSent> {
    caller.require(NOTIFY)?;
    let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let prid = given(&request.pre_registration_id).ok_or(Error::of(PreregError::NoticeMissing))?;
    let record = record::load(m, caller, &prid, Family::Demographic).await?;
    let sent = NotificationSent { status: None, message: SENT.into() };
    let lang = match lang.filter(|text| !text.trim().is_empty()).or(request.language_code.as_deref()) {
        Some(code) => service::language(m, Some(code.trim())).await?,
        None => record.languages().first().copied().unwrap_or(LangCode::ENG),
    };
    if request.is_batch {
        let booking = repo::booking::find(m.db.read(), &record.row.prid).await?;
        let (center, day, from) = match &booking {
            Some(row) => (row.center_id.clone(), row.day.clone(), row.from_time.clone()),
            None => {
                let day = given(&request.appointment_date).unwrap_or_default();
                (String::new(), day, given(&request.appointment_time).unwrap_or_default())
            }
        };
        let mut tx = m.db.begin(&service::cx(caller)).await?;
        let key = record.row.key.clone();
        tx.enqueue(&SendNotice { key, occasion: Occasion::Cancelled, center, day, from }).await?;
        tx.commit().await?;
        return Ok(sent);
    }
    let forms = rules::contact_forms(m).await?;
    let mut to = Recipients { email: given(&request.email_id), phone: given(&request.mob_num) };
    if to == Recipients::default() {
        return Err(Error::of(PreregError::RecipientMissing));
    }
    if to.email.as_deref().is_some_and(|text| !forms.is_email(text)) {
        return Err(Error::of(PreregError::NoticeEmail));
    }
    if to.phone.as_deref().is_some_and(|text| !forms.is_phone(text)) {
        return Err(Error::of(PreregError::NoticePhone));
    }
    check_against_booking(m, &record, &request).await?;
    if !request.additional_recipient {
        // the application's own addresses win over those in the request
        let own = recipients(m, &record).await?;
        to = Recipients { email: own.email.or(to.email), phone: own.phone.or(to.phone) };
    }
    send_to(m, caller, &prid, to, lang).await?;
    Ok(sent)
}

/// Name, day and time must be those of the application (PRG_PAM_ACK_008 to _010).
async fn check_against_booking(m: &Inner, record: &Record, request: &NotificationRequest) -> Result<()> {
    let names = record.by_language(&rules::attributes(m).await?.name);
    if let Some(full) = request.full_name.as_ref().filter(|pairs| !pairs.is_empty())
        && !full.iter().all(|pair| names.get(&pair.key) == Some(&pair.value))
    {
        return Err(Error::of(PreregError::NoticeName));
    }
    let booking = repo::booking::find(m.db.read(), &record.row.prid).await?;
    let booking = booking.filter(|_| record.status() == Status::Booked);
    let booking = booking.ok_or(Error::of(PreregError::BookingNotFound))?;
    if request.appointment_date.as_deref().is_some_and(|day| !day.is_empty() && day != booking.day) {
        return Err(Error::of(PreregError::NoticeDate));
    }
    let time = request.appointment_time.as_deref().filter(|time| !time.is_empty());
    if time.is_some_and(|time| !same_time(time, &booking.from_time)) {
        return Err(Error::of(PreregError::NoticeTime));
    }
    Ok(())
}

/// MOSIP's portal sends `09:40`, `09:40:00` or `09:40 AM`.
fn same_time(said: &str, from: &str) -> bool {
    let said = said.trim();
    let parsed =
        crate::domain::day_time::parse_time(said).or_else(|| chrono::NaiveTime::parse_from_str(said, "%I:%M %p").ok());
    parsed.is_some() && parsed == crate::domain::day_time::parse_time(from)
}
