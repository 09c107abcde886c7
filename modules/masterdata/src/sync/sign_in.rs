//! Sign-in at a desk: the machine's signature says where, the password, code or refresh token says who.

use chrono::TimeDelta;
use crypto::encoding::b64url_strict;
use crypto::{Algorithm, machine_key};
use iam_api::wire::OtpUser;
use masterdata_api::SyncError;
use masterdata_api::sync::CodeSent;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use types::{Caller, Failure};

use super::SyncData;
use crate::cell::parse_stamp;
use crate::row::Row;

/// The client whose tokens desks get.
const CLIENT: &str = "mosip-reg-client";
/// The application that desks sign in to.
const APPLICATION: &str = "registrationclient";

/// Who signs in. Not printable: it holds a password.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignIn {
    #[serde(default)]
    user_id: String,
    #[serde(default)]
    password: String,
    /// `NEW`, `OTP` or `REFRESH`.
    #[serde(default)]
    auth_type: String,
    #[serde(default)]
    refresh_token: String,
    #[serde(default)]
    otp: String,
    machine_name: Option<String>,
}

fn invalid() -> Failure {
    SyncError::SignInInvalid.into()
}

impl SyncData {
    /// Signs in and answers the tokens, encrypted to the machine.
    pub(super) async fn sign_in(&self, caller: &Caller, signed: &str) -> Result<String, Failure> {
        let (machine, asked) = self.open::<SignIn>(signed).await?;
        if asked.machine_name.as_deref().is_some_and(|name| !name.eq_ignore_ascii_case(machine.text("name"))) {
            return Err(invalid());
        }
        let system = self.edge.system(caller.cx().request_id());
        let tokens = match asked.auth_type.to_ascii_uppercase().as_str() {
            "NEW" => self.staff.by_password(&system, CLIENT, &asked.user_id, &asked.password).await?,
            "OTP" => self.staff.by_code(&system, CLIENT, &asked.user_id, &asked.otp).await?,
            "REFRESH" => self.staff.refresh(&system, CLIENT, &asked.refresh_token).await?,
            _ => return Err(SyncError::SignInToken.into()),
        };
        let answer = json!({
            "token": tokens.token, "refreshToken": tokens.refresh_token, "expiryTime": tokens.expiry_time,
            "refreshExpiryTime": tokens.refresh_expiry_time, "userId": tokens.user_id, "status": tokens.status,
            "message": tokens.message, "timestamp": types::time::format(self.now()),
        });
        self.with_key(machine).await?.seal_one(self, answer.to_string()).await
    }

    /// Sends a sign-in code to a member of staff.
    pub(super) async fn send_code(&self, caller: &Caller, signed: &str) -> Result<CodeSent, Failure> {
        let (_, mut asked) = self.open::<OtpUser>(signed).await?;
        asked.app_id = asked.app_id.or_else(|| Some(APPLICATION.to_owned()));
        let system = self.edge.system(caller.cx().request_id());
        let sent = self.staff.send_code(&system, &asked).await?;
        Ok(CodeSent { status: sent.status, message: sent.message })
    }

    /// Reads `header.payload.signature`: by an active machine, signed by it, and of now.
    async fn open<T: DeserializeOwned>(&self, signed: &str) -> Result<(Row, T), Failure> {
        let mut parts = signed.trim().split('.').map(|part| b64url_strict(part.trim_end_matches('=')));
        let (Some(Ok(header)), Some(Ok(payload)), Some(Ok(signature)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(invalid());
        };
        let header: Value = serde_json::from_slice(&header).map_err(|_| invalid())?;
        let key_index = header["kid"].as_str().ok_or_else(invalid)?;
        let machine = self.desk_by_signing_key(key_index).await?.ok_or_else(invalid)?;
        let key = machine_key::read(machine.text("sign_public_key")).ok_or_else(invalid)?;
        // one RSA verification takes less than 100 us
        key.verify(Algorithm::Rs256, &payload, &signature).map_err(|_| invalid())?;
        let said: Value = serde_json::from_slice(&payload).map_err(|_| invalid())?;
        let at = said["timestamp"].as_str().and_then(parse_stamp).ok_or(SyncError::SignInTime)?;
        let minutes = self.masterdata.setting_or_default("mosip.kernel.syncdata.auth.reqtime.maxlimit").await?;
        let allowed = TimeDelta::minutes(minutes.trim().parse().unwrap_or(5));
        if (at - self.now()).abs() > allowed {
            return Err(SyncError::SignInTime.into());
        }
        Ok((machine, serde_json::from_value(said).map_err(|_| invalid())?))
    }
}
