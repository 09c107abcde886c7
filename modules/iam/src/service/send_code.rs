//! Sends a one-time code to a member of staff, or to a resident by their identity number.

use crate::needs;
use crate::{IamModule, repo};
use iam_api::{
    IamError,
    wire::{AuthNResponse, OtpUser},
};
use idrepo_api::service::IdRef;
use kernel_api::{Channel, Message, OtpIssue, OtpVerdict};
use std::collections::BTreeMap;
use types::{Caller, Failure, Fault, LangCode, Uin};

const SENT: &str = "OTP message sent across all the channels";
/// Citizens of pre-registration choose one way to be reached.
const PRE_REGISTRATION: [&str; 2] = ["prereg", "preregistration"];

/// Where somebody can be reached.
#[derive(Default)]
struct Reach {
    email: Option<String>,
    phone: Option<String>,
}

/// A request for a code, with nothing missing.
struct Asked {
    user_id: String,
    by_uin: bool,
    channels: Vec<Channel>,
}

impl Asked {
    fn parse(body: &OtpUser) -> Result<Self, Failure> {
        let refuse = |text: &str| Failure::from(Fault::worded(IamError::InvalidToken, text));
        let said = |member: &Option<String>| member.clone().filter(|text| !text.is_empty());
        let app_id = said(&body.app_id).ok_or_else(|| refuse("Invalid AppId"))?;
        crate::domain::realm(&app_id)?;
        said(&body.context).ok_or_else(|| refuse("Context is null,Please enter a valid context"))?;
        let channels = body.otp_channel.clone().filter(|channels| !channels.is_empty());
        let channels = channels.ok_or_else(|| refuse("Otp Channel is null,Please enter a valid channel"))?;
        let user_id = said(&body.user_id).ok_or_else(|| refuse("Invalid User id "))?;
        let kind = said(&body.useridtype).ok_or_else(|| refuse("Invalid User id type "))?;
        let citizens = PRE_REGISTRATION.iter().any(|id| id.eq_ignore_ascii_case(&app_id));
        if citizens && channels.len() > 1 {
            return Err(refuse("Multiple channels are not supported for this application "));
        }
        let channel = |name: &String| match name.to_ascii_lowercase().as_str() {
            "email" => Channel::Email,
            _ => Channel::Sms,
        };
        let by_uin = kind.eq_ignore_ascii_case("UIN");
        Ok(Self { user_id, by_uin, channels: channels.iter().map(channel).collect() })
    }
}

impl IamModule {
    /// Sends a code. Somebody unknown gets the same answer, so that nobody learns who works here.
    pub(crate) async fn send_code(&self, caller: &Caller, body: &OtpUser) -> Result<AuthNResponse, Failure> {
        let asked = Asked::parse(body)?;
        let Some(reach) = self.reach(&asked).await? else { return Ok(AuthNResponse::new("success", SENT)) };
        let OtpIssue::Issued(code) = self.inner.codes.generate(caller, &asked.user_id).await? else {
            return Ok(AuthNResponse::new("failure", "USER_BLOCKED"));
        };
        let values = BTreeMap::from([("otp".to_owned(), code.to_string())]);
        for channel in asked.channels {
            let (to, template) = match channel {
                Channel::Email => (&reach.email, needs::EMAIL),
                Channel::Sms => (&reach.phone, needs::SMS),
            };
            let Some(to) = to.clone() else { continue };
            let text = self.inner.notices.render(template, LangCode::ENG, &values).await?;
            let text = text.unwrap_or_else(|| format!("Your code is {}. It is valid for 3 minutes.", *code));
            let subject = (channel == Channel::Email).then(|| "Your sign-in code".to_owned());
            self.inner.notices.send_message(caller, Message { channel, to, subject, text }).await?;
        }
        Ok(AuthNResponse::new("success", SENT))
    }

    async fn reach(&self, asked: &Asked) -> Result<Option<Reach>, Failure> {
        if !asked.by_uin {
            let user = repo::user::find(self.inner.db.read(), &asked.user_id).await?.filter(|user| user.active);
            return Ok(user.map(|user| Reach { email: user.email, phone: user.phone }));
        }
        let Ok(uin) = Uin::parse(&asked.user_id) else { return Ok(None) };
        let found = self.inner.identities.find(&crate::tokens::system(), &IdRef::Uin(uin), false).await?;
        let plain = |value: &serde_json::Value| match value {
            serde_json::Value::String(text) if !text.is_empty() => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        Ok(found
            .map(|record| Reach { email: plain(&record.identity["email"]), phone: plain(&record.identity["phone"]) }))
    }

    /// Checks a member of staff's code.
    ///
    /// # Errors
    /// `KER-ATH-003` for somebody unknown.
    pub(crate) async fn check_code(
        &self,
        caller: &Caller,
        user_id: &str,
        code: &str,
    ) -> Result<Result<crate::entity::user::Model, &'static str>, Failure> {
        let user = repo::user::find(self.inner.db.read(), user_id).await?.filter(|u| u.active);
        let user = user.ok_or_else(|| Failure::of(IamError::UnknownUser))?;
        Ok(match self.inner.codes.validate(caller, user_id, code).await? {
            OtpVerdict::Valid if user.second_factor => return Err(IamError::SecondFactorNeeded.into()),
            OtpVerdict::Valid => Ok(user),
            OtpVerdict::Expired => Err("OTP_EXPIRED"),
            OtpVerdict::Blocked => Err("USER_BLOCKED"),
            OtpVerdict::Wrong => Err("VALIDATION_UNSUCCESSFUL"),
        })
    }
}
