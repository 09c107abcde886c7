//! Whoever else may say who somebody is: the outside OpenID provider people sign in with, and issuers whose tokens are
//! accepted.

mod claims;
mod provider;
mod trusted;

use std::collections::BTreeMap;

use zeroize::Zeroizing;

pub(crate) use claims::{roles_at, roles_of};
pub(crate) use provider::{Provider, Started};
pub(crate) use trusted::Issuers;
pub(crate) use trusted::TrustedAuthenticator;

/// The outside provider, Keycloak or any other that speaks OpenID Connect.
#[derive(Clone)]
pub struct ProviderSettings {
    /// What the button says.
    pub name: String,
    /// Exactly as the provider writes it in its tokens.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Zeroizing<String>,
    /// Asked for beside `openid`.
    pub scopes: Vec<String>,
    /// Where the roles stand in the claims: names joined by dots, such as `realm_access.roles`.
    pub roles_claim: String,
    /// The provider's roles or groups to ours. Without any, names that are ours are taken as they are.
    pub roles: BTreeMap<String, Vec<String>>,
}

/// An issuer whose tokens are accepted.
#[derive(Debug, Clone)]
pub struct TrustedIssuer {
    pub issuer: String,
    /// One of them must be the token's audience or authorised party.
    pub audiences: Vec<String>,
    pub roles_claim: String,
    pub roles: BTreeMap<String, Vec<String>>,
}
