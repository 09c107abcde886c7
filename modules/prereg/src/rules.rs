//! Settings of pre-registration: MOSIP's property names, with their shipped defaults.

use crate::{
    Inner,
    domain::{contact::Forms, day_time, file::Limits},
    error::Result,
};
use chrono::{FixedOffset, NaiveDate, NaiveDateTime};
use types::Timestamp;

/// Rules about time.
#[derive(Debug, Clone)]
pub(crate) struct TimeRules {
    /// The country's offset to UTC (`tessera.country.utc-offset`, such as `+01:00`).
    pub(crate) offset: FixedOffset,
    /// The first day that is offered, counted from today.
    pub(crate) booking_offset_days: i64,
    /// How many days are offered.
    pub(crate) window_days: i64,
    pub(crate) rebook_hours: i64,
    pub(crate) cancel_hours: i64,
}

impl TimeRules {
    pub(crate) fn local(&self, now: Timestamp) -> NaiveDateTime {
        day_time::local(now, self.offset)
    }

    pub(crate) fn today(&self, now: Timestamp) -> NaiveDate {
        self.local(now).date()
    }
}

async fn number(m: &Inner, name: &str, default: i64) -> Result<i64> {
    Ok(m.master.setting(name).await?.and_then(|text| text.trim().parse().ok()).unwrap_or(default))
}

pub(crate) async fn time(m: &Inner) -> Result<TimeRules> {
    let offset = m.master.setting("tessera.country.utc-offset").await?;
    let utc = FixedOffset::east_opt(0).expect("zero is an offset");
    Ok(TimeRules {
        offset: offset.as_deref().and_then(|text| day_time::parse_offset(text.trim())).unwrap_or(utc),
        booking_offset_days: number(m, "preregistration.booking.offset", 2).await?.max(0),
        window_days: number(m, "preregistration.availability.noOfDays", 140).await?.clamp(1, 400),
        rebook_hours: number(m, "preregistration.timespan.rebook", 0).await?.max(0),
        cancel_hours: number(m, "preregistration.timespan.cancel", 0).await?.max(0),
    })
}

/// How many days ahead slots are generated: at least the days that are offered.
pub(crate) async fn days_to_generate(m: &Inner, time: &TimeRules) -> Result<i64> {
    let ahead = number(m, "preregistration.availability.sync", 30).await?;
    Ok(ahead.max(time.booking_offset_days + time.window_days).clamp(1, 400))
}

pub(crate) async fn contact_forms(m: &Inner) -> Result<Forms> {
    let phone = m.master.setting("mosip.id.validation.identity.phone").await?;
    let email = m.master.setting("mosip.id.validation.identity.email").await?;
    Ok(Forms::new(phone.as_deref(), email.as_deref()))
}

/// Seconds a one-time code works.
pub(crate) async fn code_secs(m: &Inner) -> Result<i64> {
    Ok(number(m, "mosip.kernel.otp.expiry-time", 180).await?.clamp(30, 3_600))
}

/// Seconds a token of this module works.
pub(crate) async fn token_secs(m: &Inner) -> Result<i64> {
    Ok(number(m, "prereg.auth.jwt.token.expiration", 3_600).await?.clamp(60, 86_400))
}

pub(crate) async fn page_size(m: &Inner) -> Result<i64> {
    number(m, "preregistration.pagination.size", 10).await
}

pub(crate) async fn captcha_is_on(m: &Inner) -> Result<bool> {
    Ok(m.master.setting("mosip.preregistration.captcha.enable").await?.is_some_and(|text| text.trim() == "true"))
}

pub(crate) async fn file_limits(m: &Inner) -> Result<Limits> {
    let extensions = m.master.setting("preregistration.document.extention").await?;
    let extensions = extensions.unwrap_or_else(|| "PDF,JPEG,PNG,JPG".into());
    let megabytes = number(m, "max.file.size", 2).await?.clamp(1, 20);
    let name = number(m, "preregistration.documentupload.allowed.file.nameLength", 50).await?.clamp(5, 255);
    Ok(Limits {
        max_bytes: usize::try_from(megabytes).unwrap_or(2) * 1024 * 1024,
        max_name: usize::try_from(name).unwrap_or(50),
        extensions: extensions.split(',').map(|x| x.trim().to_uppercase()).filter(|x| !x.is_empty()).collect(),
    })
}

/// Names of the identity attributes that this module looks at.
#[derive(Debug, Clone)]
pub(crate) struct Attributes {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
}

pub(crate) async fn attributes(m: &Inner) -> Result<Attributes> {
    let own = async |key: &str, default: &str| -> Result<String> {
        Ok(m.master.setting(key).await?.unwrap_or_else(|| default.to_owned()))
    };
    Ok(Attributes {
        name: own("preregistration.identity.name", "fullName").await?,
        email: own("preregistration.identity.email", "email").await?,
        phone: own("preregistration.identity.phone", "phone").await?,
    })
}
