//! Endpoint to use case.

mod email;
mod hotlist;
mod sink;

use edge::{BadBody, Call, Routes, Rules};
use kernel_api::wire::{
    AuditResponse, OtpResponse, PridResponse, RidResponse, StatusMessage, UinResponse, UinStatus, VidResponse,
    endpoints as e,
};
use kernel_api::{Channel, KernelError, Message, Notices, Numbers, OneTimeCodes, OtpIssue, OtpVerdict, Sequences};
use types::{Endpoint, Failure, Fault, Uin};

use crate::{Delivery, Kernel, repo};

fn otp_rules() -> Rules {
    Rules::kernel().bad_body(|bad| match bad {
        BadBody::Member { .. } => Fault::worded(KernelError::OtpKey, "Key can't be empty or null").into(),
        other => Failure::with(KernelError::OtpRequest, [described(other)]),
    })
}

fn audit_rules() -> Rules {
    Rules::kernel().bad_body(|_| KernelError::AuditInvalid.into())
}

fn notify_rules() -> Rules {
    Rules::kernel().bad_body(|_| KernelError::NotifyRequest.into())
}

fn number_rules() -> Rules {
    Rules::kernel().bad_body(|bad| Failure::with(KernelError::UinRequest, [described(bad)]))
}

fn described(bad: &BadBody) -> String {
    match bad {
        BadBody::Syntax => "no valid JSON".into(),
        BadBody::TooLarge => "the body is too large".into(),
        BadBody::Member { path, .. } => path.clone(),
    }
}

pub(crate) fn routes(kernel: &Kernel) -> Routes {
    let routes = Routes::new()
        .on(e::GenerateOtp, otp_rules(), with(kernel, generate_otp))
        .on(e::ValidateOtp, otp_rules(), with(kernel, validate_otp))
        .on(e::SendSms, notify_rules(), with(kernel, send_sms))
        .on(e::WriteAudit, audit_rules(), with(kernel, write_audit))
        .on(e::IssueUin, number_rules(), with(kernel, issue_uin))
        .on(e::ChangeUinStatus, number_rules(), with(kernel, change_uin_status))
        .on(e::IssueVid, number_rules(), with(kernel, issue_vid))
        .on(e::IssuePrid, number_rules(), with(kernel, issue_prid))
        .on(e::IssueRid, number_rules(), with(kernel, issue_rid))
        .merge(hotlist::routes(kernel))
        .raw(e::SendEmail::INFO, notify_rules(), email::route(kernel, notify_rules()));
    if matches!(kernel.inner.delivery, Delivery::DevelopmentSink) {
        routes.raw(e::SinkMessages::INFO, Rules::kernel(), sink::route(kernel))
    } else {
        routes
    }
}

/// A handler with its own handle of the module.
fn with<E, Fut>(
    kernel: &Kernel,
    handler: fn(Kernel, Call<E>) -> Fut,
) -> impl Fn(Call<E>) -> Fut + Clone + Send + Sync + 'static
where
    E: Endpoint,
    Fut: 'static,
{
    let kernel = kernel.clone();
    move |call| handler(kernel.clone(), call)
}

async fn generate_otp(kernel: Kernel, call: Call<e::GenerateOtp>) -> Result<OtpResponse, Failure> {
    let key = call.body.key.as_deref().unwrap_or_default();
    if key.trim().is_empty() {
        return Err(Fault::worded(KernelError::OtpKey, "Key can't be empty or null").into());
    }
    Ok(match kernel.generate(&call.caller, key).await? {
        OtpIssue::Issued(code) => OtpResponse { otp: code.to_string(), status: "GENERATION_SUCCESSFUL".into() },
        OtpIssue::Blocked => OtpResponse { otp: "null".into(), status: "USER_BLOCKED".into() },
    })
}

async fn validate_otp(kernel: Kernel, call: Call<e::ValidateOtp>) -> Result<StatusMessage, Failure> {
    let (key, otp) = (call.query("key").unwrap_or_default(), call.query("otp").unwrap_or_default());
    let mut faults = Vec::new();
    if key.trim().is_empty() {
        faults.push(KernelError::OtpKeyEmpty);
    } else if !(3..=64).contains(&key.chars().count()) {
        faults.push(KernelError::OtpKeyLength);
    }
    if otp.trim().is_empty() {
        faults.push(KernelError::OtpEmpty);
    } else if !otp.bytes().all(|b| b.is_ascii_digit()) {
        faults.push(KernelError::OtpDigits);
    }
    let faults = faults.into_iter().map(|code| Fault::new(code, [] as [&str; 0])).collect();
    Failure::all(faults).map_or(Ok(()), Err)?;
    Ok(match kernel.validate(&call.caller, key, otp).await? {
        OtpVerdict::Valid => StatusMessage::new("success", "VALIDATION_SUCCESSFUL"),
        OtpVerdict::Wrong => StatusMessage::new("failure", "VALIDATION_UNSUCCESSFUL"),
        OtpVerdict::Expired => StatusMessage::new("failure", "OTP_EXPIRED"),
        OtpVerdict::Blocked => StatusMessage::new("failure", "USER_BLOCKED"),
    })
}

async fn send_sms(kernel: Kernel, call: Call<e::SendSms>) -> Result<StatusMessage, Failure> {
    let present = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let (Some(to), Some(text)) = (present(&call.body.number), present(&call.body.message)) else {
        return Err(KernelError::Sms.into());
    };
    if !to.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-')) {
        return Err(KernelError::Sms.into());
    }
    kernel.send_message(&call.caller, Message { channel: Channel::Sms, to, subject: None, text }).await?;
    Ok(StatusMessage::new("success", "Sms Request Sent"))
}

async fn write_audit(kernel: Kernel, call: Call<e::WriteAudit>) -> Result<AuditResponse, Failure> {
    kernel.write_audit(&call.caller, &call.body).await?;
    Ok(AuditResponse { status: true })
}

async fn issue_uin(kernel: Kernel, call: Call<e::IssueUin>) -> Result<UinResponse, Failure> {
    let uin = kernel.reserve_uin(&call.caller).await?;
    Ok(UinResponse { uin: uin.reveal().to_owned() })
}

async fn change_uin_status(kernel: Kernel, call: Call<e::ChangeUinStatus>) -> Result<UinStatus, Failure> {
    let to = match call.body.status.as_deref() {
        Some("ASSIGNED") => repo::number::ASSIGNED,
        Some("UNASSIGNED") => repo::number::UNUSED,
        _ => return Err(KernelError::UinStatusUnknown.into()),
    };
    let uin = call.body.uin.as_deref().and_then(|text| Uin::parse(text).ok()).ok_or(KernelError::UinExhausted)?;
    kernel.change_uin(&call.caller, &uin, to).await?;
    Ok(call.body)
}

async fn issue_vid(kernel: Kernel, call: Call<e::IssueVid>) -> Result<VidResponse, Failure> {
    let expiry = match call.query("videxpiry") {
        None => None,
        Some("") => return Err(KernelError::VidExpiryEmpty.into()),
        Some(text) => Some(types::time::parse(text).ok_or(KernelError::VidExpiryPattern)?),
    };
    let vid = kernel.issue_vid(&call.caller, expiry).await?;
    Ok(VidResponse { vid: vid.reveal().to_owned() })
}

async fn issue_prid(kernel: Kernel, call: Call<e::IssuePrid>) -> Result<PridResponse, Failure> {
    let prid = kernel.issue_prid(&call.caller).await?;
    Ok(PridResponse { prid: prid.reveal().to_owned() })
}

async fn issue_rid(kernel: Kernel, call: Call<e::IssueRid>) -> Result<RidResponse, Failure> {
    let rid = kernel.issue_rid(&call.caller, call.path("centerid"), call.path("machineid")).await?;
    Ok(RidResponse { rid: rid.reveal().to_owned() })
}
