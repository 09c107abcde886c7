//! Settings of the outside provider and of trusted issuers, and the client that may call them and nobody else.

use edge::{Profile, Settings, client::Client};
use iam::outside::{ProviderSettings, TrustedIssuer};
use std::path::Path;
use zeroize::Zeroizing;

use crate::system::StartError;

/// What iam takes of the outside.
pub(crate) struct Outside {
    pub client: Client,
    pub provider: Option<ProviderSettings>,
    pub trusted: Vec<TrustedIssuer>,
}

fn wrong(text: impl Into<String>) -> StartError {
    StartError::Settings(text.into())
}

/// Reads the settings.
///
/// # Errors
/// An issuer that is no address, one without TLS in production, or a provider without a secret.
pub(crate) fn outside(settings: &Settings) -> Result<Outside, StartError> {
    let mut hosts = Vec::new();
    let provider = match &settings.sign_in_provider {
        None => None,
        Some(provider) => {
            hosts.extend(provider.hosts.iter().cloned());
            hosts.push(host(settings, &provider.issuer)?);
            Some(ProviderSettings {
                name: provider.name.clone(),
                issuer: provider.issuer.clone(),
                client_id: provider.client_id.clone(),
                client_secret: secret(provider)?,
                scopes: provider.scopes.clone(),
                roles_claim: provider.roles_claim.clone(),
                roles: provider.roles.clone(),
            })
        }
    };
    let mut trusted = Vec::new();
    for issuer in &settings.trusted_issuers {
        if issuer.audiences.is_empty() {
            return Err(wrong(format!("the trusted issuer {} needs audiences", issuer.issuer)));
        }
        hosts.extend(issuer.hosts.iter().cloned());
        hosts.push(host(settings, &issuer.issuer)?);
        trusted.push(TrustedIssuer {
            issuer: issuer.issuer.clone(),
            audiences: issuer.audiences.clone(),
            roles_claim: issuer.roles_claim.clone(),
            roles: issuer.roles.clone(),
        });
    }
    let client = Client::new(hosts).map_err(|e| wrong(format!("the HTTP client cannot be made: {e}")))?;
    Ok(Outside { client, provider, trusted })
}

/// The host to allow for an issuer.
fn host(settings: &Settings, issuer: &str) -> Result<String, StartError> {
    let url = url::Url::parse(issuer).map_err(|_| wrong(format!("the issuer {issuer} is no address")))?;
    if settings.profile == Profile::Production && url.scheme() != "https" {
        return Err(wrong(format!("the issuer {issuer} has to be an https address in production")));
    }
    let name = url.host_str().ok_or_else(|| wrong(format!("the issuer {issuer} names no host")))?;
    Ok(url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}")))
}

fn secret(provider: &edge::SignInProvider) -> Result<Zeroizing<String>, StartError> {
    let secret = secret_of(provider.client_secret_file.as_deref(), "TESSERA_PROVIDER_SECRET", "the provider's secret")?;
    secret.ok_or_else(|| wrong("the sign-in provider needs client_secret_file or TESSERA_PROVIDER_SECRET"))
}

/// A secret from its file, or else from its variable; nothing when it is empty.
fn secret_of(file: Option<&Path>, variable: &str, what: &str) -> Result<Option<Zeroizing<String>>, StartError> {
    let secret = match file {
        Some(file) => std::fs::read_to_string(file)
            .map_err(|e| wrong(format!("{what} cannot be read from {}: {e}", file.display())))?,
        None => std::env::var(variable).unwrap_or_default(),
    };
    let secret = Zeroizing::new(secret);
    Ok(Some(Zeroizing::new(secret.trim().to_owned())).filter(|secret| !secret.is_empty()))
}

/// The hub whose authorities are trusted here too.
///
/// # Errors
/// A hub without a secret.
pub(crate) fn hub(settings: &Settings) -> Result<Option<masterdata::Hub>, StartError> {
    let Some(hub) = &settings.websub else { return Ok(None) };
    let secret = secret_of(hub.secret_file.as_deref(), "TESSERA_WEBSUB_SECRET", "the hub's secret")?;
    let secret = secret.ok_or_else(|| wrong("the WebSub hub needs secret_file or TESSERA_WEBSUB_SECRET"))?;
    let client = Client::new(hub.hosts.iter().cloned());
    let client = client.map_err(|e| wrong(format!("the HTTP client cannot be made: {e}")))?;
    Ok(Some(masterdata::Hub { secret: Zeroizing::new(secret.as_bytes().to_vec()), client }))
}
