//! The authorization code flow with the outside provider: discovery, PKCE, nonce, verified identity token.

use crate::outside::{ProviderSettings, roles_at, trusted::Issuers};
use chrono::TimeDelta;
use edge::client::{Client, ClientError};
use iam_api::IamError;
use openidconnect::{
    AsyncHttpClient, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    future::Future,
    pin::Pin,
    sync::{Mutex, PoisonError},
};
use types::{Failure, Timestamp};

/// How long the provider's description and keys are believed.
const BELIEVED: TimeDelta = TimeDelta::minutes(10);

/// What has to be remembered between sending somebody away and their coming back.
#[derive(Serialize, Deserialize)]
pub(crate) struct Started {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    pub back_to: String,
    /// Where the provider sends the browser: one of our two addresses.
    pub redirect: String,
}

/// Whom the provider recognised.
pub(crate) struct Outsider {
    pub subject: String,
    pub user_name: String,
    pub name: Option<String>,
    pub email: Option<String>,
    /// Names at the configured place, as the provider wrote them.
    pub roles: Vec<String>,
}

/// Our one outgoing client, as the library calls it.
struct Calls(Client);

impl<'c> AsyncHttpClient<'c> for Calls {
    type Error = ClientError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ClientError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.0.send(request))
    }
}

/// The outside provider.
pub(crate) struct Provider {
    settings: ProviderSettings,
    calls: Calls,
    known: Mutex<Option<(CoreProviderMetadata, Timestamp)>>,
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::of(IamError::ProviderFailed).because(error)
}

impl Provider {
    pub(crate) fn new(settings: ProviderSettings, client: Client) -> Self {
        Self { settings, calls: Calls(client), known: Mutex::new(None) }
    }

    pub(crate) fn name(&self) -> &str {
        &self.settings.name
    }

    pub(crate) fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    async fn metadata(&self, now: Timestamp) -> Result<CoreProviderMetadata, Failure> {
        let held = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((metadata, until)) = held
            && until > now
        {
            return Ok(metadata);
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(failed)?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &self.calls).await.map_err(failed)?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((metadata.clone(), now + BELIEVED));
        Ok(metadata)
    }

    /// The provider's page to send the browser to.
    pub(crate) async fn address(&self, now: Timestamp, started: &Started) -> Result<String, Failure> {
        let metadata = self.metadata(now).await?;
        let client = CoreClient::from_provider_metadata(metadata, ClientId::new(self.settings.client_id.clone()), None)
            .set_redirect_uri(RedirectUrl::new(started.redirect.clone()).map_err(failed)?);
        let verifier = PkceCodeVerifier::new(started.verifier.clone());
        let (state, nonce) = (started.state.clone(), started.nonce.clone());
        let request = client.authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        Ok(request.add_scopes(scopes).set_pkce_challenge(challenge).url().0.to_string())
    }

    /// Exchanges the code the browser came back with, and checks what the provider says.
    pub(crate) async fn exchange(
        &self,
        now: Timestamp,
        started: Started,
        code: &str,
        issuers: &Issuers,
    ) -> Result<Outsider, Failure> {
        let metadata = self.metadata(now).await?;
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(self.settings.client_secret.to_string())),
        )
        .set_redirect_uri(RedirectUrl::new(started.redirect.clone()).map_err(failed)?);
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(failed)?
            .set_pkce_verifier(PkceCodeVerifier::new(started.verifier))
            .request_async(&self.calls)
            .await
            .map_err(|e| Failure::of(IamError::ProviderRefused).because(e))?;
        let refused = || Failure::of(IamError::ProviderRefused);
        let token = answer.id_token().ok_or_else(refused)?;
        let verifier = client.id_token_verifier().set_time_fn(move || now);
        let claims = token
            .claims(&verifier, &Nonce::new(started.nonce))
            .map_err(|e| Failure::of(IamError::ProviderRefused).because(e))?;
        let all = payload(&token.to_string()).ok_or_else(refused)?;
        let mut roles = roles_at(&all, &self.settings.roles_claim);
        if roles.is_empty() {
            // Keycloak writes realm roles into the access token only, which is a signed token of the same issuer
            roles = issuers.own_roles(answer.access_token().secret(), &self.settings, now).await.unwrap_or_default();
        }
        let subject = claims.subject().to_string();
        let preferred = claims.preferred_username().map(|name| name.to_string());
        Ok(Outsider {
            user_name: preferred.unwrap_or_else(|| subject.clone()),
            subject,
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
            // an address nobody has checked may be anybody's
            email: claims.email().filter(|_| claims.email_verified() == Some(true)).map(|email| email.to_string()),
            roles,
        })
    }
}

/// The claims of a token whose signature was checked.
fn payload(token: &str) -> Option<Value> {
    let bytes = crypto::encoding::b64url_strict(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}
