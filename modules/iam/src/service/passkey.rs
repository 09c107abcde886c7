//! Passkeys: added by their owner, and shown to sign in, as second factor, or to show that it is still the same person.
//! Every ceremony demands that the authenticator verifies its user (PIN, finger, face): a passkey alone is two factors.

use crate::{
    IamModule,
    entity::{passkey, user},
    error::storage,
    repo,
    service::{
        ceremony::{self, ADD, PASSKEY, PASSKEY_OF},
        sign_in::Half,
    },
};
use db::{AuditEvent, EventType, Tx};
use iam_api::{
    IamError,
    account::{MAX_PASSKEY_NAME, PasskeyChallenge, PasskeySummary, PasskeyUse},
};
use sea_orm::ActiveValue::Set;
use serde::{Serialize, de::DeserializeOwned};
use types::{Caller, Failure};
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnError,
};

fn refused(error: WebauthnError) -> Failure {
    Failure::of(IamError::PasskeyRefused).because(error)
}

fn unreadable(error: serde_json::Error) -> Failure {
    Failure::of(IamError::Internal).because(error)
}

/// The answer of an authenticator, as the browser's `toJSON` writes it.
fn parse<T: DeserializeOwned>(answer: &str) -> Result<T, Failure> {
    serde_json::from_str(answer).map_err(|e| Failure::of(IamError::PasskeyRefused).because(e))
}

/// The options alone; the browser is not asked to mediate.
fn options(challenge: &impl Serialize) -> Result<serde_json::Value, Failure> {
    let mut whole = serde_json::to_value(challenge).map_err(unreadable)?;
    Ok(whole["publicKey"].take())
}

impl IamModule {
    fn webauthn(&self) -> Result<&Webauthn, Failure> {
        self.inner.webauthn.as_ref().ok_or_else(|| IamError::NoPasskeysHere.into())
    }

    /// Makes a challenge and keeps what its answer is checked by.
    pub(crate) async fn challenge(
        &self,
        caller: &Caller,
        purpose: PasskeyUse<'_>,
    ) -> Result<PasskeyChallenge, Failure> {
        let webauthn = self.webauthn()?;
        let (ticket, options) = match purpose {
            PasskeyUse::SignIn => {
                let (challenge, state) = webauthn.start_discoverable_authentication().map_err(refused)?;
                (self.begin(caller, PASSKEY, None, &state).await?, options(&challenge)?)
            }
            PasskeyUse::Second(ticket) => {
                let step = self.step::<Half>(ceremony::SECOND, ticket).await?;
                let user = self.active_user(step.user_id.as_deref()).await?;
                self.challenge_of(caller, &user).await?
            }
            PasskeyUse::Confirm => {
                let user = self.own(caller).await?;
                self.challenge_of(caller, &user).await?
            }
            PasskeyUse::Add => self.challenge_to_add(caller).await?,
        };
        Ok(PasskeyChallenge { ticket: ticket.value.to_string(), options })
    }

    async fn challenge_of(
        &self,
        caller: &Caller,
        user: &user::Model,
    ) -> Result<(iam_api::account::Ticket, serde_json::Value), Failure> {
        let keys: Vec<Passkey> = self.keys_of(&user.user_id).await?.into_iter().map(|(_, key)| key).collect();
        if keys.is_empty() {
            return Err(IamError::PasskeyFirst.into());
        }
        let (challenge, state) = self.webauthn()?.start_passkey_authentication(&keys).map_err(refused)?;
        Ok((self.begin(caller, PASSKEY_OF, Some(&user.user_id), &state).await?, options(&challenge)?))
    }

    async fn challenge_to_add(
        &self,
        caller: &Caller,
    ) -> Result<(iam_api::account::Ticket, serde_json::Value), Failure> {
        let user = self.own(caller).await?;
        caller.require_fresh(self.inner.db.now())?;
        let handle = self.handle_of(caller, &user).await?;
        let known = self.keys_of(&user.user_id).await?.iter().map(|(_, key)| key.cred_id().clone()).collect();
        let (challenge, state) = self
            .webauthn()?
            .start_passkey_registration(handle, &user.user_id, &user.name, Some(known))
            .map_err(refused)?;
        let mut options = options(&challenge)?;
        // found without a user name wherever the authenticator can keep it; keys that cannot still serve as second factor
        options["authenticatorSelection"]["residentKey"] = "preferred".into();
        Ok((self.begin(caller, ADD, Some(&user.user_id), &state).await?, options))
    }

    /// What authenticators know somebody by, made the first time.
    async fn handle_of(&self, caller: &Caller, user: &user::Model) -> Result<Uuid, Failure> {
        let parse = |text: &str| Uuid::parse_str(text).map_err(|e| Failure::of(IamError::Internal).because(e));
        if let Some(handle) = &user.handle {
            return parse(handle);
        }
        let handle = self.inner.db.random().uuid().to_string();
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let columns = user::ActiveModel { handle: Set(Some(handle.clone())), ..Default::default() };
        repo::user::change(&mut tx, &user.user_id, columns).await?;
        tx.commit().await.map_err(storage)?;
        parse(&handle)
    }

    /// Recognises somebody by a passkey alone.
    ///
    /// # Errors
    /// `TES-IAM-005` when it does not fit, `TES-IAM-004` when the challenge is over.
    pub(crate) async fn check_passkey(
        &self,
        caller: &Caller,
        ticket: &str,
        answer: &str,
    ) -> Result<user::Model, Failure> {
        let step = self.take::<DiscoverableAuthentication>(caller, PASSKEY, ticket).await?;
        let answer: PublicKeyCredential = parse(answer)?;
        let unknown = || Failure::of(IamError::PasskeyRefused);
        let webauthn = self.webauthn()?;
        let (handle, credential) = webauthn.identify_discoverable_authentication(&answer).map_err(refused)?;
        let user = repo::user::of_handle(self.inner.db.read(), &handle.to_string()).await?;
        let user = user.filter(|user| user.active).ok_or_else(unknown)?;
        let keys = self.keys_of(&user.user_id).await?;
        let found = keys.into_iter().find(|(_, key)| key.cred_id().as_slice() == credential);
        let (row, mut key) = found.ok_or_else(unknown)?;
        let result = webauthn
            .finish_discoverable_authentication_v2(&answer, step.state, DiscoverableKey::from(&key))
            .map_err(refused)?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        note_use(&mut tx, &row, &mut key, &result).await?;
        let event = AuditEvent::new("IAM_010", "SIGNED_IN", EventType::User).user(user.user_id.clone(), None);
        tx.audit(event.describe("passkey")).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(user)
    }

    /// Checks one of a known person's passkeys.
    ///
    /// # Errors
    /// As [`Self::check_passkey`].
    pub(crate) async fn check_own_passkey(
        &self,
        caller: &Caller,
        user: &user::Model,
        ticket: &str,
        answer: &str,
    ) -> Result<(), Failure> {
        let step = self.take::<PasskeyAuthentication>(caller, PASSKEY_OF, ticket).await?;
        if step.user_id.as_deref() != Some(&user.user_id) {
            return Err(IamError::PasskeyRefused.into());
        }
        let answer: PublicKeyCredential = parse(answer)?;
        let result = self.webauthn()?.finish_passkey_authentication(&answer, &step.state).map_err(refused)?;
        let keys = self.keys_of(&user.user_id).await?;
        let found = keys.into_iter().find(|(_, key)| key.cred_id() == result.cred_id());
        // removed since the challenge was made
        let (row, mut key) = found.ok_or_else(|| Failure::of(IamError::PasskeyRefused))?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        note_use(&mut tx, &row, &mut key, &result).await?;
        tx.commit().await.map_err(storage)
    }

    /// Stores what an authenticator answered to being added.
    pub(crate) async fn store_passkey(
        &self,
        caller: &Caller,
        ticket: &str,
        answer: &str,
        name: &str,
    ) -> Result<(), Failure> {
        let user = self.own(caller).await?;
        caller.require_fresh(self.inner.db.now())?;
        let name = passkey_name(name)?;
        let step = self.take::<PasskeyRegistration>(caller, ADD, ticket).await?;
        if step.user_id.as_deref() != Some(&user.user_id) {
            return Err(IamError::PasskeyRefused.into());
        }
        let answer: RegisterPublicKeyCredential = parse(answer)?;
        let key = self.webauthn()?.finish_passkey_registration(&answer, &step.state).map_err(refused)?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        let row = passkey::Model {
            id: self.inner.db.random().uuid_at(tx.now()).to_string(),
            user_id: user.user_id.clone(),
            name,
            credential_id: crypto::encoding::b64url(key.cred_id()),
            credential: serde_json::to_value(&key).map_err(unreadable)?,
            created_at: tx.now(),
            last_used_at: None,
        };
        if !repo::passkey::insert(&mut tx, row).await? {
            return Err(IamError::PasskeyRefused.into());
        }
        tx.audit(AuditEvent::new("IAM_030", "PASSKEY_ADDED", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    /// Gives one of the caller's passkeys another name.
    pub(crate) async fn name_passkey(&self, caller: &Caller, id: &str, name: &str) -> Result<(), Failure> {
        let user = self.own(caller).await?;
        let name = passkey_name(name)?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        if !repo::passkey::rename(&mut tx, &user.user_id, id, &name).await? {
            return Err(IamError::NotFound.into());
        }
        tx.audit(AuditEvent::new("IAM_031", "PASSKEY_NAMED", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    /// Removes one of the caller's passkeys.
    pub(crate) async fn drop_passkey(&self, caller: &Caller, id: &str) -> Result<(), Failure> {
        let user = self.own(caller).await?;
        caller.require_fresh(self.inner.db.now())?;
        let mut tx = self.inner.db.begin(caller.cx()).await.map_err(storage)?;
        if !repo::passkey::remove(&mut tx, &user.user_id, id).await? {
            return Err(IamError::NotFound.into());
        }
        // without any passkey, asking for one would shut its owner out
        if user.second_factor && repo::passkey::of_user(tx.conn(), &user.user_id).await?.is_empty() {
            let columns = user::ActiveModel { second_factor: Set(false), ..Default::default() };
            repo::user::change(&mut tx, &user.user_id, columns).await?;
        }
        tx.audit(AuditEvent::new("IAM_032", "PASSKEY_REMOVED", EventType::User)).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    /// Somebody's passkeys for their page.
    pub(crate) async fn passkeys_of(&self, user_id: &str) -> Result<Vec<PasskeySummary>, Failure> {
        let rows = repo::passkey::of_user(self.inner.db.read(), user_id).await?;
        let summary = |row: passkey::Model| PasskeySummary {
            id: row.id,
            name: row.name,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        };
        Ok(rows.into_iter().map(summary).collect())
    }

    async fn keys_of(&self, user_id: &str) -> Result<Vec<(passkey::Model, Passkey)>, Failure> {
        let rows = repo::passkey::of_user(self.inner.db.read(), user_id).await?;
        let open = |row: passkey::Model| {
            let key = serde_json::from_value(row.credential.clone()).map_err(unreadable)?;
            Ok((row, key))
        };
        rows.into_iter().map(open).collect()
    }
}

/// Notes a use and what the authenticator counted: a counter that goes back is refused by the library.
async fn note_use(
    tx: &mut Tx,
    row: &passkey::Model,
    key: &mut Passkey,
    result: &AuthenticationResult,
) -> Result<(), Failure> {
    key.update_credential(result);
    repo::passkey::used(tx, &row.id, serde_json::to_value(&*key).map_err(unreadable)?).await
}

fn passkey_name(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_PASSKEY_NAME {
        return Err(Failure::with(IamError::BadField, ["name"]));
    }
    Ok(name.to_owned())
}

/// Passkeys of an installation: they are bound to its host name. An address by number has none; a loopback address
/// stands for `localhost`, which is what a browser on the same machine shows.
pub(crate) fn webauthn_of(public_url: &str) -> Option<Webauthn> {
    let mut origin = webauthn_rs::prelude::Url::parse(public_url).ok()?;
    let loopback = origin.host_str().is_some_and(|host| matches!(host, "127.0.0.1" | "[::1]" | "0.0.0.0"));
    if loopback {
        origin.set_host(Some("localhost")).ok()?;
    }
    let id = origin.domain()?.to_owned();
    webauthn_rs::WebauthnBuilder::new(&id, &origin).ok()?.rp_name("Tessera").build().ok()
}
