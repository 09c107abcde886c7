//! Use cases, one file each, and the module's contract made of them.

pub(crate) mod admit;
pub(crate) mod authenticate;
pub(crate) mod captures;
pub(crate) mod check;
pub(crate) mod copy;
pub(crate) mod factors;
pub(crate) mod history;
pub(crate) mod kyc;
pub(crate) mod otp;
pub(crate) mod person;

use async_trait::async_trait;
use auth_api::{AuthHistory, AuthUse};
use db::{AuditEvent, EventType, Reference};
use types::{Caller, Cx, Failure, Uin};

use crate::AuthModule;
use crate::domain::token::Salts;

#[async_trait]
impl AuthHistory for AuthModule {
    async fn history(&self, caller: &Caller, uin: &Uin, limit: u32) -> Result<Vec<AuthUse>, Failure> {
        history::of_person(self, caller, uin, limit).await
    }
}

/// Which service is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Auth,
    Kyc,
    /// `/internal/auth`.
    Internal,
}

impl Service {
    /// MOSIP's id of the service, which the body has to repeat.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auth => "mosip.identity.auth",
            Self::Kyc => "mosip.identity.kyc",
            Self::Internal => "mosip.identity.auth.internal",
        }
    }

    pub fn is_internal(self) -> bool {
        self == Self::Internal
    }
}

/// The name under which this platform's own modules authenticate.
pub(crate) const INTERNAL_PARTNER: &str = "mpartner-default-resident";

/// A request as it arrived: the signature covers exactly these bytes.
pub(crate) struct Arrived<'a> {
    pub licence: &'a str,
    pub partner: &'a str,
    pub api_key: &'a str,
    pub signature: Option<&'a str>,
    pub authorization: Option<&'a str>,
    pub body: &'a [u8],
    pub caller: &'a Caller,
}

impl Arrived<'_> {
    /// This platform itself, traced to the request: the address says who asks, not a token.
    pub fn platform(&self, m: &AuthModule) -> Caller {
        m.edge.system(self.caller.cx().request_id())
    }
}

/// The context of rows that are written for a partner.
pub(crate) fn context(caller: &Caller, partner: &str) -> Cx {
    Cx::new(caller.cx().request_id(), partner, "auth").with_host(caller.cx().host())
}

/// The secret salts of tokens.
pub(crate) async fn salts(m: &AuthModule) -> Result<&Salts, Failure> {
    m.salts
        .get_or_try_init(|| async {
            let number = hex::encode(m.at_rest.blind_index("auth.token", b"number").await?);
            let partner = hex::encode(m.at_rest.blind_index("auth.token", b"partner").await?);
            Ok(Salts { number, partner })
        })
        .await
}

/// Draws random bytes from the module's source.
pub(crate) fn random<const N: usize>(m: &AuthModule) -> [u8; N] {
    let mut bytes = [0; N];
    m.db.random().fill(&mut bytes);
    bytes
}

/// The database's randomness for `crypto`.
pub(crate) struct Randomness<'a>(pub &'a AuthModule);

impl crypto::Random for Randomness<'_> {
    fn fill(&self, out: &mut [u8]) {
        self.0.db.random().fill(out);
    }
}

/// An audit event about a person.
pub(crate) fn event(id: &'static str, name: &'static str, uin_hash: &str) -> AuditEvent {
    AuditEvent::new(id, name, EventType::Business)
        .about(Reference::new("UIN_HASH", uin_hash.to_owned()))
        .module("IDA-AUT")
}

/// Codes of the country's languages, mandatory ones first.
pub(crate) async fn languages(m: &AuthModule) -> Result<Vec<String>, Failure> {
    Ok(m.master.languages().await?.all().map(|code| code.as_str().to_owned()).collect())
}
