//! Sign and verify CBOR web tokens (spec ida-crypto A.8.1).

use chrono::TimeDelta;
use crypto::Algorithm;
use crypto::cose::{Claims, Registered, Sign1};
use keymgr_api::{KeyRef, KeymgrError};
use serde_json::{Map, Value};
use types::{Cx, Failure};

use super::cose::{self, Headers, Question};
use super::verify::Answer;
use crate::Keymgr;

/// First bytes of a CWT: tag 61, then tag 18.
const CWT_TAG: &[u8] = &[0xd8, 61];
const SIGN1_TAG: u8 = 0xd2;

/// Claims as they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) issuer: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) audience: Option<String>,
    /// From now.
    pub(crate) not_before: Option<TimeDelta>,
    /// From the beginning of validity.
    pub(crate) valid_for: Option<TimeDelta>,
    /// `UUID` draws one.
    pub(crate) id: Option<String>,
    /// CBOR of claim 169.
    pub(crate) identity: Option<Vec<u8>>,
    pub(crate) others: Option<Map<String, Value>>,
}

/// Signs claims as COSE_Sign1 in the tags 61 and 18. The token begins now and never ends unless days were asked for.
pub(crate) async fn sign(
    m: &Keymgr,
    cx: &Cx,
    key: &KeyRef,
    asked: Asked,
    headers: Headers,
    algorithm: Option<Algorithm>,
) -> Result<Vec<u8>, Failure> {
    let unreadable = || Failure::of(KeymgrError::ClaimsUnreadable);
    let now = m.db.now();
    let begins = now.checked_add_signed(asked.not_before.unwrap_or_default()).ok_or_else(unreadable)?;
    let ends = asked.valid_for.map(|days| begins.checked_add_signed(days).ok_or_else(unreadable)).transpose()?;
    let id = asked.id.map(|id| if id.eq_ignore_ascii_case("UUID") { m.db.random().uuid().to_string() } else { id });
    let claims = Claims {
        issuer: asked.issuer.as_deref(),
        subject: asked.subject.as_deref(),
        audience: asked.audience.as_deref(),
        expires_at: ends.map(|at| at.timestamp()),
        not_before: Some(begins.timestamp()),
        issued_at: Some(now.timestamp()),
        id: id.as_deref().map(str::as_bytes),
        identity: asked.identity.as_deref(),
        other: asked.others.as_ref(),
    };
    let payload = claims.encode().map_err(|error| unreadable().because(error))?;
    cose::sign(m, cx, key, payload, headers, algorithm, true).await
}

/// Claims that a token must have.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: Option<&'a str>,
    pub(crate) subject: Option<&'a str>,
}

/// Verifies a token: its tags, its signature, its time, then issuer and subject where they are given.
pub(crate) async fn answer(
    m: &Keymgr,
    token: &[u8],
    question: &Question<'_>,
    expected: &Expected<'_>,
) -> Result<Answer, Failure> {
    let message = token.strip_prefix(CWT_TAG).ok_or(KeymgrError::NotCwt)?;
    if message.first() != Some(&SIGN1_TAG) {
        return Err(KeymgrError::NotCoseSign1.into());
    }
    let answer = cose::answer(m, message, question).await?;
    if !answer.valid {
        return Ok(answer);
    }
    let signed = Sign1::parse(message).map_err(|error| Failure::of(KeymgrError::NotCoseSign1).because(error))?;
    let claims = Registered::read(signed.unverified_payload())
        .map_err(|error| Failure::of(KeymgrError::ClaimsUnreadable).because(error))?;
    let now = m.db.now().timestamp();
    if claims.not_before.is_some_and(|begins| now < begins) {
        return Err(KeymgrError::TokenNotYetValid.into());
    }
    if claims.expires_at.is_some_and(|ends| now >= ends) {
        return Err(KeymgrError::TokenExpired.into());
    }
    compare("Issuer", claims.issuer.as_deref(), expected.issuer)?;
    compare("Subject", claims.subject.as_deref(), expected.subject)?;
    Ok(answer)
}

fn compare(name: &str, found: Option<&str>, expected: Option<&str>) -> Result<(), Failure> {
    match (found, expected) {
        (_, None) => Ok(()),
        (None, Some(_)) => Err(Failure::with(KeymgrError::ClaimMissing, [name])),
        (Some(found), Some(expected)) if found == expected => Ok(()),
        _ => Err(Failure::with(KeymgrError::ClaimMismatch, [name])),
    }
}
